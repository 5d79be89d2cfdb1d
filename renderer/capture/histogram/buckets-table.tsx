/** The histogram's text twin: each bucket of each layer. */
import { useMemo } from 'react'
import type { HistogramLayer } from '../../../shared/contract/views.ts'
import { type Column, Table } from '../../components/table.tsx'
import { formatCount, formatExact, formatShare } from '../../format/number.ts'
import { useDispatch } from '../side.tsx'
import { bucketRange, bucketTitle } from './bucket-card.ts'

interface Row {
  readonly layer: HistogramLayer
  readonly bucket: number
  readonly total: number
}

const columns: readonly Column<Row>[] = [
  {
    id: 'layer',
    title: 'Layer',
    width: 130,
    cell: ({ layer }) => (layer.source === 'events' ? 'slow calls recorded' : 'all calls'),
    hint: ({ layer }) => layer.title,
  },
  { id: 'latency', title: 'Latency', cell: ({ layer, bucket }) => bucketTitle(layer, bucket) },
  {
    id: 'count',
    title: 'Calls',
    numeric: true,
    width: 90,
    cell: ({ layer, bucket }) => formatCount(layer.count[bucket]!),
    hint: ({ layer, bucket }) => formatExact(layer.count[bucket]!),
  },
  {
    id: 'share',
    title: 'Of layer',
    numeric: true,
    width: 90,
    cell: ({ layer, bucket, total }) => formatShare(layer.count[bucket]! / (total || 1)),
  },
]

export function BucketsTable({ layers }: { layers: readonly HistogramLayer[] }) {
  const dispatch = useDispatch()
  const rows = useMemo(
    () =>
      layers.flatMap((layer) => {
        const total = layer.count.reduce((sum, count) => sum + count, 0)
        return [...layer.count.keys()].map((bucket): Row => ({ layer, bucket, total }))
      }),
    [layers],
  )
  return (
    <Table<Row>
      label="Latency buckets"
      columns={columns}
      count={rows.length}
      rowAt={(index) => rows[index]}
      keyOf={({ layer, bucket }) => `${layer.source} ${layer.streamId} ${bucket}`}
      onOpen={({ layer, bucket }) =>
        dispatch({ type: 'select', change: { latency: bucketRange(layer, bucket) } })
      }
    />
  )
}

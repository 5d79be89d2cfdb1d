/** The timeline's text twin for samples: how much of the selection each thread had. */
import { useMemo, useState } from 'react'
import type { TimelineResult } from '../../../shared/contract/views.ts'
import { LoadingState } from '../../components/states.tsx'
import { type Column, type Sort, Table } from '../../components/table.tsx'
import { formatCount, formatExact, formatShare } from '../../format/number.ts'
import { formatExactQuantity, formatQuantity } from '../../format/quantity.ts'
import { useDispatch } from '../side.tsx'

type Lane = TimelineResult['lanes'][number]

export function ThreadsTable({ timeline }: { timeline: TimelineResult | undefined }) {
  const dispatch = useDispatch()
  const [sort, setSort] = useState<Sort>({ by: 'count', descending: true })
  const rows = useMemo(() => sortLanes(timeline?.lanes ?? [], sort), [timeline, sort])
  if (!timeline) return <LoadingState step="Counting threads" />
  const total = timeline.lanes.reduce((sum, { count }) => sum + count, timeline.omittedCount)
  const columns: Column<Lane>[] = [
    {
      id: 'thread',
      title: 'Thread',
      sortable: true,
      cell: ({ thread }) => <span className="mono">{thread}</span>,
    },
    {
      id: 'process',
      title: 'Process',
      sortable: true,
      cell: ({ process }) => <span className="mono">{process}</span>,
    },
    { id: 'pid', title: 'PID', numeric: true, sortable: true, width: 90, cell: ({ pid }) => pid },
    { id: 'tid', title: 'TID', numeric: true, sortable: true, width: 90, cell: ({ tid }) => tid },
    {
      id: 'count',
      title: timeline.streamKind === 'slices' ? 'Calls' : 'Samples',
      numeric: true,
      sortable: true,
      width: 90,
      cell: ({ count }) => formatCount(count),
      hint: ({ count }) => formatExact(count),
    },
    {
      id: 'share',
      title: 'Of selection',
      numeric: true,
      width: 100,
      cell: ({ count }) => formatShare(count / (total || 1)),
    },
    {
      id: 'weight',
      title: 'Weight',
      numeric: true,
      sortable: true,
      width: 90,
      cell: ({ weight }) => formatQuantity(weight, timeline.unit),
      hint: ({ weight }) => formatExactQuantity(weight, timeline.unit),
    },
  ]
  return (
    <Table<Lane>
      label="Threads"
      columns={columns}
      count={rows.length}
      rowAt={(index) => rows[index]}
      keyOf={({ pid, tid }) => `${pid} ${tid}`}
      sort={sort}
      onSort={setSort}
      onOpen={({ pid, tid }) => dispatch({ type: 'select', change: { threads: [{ pid, tid }] } })}
    />
  )
}

function sortLanes(lanes: readonly Lane[], { by, descending }: Sort): Lane[] {
  const sign = descending ? -1 : 1
  const key =
    (['thread', 'process', 'pid', 'tid', 'count', 'weight'] as const).find((name) => name === by) ?? 'count'
  return [...lanes].sort((a, b) => {
    const [x, y] = [a[key], b[key]]
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : String(x) < String(y) ? -1 : 1)
  })
}

/** The timeline's text twin for slow calls: each of them, sorted by the engine. */
import { useCallback, useMemo, useState } from 'react'
import { type SlicesResult, sliceSorts } from '../../../shared/contract/views.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { type Column, type Sort, Table } from '../../components/table.tsx'
import { formatDuration, formatExactDuration } from '../../format/duration.ts'
import { formatExact } from '../../format/number.ts'
import { useDispatch, useSelection, useSide, useStream } from '../side.tsx'
import { useView } from '../use-view.ts'

const PAGE = 400

interface Row {
  readonly index: number
  readonly start: number
  readonly duration: number
  readonly result: number
  readonly pid: number
  readonly tid: number
  readonly name: string
  readonly thread: string
}

const columns: readonly Column<Row>[] = [
  {
    id: 'start',
    title: 'Start',
    numeric: true,
    sortable: true,
    width: 110,
    cell: ({ start }) => `${(start / 1e9).toFixed(6)} s`,
    hint: ({ start }) => formatExactDuration(start),
  },
  {
    id: 'duration',
    title: 'Took',
    numeric: true,
    sortable: true,
    width: 90,
    cell: ({ duration }) => formatDuration(duration),
    hint: ({ duration }) => formatExactDuration(duration),
  },
  { id: 'name', title: 'Call', sortable: true, cell: ({ name }) => <span className="mono">{name}</span> },
  {
    id: 'thread',
    title: 'Thread',
    sortable: true,
    cell: ({ thread, tid }) => <span className="mono">{`${thread} ${tid}`}</span>,
    hint: ({ pid, tid }) => `pid ${pid}, tid ${tid}`,
  },
  {
    id: 'result',
    title: 'Returned',
    numeric: true,
    width: 90,
    cell: ({ result }) => (Number.isNaN(result) ? '–' : formatExact(result)),
  },
]

export function SlicesTable() {
  const { detail } = useSide()
  const stream = useStream()
  const selection = useSelection()
  const dispatch = useDispatch()
  const [sort, setSort] = useState<Sort>({ by: 'duration', descending: true })
  const [offset, setOffset] = useState(0)
  const view = useView(
    'views.slices',
    stream && {
      captureId: detail.id,
      streamId: stream.id,
      selection,
      sort: sliceSorts.find((by) => by === sort.by) ?? 'duration',
      descending: sort.descending,
      offset,
      limit: PAGE,
    },
  )
  const onSight = useCallback(
    (from: number, to: number) =>
      setOffset((now) => (from >= now && to <= now + PAGE ? now : Math.max(0, from - Math.floor(PAGE / 4)))),
    [],
  )
  const { answer } = view
  const rows = useMemo(() => (answer ? rowsOf(answer.result, answer.args.offset) : []), [answer])
  if (view.error) return <ErrorState error={view.error} onRetry={view.retry} />
  if (!answer) return <LoadingState step="Listing slow calls" shown={view.isSlow} onCancel={view.cancel} />
  if (answer.result.rows === 0)
    return <EmptyState title="No slow call is in the selection">Take one of its parts away above.</EmptyState>
  return (
    <Table<Row>
      label="Slow calls"
      columns={columns}
      count={answer.result.rows}
      rowAt={(index) => rows[index - answer.args.offset]}
      keyOf={({ index }) => String(index)}
      sort={sort}
      onSort={(next) => {
        setSort(next)
        setOffset(0)
      }}
      onSight={onSight}
      onOpen={({ start, duration }) =>
        dispatch({ type: 'select', change: { time: { from: start, to: Math.ceil(start + duration) + 1 } } })
      }
    />
  )
}

function rowsOf(result: SlicesResult, offset: number): Row[] {
  return result.names.map((name, index) => ({
    index: offset + index,
    start: result.start[index]!,
    duration: result.duration[index]!,
    result: result.result[index]!,
    pid: result.pid[index]!,
    tid: result.tid[index]!,
    name,
    thread: result.threads[index] ?? '',
  }))
}

/** Which calls: how many, and how slow. */
import { useMemo, useState } from 'react'
import type { HistogramResult, Quantiles } from '../../../shared/contract/views.ts'
import { type Column, type Sort, Table } from '../../components/table.tsx'
import { formatDuration, formatExactDuration } from '../../format/duration.ts'
import { formatCount, formatExact } from '../../format/number.ts'
import { useDispatch, useSelection } from '../side.tsx'

type Call = HistogramResult['calls'][number]

const number = (
  id: string,
  title: string,
  read: (call: Call) => number | null | undefined,
  [format, exact]: readonly [(value: number) => string, (value: number) => string],
  rest: { readonly width: number; readonly dispensable?: number; readonly isBound?: (call: Call) => boolean },
): Column<Call> & { readonly value: (call: Call) => number } => {
  const { isBound = () => false, ...room } = rest
  const say = (call: Call, words: (value: number) => string, none: string, bound: string) => {
    const value = read(call)
    if (value === null || value === undefined) return none
    return `${isBound(call) ? bound : ''}${words(value)}`
  }
  return {
    id,
    title,
    numeric: true,
    sortable: true,
    ...room,
    value: (call) => read(call) ?? -1,
    cell: (call) => say(call, format, '–', '≤ '),
    hint: (call) => say(call, exact, 'Not recorded', 'at most '),
  }
}

const counts = [formatCount, formatExact] as const
const times = [formatDuration, formatExactDuration] as const

/** Of all calls where they were counted, else of the recorded ones. */
const bestOf = (call: Call): Quantiles | null => call.all ?? call.events
const isBound = (call: Call) => bestOf(call)?.exact === false
const quantile = (read: (quantiles: Quantiles) => number) => (call: Call) => {
  const quantiles = bestOf(call)
  return quantiles && read(quantiles)
}

const columns = [
  number('all', 'All', ({ all }) => all?.count, counts, { width: 56, dispensable: 2 }),
  number('slow', 'Slow', ({ events }) => events?.count, counts, { width: 56 }),
  number(
    'p50',
    'p50',
    quantile(({ p50 }) => p50),
    times,
    { width: 82, dispensable: 4, isBound },
  ),
  number(
    'p99',
    'p99',
    quantile(({ p99 }) => p99),
    times,
    { width: 82, dispensable: 3, isBound },
  ),
  number('max', 'Max', ({ events, all }) => (events ?? all)?.max, times, {
    width: 82,
    isBound: ({ events, all }) => (events ?? all)?.exact === false,
  }),
  number('time', 'In slow', ({ events }) => events?.total, times, { width: 80, dispensable: 1 }),
]

export function CallsTable({ result }: { result: HistogramResult }) {
  const dispatch = useDispatch()
  const chosen = useSelection().call
  const [sort, setSort] = useState<Sort>({ by: 'time', descending: true })
  const rows = useMemo(() => {
    const column = columns.find(({ id }) => id === sort.by)
    const sign = sort.descending ? -1 : 1
    return [...result.calls].sort((a, b) =>
      column ? sign * (column.value(a) - column.value(b)) : sign * (a.name < b.name ? -1 : 1),
    )
  }, [result, sort])
  const name: Column<Call> = {
    id: 'name',
    title: 'Call',
    sortable: true,
    cell: (call) => <span className="mono">{call.name}</span>,
    hint: (call) =>
      call.name === chosen ? 'Selected. Enter shows all calls again.' : 'Enter selects this call',
  }
  return (
    <Table<Call>
      label="Latency per call"
      columns={[name, ...columns]}
      count={rows.length}
      rowAt={(index) => rows[index]}
      keyOf={(call) => call.name}
      sort={sort}
      onSort={setSort}
      {...(chosen === undefined ? {} : { selected: new Set([chosen]) })}
      onOpen={(call) =>
        dispatch({ type: 'select', change: { call: call.name === chosen ? undefined : call.name } })
      }
    />
  )
}

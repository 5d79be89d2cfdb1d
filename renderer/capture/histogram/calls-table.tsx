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
  format: (value: number) => string,
  exact: (value: number) => string,
  width = 68,
): Column<Call> & { readonly value: (call: Call) => number } => ({
  id,
  title,
  numeric: true,
  sortable: true,
  width,
  value: (call) => read(call) ?? -1,
  cell: (call) => {
    const value = read(call)
    return value === null || value === undefined ? '–' : format(value)
  },
  hint: (call) => {
    const value = read(call)
    return value === null || value === undefined ? 'Not recorded' : exact(value)
  },
})

/** Of all calls where they were counted, else of the recorded ones. */
const bestOf = (call: Call): Quantiles | null => call.all ?? call.events
const bound = (read: (quantiles: Quantiles) => number) => (call: Call) => {
  const quantiles = bestOf(call)
  return quantiles && read(quantiles)
}

const columns = [
  number('all', 'All', ({ all }) => all?.count, formatCount, formatExact, 56),
  number('slow', 'Slow', ({ events }) => events?.count, formatCount, formatExact, 56),
  number(
    'p50',
    'p50',
    bound(({ p50 }) => p50),
    formatDuration,
    formatExactDuration,
  ),
  number(
    'p99',
    'p99',
    bound(({ p99 }) => p99),
    formatDuration,
    formatExactDuration,
  ),
  number('max', 'Max', ({ events, all }) => (events ?? all)?.max, formatDuration, formatExactDuration),
  number('time', 'In slow', ({ events }) => events?.total, formatDuration, formatExactDuration, 68),
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

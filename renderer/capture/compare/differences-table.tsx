/** The functions whose share differs most between the two selections. */
import { useMemo, useState } from 'react'
import { hasEvents } from '../../../shared/model/profile.ts'
import { Badge } from '../../components/badge.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { type Column, Table } from '../../components/table.tsx'
import { formatShare } from '../../format/number.ts'
import { sayDifference } from '../diff/diff-numbers.ts'
import type { Side } from '../side.tsx'
import { usePage } from '../state/view-store.ts'
import { useView } from '../use-view.ts'
import { type Difference, findDifferences } from './differences.ts'
import '../diff/difference-chip.css'
import './differences-table.css'

/** Of each side, by self: what is not among them has a share too small to matter. */
const MOST_FUNCTIONS = 2000

const useFunctions = ({ detail, store }: Side, sort: 'self' | 'total') => {
  const selection = usePage(store, ({ view }) => view.selection)
  const streamId = usePage(store, ({ view }) => view.streamId)
  const exists = detail.streams.some(({ id, kind }) => id === streamId && hasEvents(kind))
  return useView(
    'views.functions',
    exists
      ? {
          captureId: detail.id,
          streamId,
          selection,
          sort,
          descending: true,
          search: '',
          offset: 0,
          limit: MOST_FUNCTIONS,
        }
      : null,
  )
}

export function DifferencesTable({ a, b }: { a: Side; b: Side }) {
  const [by, setBy] = useState<'self' | 'total'>('self')
  const left = useFunctions(a, by)
  const right = useFunctions(b, by)
  const rows = useMemo(
    () => (left.answer && right.answer ? findDifferences(left.answer.result, right.answer.result, by) : []),
    [left.answer, right.answer, by],
  )
  if (left.error || right.error)
    return <ErrorState error={left.error ?? right.error} onRetry={left.error ? left.retry : right.retry} />
  if (!left.answer || !right.answer)
    return <LoadingState step="Comparing functions" shown={left.isSlow || right.isSlow} />
  const cut = Math.max(left.answer.result.rows, right.answer.result.rows) > MOST_FUNCTIONS
  const select = ({ name, module }: Difference) =>
    a.store.dispatch({ type: 'select', change: { function: { name, module } } })
  return (
    <section className="differences" aria-label="Differences">
      <header className="differences-head">
        <h2>Largest differences</h2>
        <span>share of each side’s own selected total</span>
        {cut && (
          <Badge
            tone="warning"
            title="Functions with the smallest shares were left out"
          >{`top ${MOST_FUNCTIONS} functions`}</Badge>
        )}
        <select
          aria-label="Compare by"
          value={by}
          onChange={(event) => setBy(event.target.value === 'total' ? 'total' : 'self')}
        >
          <option value="self">by self</option>
          <option value="total">by total</option>
        </select>
      </header>
      {rows.length === 0 ? (
        <EmptyState title="Nothing is selected on either side" />
      ) : (
        <div className="differences-table">
          <Table<Difference>
            label="Largest differences"
            columns={columns}
            count={rows.length}
            rowAt={(index) => rows[index]}
            keyOf={({ name, module }) => JSON.stringify([module, name])}
            onOpen={select}
          />
        </div>
      )}
    </section>
  )
}

const columns: readonly Column<Difference>[] = [
  {
    id: 'name',
    title: 'Function',
    cell: ({ name }) => <span className="mono">{name}</span>,
    hint: ({ name, module }) => `${name} ${module}`,
  },
  { id: 'a', title: 'A', numeric: true, width: 80, cell: ({ a }) => formatShare(a) },
  { id: 'b', title: 'B', numeric: true, width: 80, cell: ({ b }) => formatShare(b) },
  {
    id: 'difference',
    title: 'B − A',
    numeric: true,
    width: 120,
    cell: ({ a, b }) => (
      <span className={`difference difference-${toneOf(b - a)}`}>{sayDifference(b - a, 'share')}</span>
    ),
    hint: ({ a, b }) => `${((b - a) * 100).toFixed(4)} percentage points`,
  },
]

function toneOf(difference: number): string {
  const size = Math.abs(difference)
  if (size < 0.005) return 'none'
  return `${difference > 0 ? 'more' : 'less'}-${size < 0.02 ? 1 : size < 0.1 ? 2 : 3}`
}

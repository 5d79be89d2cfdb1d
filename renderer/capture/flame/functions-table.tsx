/** The flame graph's text twin: each function once, with self and total, sorted and searched by the engine. */
import { useCallback, useMemo, useState } from 'react'
import type { FunctionsResult } from '../../../shared/contract/views.ts'
import { functionSorts } from '../../../shared/contract/views.ts'
import { type FrameKind, frameKinds } from '../../../shared/model/profile.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { type Column, type Sort, Table } from '../../components/table.tsx'
import { formatExact, formatShare } from '../../format/number.ts'
import { formatExactQuantity, formatQuantity } from '../../format/quantity.ts'
import { useInspect } from '../inspector/inspect-store.ts'
import { chooseFunction } from '../sandwich/choose-function.ts'
import { useDispatch, useSelection, useSide, useSidePart, useStream } from '../side.tsx'
import { useView } from '../use-view.ts'
import { inBrief } from './frame-actions.ts'
import { useFrameActions } from './use-frame-actions.ts'
import './functions-table.css'

/** Rows asked for at once: those in sight and plenty around them. */
const PAGE = 400

interface FunctionRow {
  readonly name: string
  readonly module: string
  readonly kind: FrameKind
  readonly self: number
  readonly total: number
  readonly count: number
}

export function FunctionsTable() {
  const { detail } = useSide()
  const stream = useStream()
  const selection = useSelection()
  const search = useSidePart(({ view }) => view.flame.search)
  const dispatch = useDispatch()
  const inspect = useInspect()
  const actions = useFrameActions()
  const [sort, setSort] = useState<Sort>({ by: 'self', descending: true })
  const [offset, setOffset] = useState(0)
  const view = useView(
    'views.functions',
    stream && {
      captureId: detail.id,
      streamId: stream.id,
      selection,
      sort: functionSorts.find((by) => by === sort.by) ?? 'self',
      descending: sort.descending,
      search,
      offset,
      limit: PAGE,
    },
  )
  const onSight = useCallback(
    (from: number, to: number) =>
      setOffset((now) => (from >= now && to <= now + PAGE ? now : Math.max(0, from - Math.floor(PAGE / 4)))),
    [],
  )
  const answer = view.answer
  const result = answer?.result
  const columns = useMemo(() => (result ? columnsOf(result) : []), [result])
  if (view.error) return <ErrorState error={view.error} onRetry={view.retry} />
  if (!answer || !result)
    return <LoadingState step="Summing functions" shown={view.isSlow} onCancel={view.cancel} />
  if (result.rows === 0)
    return (
      <EmptyState title={search ? `No function or module matches ${search}` : 'Nothing is selected'}>
        Change the search or the selection.
      </EmptyState>
    )
  const show = (row: FunctionRow | undefined) => {
    if (!row) return
    inspect.keep({
      kind: 'Function',
      title: row.name,
      detail: row.module,
      facts: [
        fact('Self', row.self, result),
        fact('Total', row.total, result),
        { label: 'Of selection', text: formatShare(row.total / (result.selectedTotal || 1)) },
        { label: 'Count', text: formatExact(row.count) },
      ],
      actions: inBrief(actions.of(row)),
    })
  }
  return (
    <Table<FunctionRow>
      label="Functions"
      columns={columns}
      count={result.rows}
      rowAt={(index) => rowOf(result, index - answer.args.offset)}
      keyOf={(row) => `${row.module} ${row.name} ${row.kind}`}
      sort={sort}
      onSort={(next) => {
        setSort(next)
        setOffset(0)
      }}
      onActive={(_, row) => show(row)}
      onOpen={(row) => dispatch({ type: 'flame', change: chooseFunction(row) })}
      onKey={(event, row) => {
        if (!row || event.ctrlKey || event.metaKey || event.altKey || !actions.press(event.key, row)) return
        event.preventDefault()
        event.stopPropagation()
      }}
      onSight={onSight}
    />
  )
}

const fact = (label: string, value: number, { unit }: FunctionsResult) => ({
  label,
  text: formatQuantity(value, unit),
  exact: formatExactQuantity(value, unit),
})

function rowOf(result: FunctionsResult, index: number): FunctionRow | undefined {
  const name = result.names[index]
  if (name === undefined) return undefined
  return {
    name,
    module: result.modules[index] ?? '',
    kind: frameKinds[result.kinds[index]!] ?? 'unknown',
    self: result.self[index]!,
    total: result.total[index]!,
    count: result.count[index]!,
  }
}

function columnsOf(result: FunctionsResult): Column<FunctionRow>[] {
  const whole = result.selectedTotal || 1
  const share = (read: (row: FunctionRow) => number, title: string): Column<FunctionRow> => ({
    id: `${title} share`,
    title: `${title} %`,
    numeric: true,
    width: 66,
    cell: (row) => formatShare(read(row) / whole),
    hint: (row) => `${formatExact(read(row))} of ${formatExact(whole)}`,
  })
  const quantity = (id: 'self' | 'total', title: string): Column<FunctionRow> => ({
    id,
    title,
    numeric: true,
    sortable: true,
    width: 68,
    cell: (row) => formatQuantity(row[id], result.unit),
    hint: (row) => formatExactQuantity(row[id], result.unit),
  })
  return [
    {
      id: 'name',
      title: 'Function',
      sortable: true,
      cell: ({ name, kind }) => (
        <span className="functions-name" title={name}>
          <span className={`functions-kind functions-kind-${kind}`} title={kind} />
          <span className="mono">{name}</span>
        </span>
      ),
    },
    {
      id: 'module',
      title: 'Module',
      sortable: true,
      width: '22%',
      cell: ({ module }) => <span className="mono">{module}</span>,
      hint: ({ module }) => module,
    },
    quantity('self', 'Self'),
    share(({ self }) => self, 'Self'),
    quantity('total', 'Total'),
    share(({ total }) => total, 'Total'),
  ]
}

/** The text twin of one side of a sandwich: its frames as they are nested, each with the same numbers. */
import { useMemo } from 'react'
import { type Column, Table } from '../../components/table.tsx'
import { formatCount, formatExact, formatShare } from '../../format/number.ts'
import { formatExactQuantity } from '../../format/quantity.ts'
import { sayAmount } from '../flame/flame-numbers.ts'
import { type FlameNode, type FlameTree, isFunction } from '../flame/flame-tree.ts'
import type { SandwichSide, SandwichTotals } from './sandwich-words.ts'
import './branch-table.css'

export interface BranchTableProps {
  readonly side: SandwichSide
  readonly tree: FlameTree
  readonly totals: SandwichTotals
  readonly onActive: (node: FlameNode) => void
  readonly onOpen: (node: FlameNode) => void
  readonly onKey: (key: string, node: FlameNode) => boolean
}

const titles = { callers: 'Callers', callees: 'Callees' } as const

export function BranchTable({ side, tree, totals, onActive, onOpen, onKey }: BranchTableProps) {
  const rows = useMemo(() => tree.nodes.filter(({ parent, isAncestor }) => parent && !isAncestor), [tree])
  const columns = useMemo(() => columnsOf(side, totals, rows[0]?.depth ?? 1), [side, totals, rows])
  return (
    <section className="branch-table" aria-label={titles[side]}>
      {rows.length === 0 ? (
        <p className="branch-table-none">
          {side === 'callers' ? 'Nothing calls it: stacks begin at it.' : 'It calls nothing.'}
        </p>
      ) : (
        <Table<FlameNode>
          label={titles[side]}
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          keyOf={({ index }) => String(index)}
          onActive={(_, node) => node && onActive(node)}
          onOpen={(node) => isFunction(node) && onOpen(node)}
          onKey={(event, node) => {
            if (!node || event.ctrlKey || event.metaKey || event.altKey || !onKey(event.key, node)) return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
      )}
    </section>
  )
}

/** Deeper than this looks all the same: the row says how deep it is. */
const MOST_STEPS = 16
const STEP = 10

function columnsOf(side: SandwichSide, totals: SandwichTotals, outermost: number): Column<FlameNode>[] {
  const amount = (id: 'total' | 'self', title: string): Column<FlameNode> => ({
    id,
    title,
    numeric: true,
    width: 96,
    cell: (node) => sayAmount(node[id], totals),
    hint: (node) => formatExactQuantity(node[id], totals.unit),
  })
  return [
    {
      id: 'name',
      title: titles[side],
      cell: ({ name, depth, kind }) => (
        <span
          className="branch-table-name"
          style={{ paddingLeft: Math.min(depth - outermost, MOST_STEPS) * STEP }}
        >
          <span className={`functions-kind functions-kind-${kind}`} />
          <span className="mono">{name}</span>
        </span>
      ),
      hint: ({ name, module, depth }) => `${name} ${module}, ${depth} deep`,
    },
    {
      id: 'module',
      title: 'Module',
      width: '20%',
      dispensable: 5,
      cell: ({ module }) => <span className="mono">{module}</span>,
      hint: ({ module }) => module,
    },
    amount('total', side === 'callers' ? 'Through it' : 'Total'),
    ...(side === 'callees' ? [{ ...amount('self', 'Self'), dispensable: 1 }] : []),
    {
      id: 'of',
      title: 'Of function',
      numeric: true,
      width: 88,
      cell: ({ total }) => formatShare(total / (totals.total || 1)),
      hint: ({ total }) => `${formatExact(total)} of ${formatExact(totals.total)}`,
    },
    ...(totals.measure === 'events'
      ? []
      : [
          {
            id: 'count',
            title: totals.noun === 'call' ? 'Calls' : 'Samples',
            numeric: true,
            width: 72,
            dispensable: 4,
            cell: ({ count }: FlameNode) => formatCount(count),
            hint: ({ count }: FlameNode) => formatExact(count),
          },
        ]),
  ]
}

/** The text twin of a graph of differences: each frame that is drawn, with the same numbers. */
import { useMemo, useState } from 'react'
import { type Column, type Sort, Table } from '../../components/table.tsx'
import { formatCount, formatExact } from '../../format/number.ts'
import type { FlameNode } from '../flame/flame-tree.ts'
import { type DiffTerms, sayDifference, sayDirection, sayRelative, sayValue } from './diff-numbers.ts'
import { type DiffScale, nameStep, stepOf } from './diff-scale.ts'
import type { DiffNumbers } from './diff-tree.ts'
import './difference-chip.css'

interface Row {
  readonly node: FlameNode
  readonly numbers: DiffNumbers
}

export interface DiffTableProps {
  readonly nodes: readonly FlameNode[]
  readonly terms: DiffTerms
  readonly scale: DiffScale
  readonly onOpen: (node: FlameNode) => void
}

export function DiffTable({ nodes, terms, scale, onOpen }: DiffTableProps) {
  const [sort, setSort] = useState<Sort>({ by: 'difference', descending: true })
  const rows = useMemo(
    () =>
      nodes
        .filter(({ kind, isAncestor }) => kind !== 'rest' && kind !== 'root' && !isAncestor)
        .map((node): Row => ({ node, numbers: terms.numbersOf(node) }))
        .sort(comparing(sort)),
    [nodes, terms, sort],
  )
  const columns = useMemo(() => columnsOf(terms, scale), [terms, scale])
  return (
    <Table<Row>
      label="Differences by frame"
      columns={columns}
      count={rows.length}
      rowAt={(index) => rows[index]}
      keyOf={({ node }) => String(node.index)}
      sort={sort}
      onSort={setSort}
      onOpen={({ node }) => onOpen(node)}
    />
  )
}

function columnsOf({ unit, noun }: DiffTerms, scale: DiffScale): Column<Row>[] {
  return [
    {
      id: 'name',
      title: 'Frame',
      sortable: true,
      cell: ({ node }) => <span className="mono">{node.name}</span>,
      hint: ({ node }) => `${node.name} ${node.module}`,
    },
    {
      id: 'caller',
      title: 'Below',
      width: '22%',
      dispensable: 3,
      cell: ({ node }) => <span className="mono">{node.parent?.name}</span>,
      hint: ({ node }) => callersOf(node).join(' < '),
    },
    {
      id: 'a',
      title: 'A',
      numeric: true,
      sortable: true,
      width: 110,
      cell: ({ numbers }) => sayValue(numbers.a, unit),
    },
    {
      id: 'b',
      title: 'B',
      numeric: true,
      sortable: true,
      width: 110,
      cell: ({ numbers }) => sayValue(numbers.b, unit),
    },
    {
      id: 'difference',
      title: 'B − A',
      numeric: true,
      sortable: true,
      width: 130,
      cell: ({ numbers }) => (
        <span className={`difference difference-${nameStep(stepOf(scale, numbers))}`}>
          {sayDifference(numbers.b - numbers.a, unit)}
        </span>
      ),
    },
    {
      id: 'relative',
      title: 'Of A',
      numeric: true,
      width: 100,
      dispensable: 1,
      cell: ({ numbers }) => sayRelative(numbers),
    },
    {
      id: 'direction',
      title: 'Verdict',
      width: 110,
      cell: ({ numbers }) => sayDirection(numbers),
    },
    {
      id: 'events',
      title: noun === 'call' ? 'Calls A, B' : 'Samples A, B',
      numeric: true,
      width: 120,
      dispensable: 2,
      cell: ({ numbers }) => `${formatCount(numbers.countA)}, ${formatCount(numbers.countB)}`,
      hint: ({ numbers }) => `${formatExact(numbers.countA)}, ${formatExact(numbers.countB)}`,
    },
  ]
}

function callersOf(node: FlameNode): string[] {
  const callers: string[] = []
  for (let at = node.parent; at?.parent; at = at.parent) callers.push(at.name)
  return callers
}

const size = ({ a, b }: DiffNumbers): number => Math.abs(b - a)

/** By difference: the largest in either direction first; what may be noise after what is not. */
function comparing({ by, descending }: Sort): (x: Row, y: Row) => number {
  const sign = descending ? -1 : 1
  if (by === 'name')
    return (x, y) => (x.node.name === y.node.name ? 0 : sign * (x.node.name < y.node.name ? -1 : 1))
  if (by === 'a' || by === 'b') return (x, y) => sign * (x.numbers[by] - y.numbers[by])
  return (x, y) =>
    Number(x.numbers.mayBeNoise) - Number(y.numbers.mayBeNoise) || sign * (size(x.numbers) - size(y.numbers))
}

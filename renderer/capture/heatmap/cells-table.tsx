/** The text twin of a heatmap: each cell that has events. */
import { useMemo, useState } from 'react'
import { type Column, type Sort, Table } from '../../components/table.tsx'
import { formatCount, formatExact, formatShare } from '../../format/number.ts'
import type { Cell, HeatGrid } from './heat-grid.ts'

interface Row extends Cell {
  readonly count: number
}

export interface CellsTableProps {
  readonly grid: HeatGrid
  /** 'Samples' */
  readonly events: string
  readonly column: { readonly title: string; readonly say: (column: number) => string }
  readonly row: { readonly title: string; readonly say: (row: number) => string }
  readonly onOpen: (cell: Cell) => void
}

export function CellsTable({ grid, events, column, row, onOpen }: CellsTableProps) {
  const [sort, setSort] = useState<Sort>({ by: 'count', descending: true })
  const rows = useMemo(() => listCells(grid, sort), [grid, sort])
  const columns: Column<Row>[] = [
    { id: 'column', title: column.title, sortable: true, cell: (cell) => column.say(cell.column) },
    { id: 'row', title: row.title, sortable: true, cell: (cell) => row.say(cell.row) },
    {
      id: 'count',
      title: events,
      numeric: true,
      sortable: true,
      width: 90,
      cell: ({ count }) => formatCount(count),
      hint: ({ count }) => formatExact(count),
    },
    {
      id: 'share',
      title: 'Of all',
      numeric: true,
      width: 90,
      cell: ({ count }) => formatShare(count / (grid.count || 1)),
    },
  ]
  return (
    <Table<Row>
      label="Cells of the heatmap"
      columns={columns}
      count={rows.length}
      rowAt={(index) => rows[index]}
      keyOf={(cell) => `${cell.column} ${cell.row}`}
      sort={sort}
      onSort={setSort}
      onOpen={onOpen}
    />
  )
}

function listCells({ cells, columns }: HeatGrid, { by, descending }: Sort): Row[] {
  const rows: Row[] = []
  for (const [index, count] of cells.entries()) {
    if (count > 0) rows.push({ column: index % columns, row: Math.floor(index / columns), count })
  }
  const sign = descending ? -1 : 1
  const key = by === 'column' || by === 'row' ? by : 'count'
  return rows.sort((a, b) => sign * (a[key] - b[key]) || a.column - b.column || a.row - b.row)
}

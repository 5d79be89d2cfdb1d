/** Where the cells of a heatmap lie on the screen, and which of them is at a place. Pure. */
import type { HeatmapResult } from '../../../shared/contract/heatmap-view.ts'
import { type LinearScale, toPixel } from '../timeline/time-range.ts'

export type HeatGrid = HeatmapResult

export interface Cell {
  readonly column: number
  /** 0 at the bottom */
  readonly row: number
}

/** px within the cells' area, y downward */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The cells' area: columns by time, rows of equal height. */
export interface HeatLayout {
  readonly scale: LinearScale
  readonly height: number
  /** what stands at the foot and at the top, in rows and fractions of them; absent: all rows and nothing else */
  readonly sight?: { readonly low: number; readonly high: number }
}

const sightOf = ({ rows }: HeatGrid, { sight }: HeatLayout) => sight ?? { low: 0, high: Math.max(rows, 1) }

export const countAt = ({ cells, columns }: HeatGrid, { column, row }: Cell): number =>
  cells[row * columns + column] ?? 0

/** Pixel edges of the columns, whole so that no seams show: columns + 1 of them. */
export const columnEdges = ({ columnBounds }: HeatGrid, { scale }: HeatLayout): Float64Array =>
  columnBounds.map((time) => Math.round(toPixel(scale, time)))

/** y of a row's lower edge; row may be a fraction. */
export function rowEdge(grid: HeatGrid, layout: HeatLayout, row: number): number {
  const { low, high } = sightOf(grid, layout)
  return layout.height - ((row - low) / (high - low)) * layout.height
}

/** The cell at a place; null beside them. */
export function cellAt(grid: HeatGrid, layout: HeatLayout, x: number, y: number): Cell | null {
  const edges = columnEdges(grid, layout)
  if (grid.columns === 0 || y < 0 || y >= layout.height) return null
  if (x < edges[0]! || x >= edges[grid.columns]!) return null
  let column = 0
  while (column + 1 < grid.columns && edges[column + 1]! <= x) column += 1
  const row = rowAt(grid, layout, y)
  return row >= 0 && row < grid.rows ? { column, row } : null
}

function rowAt(grid: HeatGrid, layout: HeatLayout, y: number): number {
  const { low, high } = sightOf(grid, layout)
  return Math.floor(low + ((layout.height - y) / layout.height) * (high - low))
}

/** The nearest cell: where a drag goes beyond the edge. */
export function nearestCell(grid: HeatGrid, layout: HeatLayout, x: number, y: number): Cell | null {
  const edges = columnEdges(grid, layout)
  const [first, last] = [edges[0] ?? 0, edges[grid.columns] ?? 0]
  const row = Math.min(Math.max(rowAt(grid, layout, y), 0), grid.rows - 1)
  const middle = (rowEdge(grid, layout, row) + rowEdge(grid, layout, row + 1)) / 2
  return cellAt(
    grid,
    layout,
    Math.min(Math.max(x, first), last - 1e-6),
    Math.min(Math.max(middle, 0), layout.height - 1e-6),
  )
}

/** Columns [from, to) and rows [low, high), which may be fractions of rows. */
export function boxOf(
  grid: HeatGrid,
  layout: HeatLayout,
  columns: { readonly from: number; readonly to: number },
  rows: { readonly low: number; readonly high: number },
): Box {
  const edges = columnEdges(grid, layout)
  const [left, right] = [edges[columns.from] ?? 0, edges[columns.to] ?? 0]
  const [top, bottom] = [rowEdge(grid, layout, rows.high), rowEdge(grid, layout, rows.low)]
  return { left, top, width: Math.max(right - left, 1), height: Math.max(bottom - top, 1) }
}

export const boxOfCell = (grid: HeatGrid, layout: HeatLayout, { column, row }: Cell): Box =>
  boxOf(grid, layout, { from: column, to: column + 1 }, { low: row, high: row + 1 })

/** The cell with most events; the earliest of several. */
export function hottestCell(grid: HeatGrid): Cell {
  let hottest = 0
  for (let index = 1; index < grid.cells.length; index += 1) {
    if (grid.cells[index]! > grid.cells[hottest]!) hottest = index
  }
  return { column: hottest % Math.max(grid.columns, 1), row: Math.floor(hottest / Math.max(grid.columns, 1)) }
}

/** 0..1 on the sequential scale: a root, so that one event is seen beside a burst; 0 for a single event. */
export function heatShare(count: number, most: number): number {
  if (most <= 1) return 1
  return (Math.sqrt(count) - 1) / (Math.sqrt(most) - 1)
}

/** The count whose colour is at a share: what a legend says there. */
export const countOfShare = (share: number, most: number): number =>
  (1 + share * (Math.sqrt(Math.max(most, 1)) - 1)) ** 2

/** One step of the keyboard's cursor; null for a key that moves nothing. */
export function moveCell(grid: HeatGrid, { column, row }: Cell, key: string): Cell | null {
  const [dx, dy] = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
    PageUp: [0, 10],
    PageDown: [0, -10],
    Home: [-grid.columns, 0],
    End: [grid.columns, 0],
  }[key] ?? [0, 0]
  if (dx === 0 && dy === 0) return null
  return {
    column: Math.min(Math.max(column + dx!, 0), grid.columns - 1),
    row: Math.min(Math.max(row + dy!, 0), grid.rows - 1),
  }
}

/**
 * Cells of a sub-second heatmap as time and back. Time goes up a column, then on at the foot of the next (Gregg and
 * Spier, FlameScope). A column of several seconds stands for each of them: a range begins in its first and ends in its
 * last.
 */
import type { Range } from '../../../shared/contract/selection.ts'
import type { Cell, HeatGrid } from './heat-grid.ts'

const SECOND = 1e9

/** From one cell to another, both included, in either direction. */
export function timeOfCells(grid: HeatGrid, a: Cell, b: Cell): Range {
  const isOrdered = a.column < b.column || (a.column === b.column && a.row <= b.row)
  const [first, last] = isOrdered ? [a, b] : [b, a]
  return {
    from: Math.round(grid.columnBounds[first.column]! + grid.rowBounds[first.row]!),
    to: Math.round(lastSecondOf(grid, last.column) + grid.rowBounds[last.row + 1]!),
  }
}

/** Start of a column's last second; its last bound may be the capture's end rather than a whole second. */
function lastSecondOf({ columnBounds }: HeatGrid, column: number): number {
  const [start, end] = [columnBounds[column]!, columnBounds[column + 1]!]
  return start + Math.max(Math.ceil((end - start) / SECOND - 1e-6) - 1, 0) * SECOND
}

/** A part of a column: rows [low, high), which may be fractions. */
export interface ColumnPart {
  readonly column: number
  readonly low: number
  readonly high: number
}

/** What of each column lies within a time range. */
export function partsOfTime(grid: HeatGrid, { from, to }: Range): ColumnPart[] {
  const parts: ColumnPart[] = []
  for (let column = 0; column < grid.columns; column += 1) {
    const start = grid.columnBounds[column]!
    const last = lastSecondOf(grid, column)
    if (to <= start || from >= last + SECOND) continue
    const one = last === start
    // beyond its first second the rows that begin are all of them, but for a range that lies within one second
    const low = from > start && (one || from < start + SECOND) ? from - start : 0
    const high = to < last + SECOND && (one || to > last) ? to - last : SECOND
    parts.push({ column, low: (low / SECOND) * grid.rows, high: (high / SECOND) * grid.rows })
  }
  return parts
}

/** Events from one cell to another in the order of time, both included. */
export function countOfCells({ cells, columns, rows }: HeatGrid, a: Cell, b: Cell): number {
  const [first, last] = [a, b].map(({ column, row }) => column * rows + row).sort((x, y) => x - y)
  let count = 0
  for (let place = first!; place <= last!; place += 1) {
    count += cells[(place % rows) * columns + Math.floor(place / rows)] ?? 0
  }
  return count
}

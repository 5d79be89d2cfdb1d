/** Rectangles of a latency heatmap as time and latency and back. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { Tick } from '../canvas/ticks.ts'
import { type Cell, countAt, type HeatGrid } from './heat-grid.ts'

export interface TimeAndLatency {
  readonly time: Range
  readonly latency: Range
}

/** From one corner to the other, both cells included. */
export function rangesOfCells({ columnBounds, rowBounds }: HeatGrid, a: Cell, b: Cell): TimeAndLatency {
  return {
    time: {
      from: Math.floor(columnBounds[Math.min(a.column, b.column)]!),
      to: Math.ceil(columnBounds[Math.max(a.column, b.column) + 1]!),
    },
    latency: {
      from: Math.floor(rowBounds[Math.min(a.row, b.row)]!),
      to: Math.ceil(rowBounds[Math.max(a.row, b.row) + 1]!),
    },
  }
}

/** Calls in the rectangle between two corners, both included. */
export function countOfRectangle(grid: HeatGrid, a: Cell, b: Cell): number {
  let count = 0
  for (let row = Math.min(a.row, b.row); row <= Math.max(a.row, b.row); row += 1) {
    for (let column = Math.min(a.column, b.column); column <= Math.max(a.column, b.column); column += 1)
      count += countAt(grid, { column, row })
  }
  return count
}

/** Where a value lies among bounds, as index and fraction: 2.5 is in the middle of the third. Clamped to them. */
export function placeAmong(bounds: Float64Array, value: number, by: 'linear' | 'log'): number {
  const last = bounds.length - 1
  if (last < 1 || value <= bounds[0]!) return 0
  if (value >= bounds[last]!) return last
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (bounds[middle]! <= value) low = middle
    else high = middle
  }
  const [from, to] = [bounds[low]!, bounds[low + 1]!]
  return (
    low +
    (by === 'log' && from > 0 ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from))
  )
}

/** Which rows an axis shows, as rows and fractions beyond them: rows are equally high on a log axis. */
export function rowsInSight({ rowBounds, rows }: HeatGrid, axis: Range): { low: number; high: number } {
  const [first, last] = [Math.max(rowBounds[0] ?? 1, 1), rowBounds[rows] ?? 1]
  const row = Math.log(last / first) / Math.max(rows, 1)
  if (!(row > 0) || !(axis.from > 0)) return { low: 0, high: Math.max(rows, 1) }
  return {
    low: Math.min(Math.log(axis.from / first) / row, 0),
    high: Math.max(Math.log(axis.to / first) / row, rows),
  }
}

export interface PlacedTick {
  readonly label: string
  /** in rows from the bottom, as a fraction */
  readonly row: number
}

/** Ticks with words that lie within the rows, none closer to another than `least` rows. */
export function placeTicks({ rowBounds }: HeatGrid, ticks: readonly Tick[], least: number): PlacedTick[] {
  const placed: PlacedTick[] = []
  for (const { value, label } of ticks) {
    if (label === '' || value < rowBounds[0]! || value > rowBounds[rowBounds.length - 1]!) continue
    const row = placeAmong(rowBounds, value, 'log')
    const before = placed.at(-1)
    if (!before || row - before.row >= least) placed.push({ label, row })
  }
  return placed
}

/** Cells of the latency heatmap, in words. */
import { formatAmount } from '../../format/number.ts'
import { formatQuantity } from '../../format/quantity.ts'
import type { Cell, HeatGrid } from '../heatmap/heat-grid.ts'
import { countOfRectangle, rangesOfCells } from '../heatmap/latency-cells.ts'
import { describeTime } from '../selection/describe-selection.ts'

export const sayLatency = ({ rowBounds, unit }: HeatGrid, row: number): string =>
  `${formatQuantity(rowBounds[row]!, unit)} to ${formatQuantity(rowBounds[row + 1]!, unit)}`

export const sayWhen = ({ columnBounds }: HeatGrid, column: number): string =>
  describeTime(columnBounds[column]!, columnBounds[column + 1]!)

export const describeLatencyCell = (grid: HeatGrid, cell: Cell): string[] =>
  describeRectangle(grid, cell, cell)

/** From one corner to the other. */
export function describeRectangle(grid: HeatGrid, a: Cell, b: Cell): string[] {
  const { time, latency } = rangesOfCells(grid, a, b)
  return [
    formatAmount(countOfRectangle(grid, a, b), 'call'),
    `of ${formatQuantity(latency.from, grid.unit)} to ${formatQuantity(latency.to, grid.unit)}`,
    `at ${describeTime(time.from, time.to)}`,
  ]
}

/** Cells of the latency heatmap, in words. */
import { formatAmount } from '../../format/number.ts'
import { formatQuantity } from '../../format/quantity.ts'
import { type Cell, countAt, type HeatGrid } from '../heatmap/heat-grid.ts'
import { describeTime } from '../selection/describe-selection.ts'

export const sayLatency = ({ rowBounds, unit }: HeatGrid, row: number): string =>
  `${formatQuantity(rowBounds[row]!, unit)} to ${formatQuantity(rowBounds[row + 1]!, unit)}`

export const sayWhen = ({ columnBounds }: HeatGrid, column: number): string =>
  describeTime(columnBounds[column]!, columnBounds[column + 1]!)

export const describeLatencyCell = (grid: HeatGrid, cell: Cell): string[] => [
  formatAmount(countAt(grid, cell), 'call'),
  `of ${sayLatency(grid, cell.row)}`,
  `at ${sayWhen(grid, cell.column)}`,
]

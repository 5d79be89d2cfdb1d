/** Cells of the heatmap of seconds, in words. */
import { formatAmount } from '../../format/number.ts'
import { type Cell, countAt, type HeatGrid } from '../heatmap/heat-grid.ts'
import { countOfCells, timeOfCells } from '../heatmap/second-cells.ts'
import { describeTime } from '../selection/describe-selection.ts'

const SECOND = 1e9

export const sayOffset = ({ rowBounds }: HeatGrid, row: number): string =>
  describeTime(rowBounds[row]!, rowBounds[row + 1]!)

export function saySeconds({ columnBounds }: HeatGrid, column: number): string {
  const [from, to] = [columnBounds[column]! / SECOND, columnBounds[column + 1]! / SECOND]
  return to - from <= 1 ? `second ${Math.floor(from)}` : `seconds ${Math.floor(from)} to ${Math.ceil(to) - 1}`
}

/** How much, and when: within one second the moment itself, of several the part of each. */
export function describeSecondCell(grid: HeatGrid, cell: Cell, noun: string): string[] {
  const several = grid.columnBounds[cell.column + 1]! - grid.columnBounds[cell.column]! > SECOND
  const { from, to } = timeOfCells(grid, cell, cell)
  return [
    formatAmount(countAt(grid, cell), noun),
    several
      ? `${saySeconds(grid, cell.column)}, ${sayOffset(grid, cell.row)} into each`
      : describeTime(from, to),
  ]
}

/** From one cell to another. */
export function describeSeconds(grid: HeatGrid, a: Cell, b: Cell, noun: string): string[] {
  const { from, to } = timeOfCells(grid, a, b)
  return [formatAmount(countOfCells(grid, a, b), noun), describeTime(from, to)]
}

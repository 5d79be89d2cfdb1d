/** A cell of the heatmap of seconds in the inspector. */
import type { Range } from '../../../shared/contract/selection.ts'
import { formatCount, formatExact, formatShare } from '../../format/number.ts'
import { type Cell, countAt, type HeatGrid } from '../heatmap/heat-grid.ts'
import type { Card } from '../inspector/inspect-store.ts'
import { describeSecondCell, saySeconds } from './second-words.ts'

export interface SecondCardActions {
  readonly noun: string
  readonly timeOf: (a: Cell, b: Cell) => Range
  readonly onBrush: (time: Range) => void
}

export function secondCard(grid: HeatGrid, cell: Cell, { noun, timeOf, onBrush }: SecondCardActions): Card {
  const count = countAt(grid, cell)
  let column = 0
  for (let row = 0; row < grid.rows; row += 1) column += countAt(grid, { column: cell.column, row })
  const last = grid.rows - 1
  const all = (row: number): Cell => ({ column: cell.column, row })
  return {
    kind: 'Moment',
    title: describeSecondCell(grid, cell, noun)[1] ?? '',
    facts: [
      { label: noun === 'sample' ? 'Samples' : 'Calls', text: formatCount(count), exact: formatExact(count) },
      { label: 'Of all', text: formatShare(count / (grid.count || 1)) },
      {
        label: `In ${saySeconds(grid, cell.column)}`,
        text: formatCount(column),
        exact: formatExact(column),
      },
    ],
    actions: [
      { title: 'Only this moment', run: () => onBrush(timeOf(cell, cell)) },
      { title: `Only ${saySeconds(grid, cell.column)}`, run: () => onBrush(timeOf(all(0), all(last))) },
    ],
  }
}

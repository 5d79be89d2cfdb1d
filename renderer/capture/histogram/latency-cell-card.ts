/** A cell of the latency heatmap in the inspector. */
import type { Range } from '../../../shared/contract/selection.ts'
import { formatCount, formatExact, formatShare } from '../../format/number.ts'
import { type Cell, countAt, type HeatGrid } from '../heatmap/heat-grid.ts'
import { rangesOfCells } from '../heatmap/latency-cells.ts'
import type { Card } from '../inspector/inspect-store.ts'
import { sayLatency, sayWhen } from './latency-cell-words.ts'

export function latencyCellCard(
  grid: HeatGrid,
  cell: Cell,
  select: (change: { time?: Range; latency?: Range }) => void,
): Card {
  const count = countAt(grid, cell)
  let slower = 0
  for (let row = cell.row; row < grid.rows; row += 1) slower += countAt(grid, { column: cell.column, row })
  const { time, latency } = rangesOfCells(grid, cell, cell)
  return {
    kind: 'Calls',
    title: `${sayLatency(grid, cell.row)} at ${sayWhen(grid, cell.column)}`,
    facts: [
      { label: 'Calls', text: formatCount(count), exact: formatExact(count) },
      { label: 'Of all', text: formatShare(count / (grid.count || 1)) },
      { label: 'This slow or slower then', text: formatCount(slower), exact: formatExact(slower) },
    ],
    actions: [
      { title: 'Only these', run: () => select({ time, latency }) },
      { title: 'Only this time', run: () => select({ time }) },
      { title: 'Only this latency', run: () => select({ latency }) },
    ],
  }
}

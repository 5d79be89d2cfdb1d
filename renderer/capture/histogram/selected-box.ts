/** What is selected of time and latency, as a rectangle on the heatmap. */
import type { Range } from '../../../shared/contract/selection.ts'
import { type Box, type HeatGrid, type HeatLayout, rowEdge } from '../heatmap/heat-grid.ts'
import { placeAmong } from '../heatmap/latency-cells.ts'
import { toPixel } from '../timeline/time-range.ts'

/** A range of one of the two goes over all of the other; [] where nothing is selected or it is out of sight. */
export function selectedBox(
  grid: HeatGrid,
  layout: HeatLayout,
  time: Range | undefined,
  latency: Range | undefined,
): Box[] {
  if (!time && !latency) return []
  const { scale } = layout
  const left = time ? Math.max(toPixel(scale, time.from), 0) : 0
  const right = time ? Math.min(toPixel(scale, time.to), scale.width) : scale.width
  const low = latency ? placeAmong(grid.rowBounds, latency.from, 'log') : 0
  const high = latency ? placeAmong(grid.rowBounds, latency.to, 'log') : grid.rows
  if (right <= 0 || left >= scale.width || high <= low) return []
  const [top, bottom] = [rowEdge(grid, layout, high), rowEdge(grid, layout, low)]
  return [{ left, top, width: Math.max(right - left, 1), height: Math.max(bottom - top, 1) }]
}

/** The axes of a latency heatmap: time below, latency at the left. */
import type { Range } from '../../../shared/contract/selection.ts'
import { formatQuantity } from '../../format/quantity.ts'
import type { Palette } from '../canvas/palette.ts'
import { durationLabel, logTicks, timeTicks } from '../canvas/ticks.ts'
import { type HeatGrid, type HeatLayout, rowEdge } from '../heatmap/heat-grid.ts'
import { placeTicks } from '../heatmap/latency-cells.ts'
import { toPixel } from '../timeline/time-range.ts'

/** Room around the cells, in CSS pixels. */
export const margins = { left: 56, right: 14, top: 8, bottom: 24 }

/** px between two words on the latency axis */
const LINE = 16

export function drawLatencyAxes(
  context: CanvasRenderingContext2D,
  grid: HeatGrid,
  layout: HeatLayout,
  time: Range,
  palette: Palette,
): void {
  context.save()
  context.translate(margins.left, margins.top)
  context.fillStyle = palette.hover
  context.fillRect(0, 0, layout.scale.width, layout.height)
  context.font = palette.smallFont
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  const label = grid.unit === 'ns' ? durationLabel : (value: number) => formatQuantity(value, grid.unit)
  const bounds = grid.rowBounds
  const ticks = logTicks(Math.max(bounds[0] ?? 0, 1e-9), bounds[bounds.length - 1] ?? 0, label)
  for (const { label: words, row } of placeTicks(grid, ticks, LINE / rowHeight(grid, layout))) {
    const y = Math.round(rowEdge(grid, layout, row))
    context.fillStyle = palette.border
    context.fillRect(-4, y, 4, 1)
    context.fillStyle = palette.muted
    context.fillText(words, -7, y)
  }
  context.textAlign = 'center'
  context.textBaseline = 'top'
  for (const { value, label: words } of timeTicks(
    time.from,
    time.to,
    Math.max(2, Math.floor(layout.scale.width / 90)),
  )) {
    const x = Math.round(toPixel(layout.scale, value))
    context.fillStyle = palette.border
    context.fillRect(x, layout.height, 1, 4)
    const half = context.measureText(words).width / 2
    context.fillStyle = palette.muted
    context.fillText(
      words,
      Math.min(Math.max(x, half - margins.left), layout.scale.width + margins.right - half),
      layout.height + 7,
    )
  }
  context.fillStyle = palette.border
  context.fillRect(-1, 0, 1, layout.height)
  context.fillRect(0, layout.height, layout.scale.width, 1)
  context.restore()
}

const rowHeight = (grid: HeatGrid, layout: HeatLayout): number =>
  rowEdge(grid, layout, 0) - rowEdge(grid, layout, 1)

/** What a pin keeps of a latency heatmap. */
import type { Range } from '../../../shared/contract/selection.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatCount } from '../../format/number.ts'
import type { Palette } from '../canvas/palette.ts'
import { paintPng, type Size } from '../canvas/use-canvas.ts'
import type { PinnedPart } from '../findings/make-pin.ts'
import { drawHeatCells, drawHeatMarks } from '../heatmap/draw-heatmap.ts'
import type { HeatGrid } from '../heatmap/heat-grid.ts'
import { drawLatencyAxes, margins } from './draw-latency-axes.ts'
import { layOutLatency } from './latency-heatmap.tsx'
import { selectedBox } from './selected-box.ts'

export interface PinnedLatencyHeatmap {
  readonly grid: HeatGrid
  readonly time: Range
  readonly latency: Range
  readonly selected: { readonly time?: Range | undefined; readonly latency?: Range | undefined }
  readonly size: Size
}

const FOOT = 18

export async function pinLatencyHeatmap(
  { grid, time, latency, selected, size }: PinnedLatencyHeatmap,
  palette: Palette,
): Promise<PinnedPart> {
  const picture = { width: Math.max(size.width, 480), height: Math.max(size.height, 220) }
  const layout = layOutLatency(grid, { time, latency }, picture)
  const bytes = await paintPng({ width: picture.width, height: picture.height + FOOT }, (context) => {
    context.fillStyle = palette.surface
    context.fillRect(0, 0, picture.width, picture.height + FOOT)
    drawLatencyAxes(context, grid, layout, time, palette)
    context.save()
    context.translate(margins.left, margins.top)
    drawHeatCells(context, grid, layout, palette)
    const boxes = selectedBox(grid, layout, selected.time, selected.latency)
    drawHeatMarks(context, { selected: boxes, brush: null, cursor: null }, palette)
    context.restore()
    context.font = palette.smallFont
    context.textBaseline = 'middle'
    context.fillStyle = palette.muted
    context.fillText(
      `1 to ${formatCount(grid.most)} calls in a cell`,
      margins.left,
      picture.height + FOOT / 2,
    )
  })
  return {
    numbers: [
      { label: 'calls', text: formatCount(grid.count), exact: grid.count },
      { label: 'most in a cell', text: formatCount(grid.most), exact: grid.most },
      { label: 'from', text: formatDuration(time.from), exact: time.from },
      { label: 'to', text: formatDuration(time.to), exact: time.to },
    ],
    picture: { mediaType: 'image/png', bytes },
  }
}

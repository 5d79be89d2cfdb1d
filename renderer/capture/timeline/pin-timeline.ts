/** What a pin keeps of a timeline: the overview, and the lanes with their labels, as one picture. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { TimelineResult } from '../../../shared/contract/views.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatCount } from '../../format/number.ts'
import { formatQuantity } from '../../format/quantity.ts'
import type { Palette } from '../canvas/palette.ts'
import { timeTicks } from '../canvas/ticks.ts'
import { paintPng } from '../canvas/use-canvas.ts'
import type { PinnedPart } from '../findings/make-pin.ts'
import { drawHeatCells, drawHeatMarks } from '../heatmap/draw-heatmap.ts'
import { boxOf, type HeatGrid, type HeatLayout } from '../heatmap/heat-grid.ts'
import { partsOfTime } from '../heatmap/second-cells.ts'
import { drawLanes, mostInColumn } from './draw-lanes.ts'
import { drawOverview } from './draw-overview.ts'
import { latencyBounds } from './latency-bounds.ts'
import { span, toPixel } from './time-range.ts'

export interface PinnedTimeline {
  readonly timeline: TimelineResult
  readonly answered: Range
  readonly bounds: Range
  readonly selected: Range | undefined
  readonly width: number
  /** 'sample' or 'slow call' */
  readonly noun: string
  readonly total: number
  /** second by second, where that is what stands above the lanes */
  readonly grid: HeatGrid | null
}

const LABELS = 180
const ACTIVITY = 40
const HEATMAP = 112
const AXIS = 20
const ROW = 22
const MOST_ROWS = 24

export async function pinTimeline(pinned: PinnedTimeline, palette: Palette): Promise<PinnedPart> {
  const { timeline, answered, bounds, selected, width } = pinned
  const rows = Math.min(timeline.lanes.length, MOST_ROWS)
  const overview = pinned.grid ? HEATMAP : ACTIVITY
  const height = overview + AXIS + rows * ROW + 24
  const bytes = await paintPng({ width: LABELS + width, height }, (context) => {
    context.fillStyle = palette.surface
    context.fillRect(0, 0, LABELS + width, height)
    context.font = palette.smallFont
    context.textBaseline = 'middle'
    context.save()
    context.translate(LABELS, 0)
    if (pinned.grid) drawSeconds(context, pinned.grid, pinned, palette)
    else
      drawOverview(
        context,
        {
          counts: timeline.overview,
          counted: bounds,
          scale: { range: bounds, width },
          height: overview,
          shown: answered,
          selected,
          brush: null,
        },
        palette,
      )
    const scale = { range: answered, width }
    const ticks = timeTicks(answered.from, answered.to, Math.floor(width / 90))
    context.fillStyle = palette.muted
    for (const { value, label } of ticks)
      context.fillText(label, toPixel(scale, value) + 4, overview + AXIS / 2)
    context.translate(0, overview + AXIS)
    drawLanes(
      context,
      {
        timeline,
        answered,
        scale,
        height: rows * ROW,
        rowHeight: ROW,
        scrolled: 0,
        ticks,
        selected,
        brush: null,
        hovered: null,
        most: mostInColumn(timeline),
        latency: latencyBounds(timeline),
      },
      palette,
    )
    context.restore()
    if (pinned.grid) sayScale(context, pinned.grid, pinned.noun, palette)
    context.font = palette.smallFont
    context.textBaseline = 'middle'
    for (const [lane, { thread, tid }] of timeline.lanes.slice(0, rows).entries()) {
      context.fillStyle = palette.text
      context.fillText(`${thread} ${tid}`.slice(0, 28), 8, overview + AXIS + lane * ROW + ROW / 2)
    }
    const left = timeline.lanes.length - rows + timeline.omittedLanes
    context.fillStyle = palette.muted
    if (left > 0) context.fillText(`${left} more threads are not in this picture`, 8, height - 12)
  })
  const busiest = timeline.lanes[0]
  return {
    numbers: [
      { label: `${pinned.noun}s`, text: formatCount(pinned.total), exact: pinned.total },
      { label: 'from', text: formatDuration(answered.from), exact: answered.from },
      { label: 'to', text: formatDuration(answered.to), exact: answered.to },
      ...(selected
        ? [{ label: 'selected time', text: formatDuration(span(selected)), exact: span(selected) }]
        : []),
      ...(busiest
        ? [
            {
              label: `in ${busiest.thread} ${busiest.tid}`,
              text: formatQuantity(busiest.weight, timeline.unit),
              exact: busiest.weight,
            },
          ]
        : []),
    ],
    picture: { mediaType: 'image/png', bytes },
  }
}

function drawSeconds(
  context: CanvasRenderingContext2D,
  grid: HeatGrid,
  { bounds, selected, width }: PinnedTimeline,
  palette: Palette,
): void {
  const layout: HeatLayout = { scale: { range: bounds, width }, height: HEATMAP - 4 }
  context.fillStyle = palette.hover
  context.fillRect(0, 0, toPixel(layout.scale, grid.columnBounds[grid.columns] ?? bounds.to), layout.height)
  drawHeatCells(context, grid, layout, palette)
  const boxes = selected
    ? partsOfTime(grid, selected).map(({ column, low, high }) =>
        boxOf(grid, layout, { from: column, to: column + 1 }, { low, high }),
      )
    : []
  drawHeatMarks(context, { selected: boxes, brush: null, cursor: null }, palette)
}

/** Beside the heatmap: what its axes are, and how many the strongest colour stands for. */
function sayScale(context: CanvasRenderingContext2D, grid: HeatGrid, noun: string, palette: Palette): void {
  context.font = palette.smallFont
  context.textBaseline = 'middle'
  context.fillStyle = palette.muted
  context.fillText('second by second, 0 to 1 s up', 8, 10)
  context.fillText(`1 to ${formatCount(grid.most)} ${noun}s in a cell`, 8, 28)
}

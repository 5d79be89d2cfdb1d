/** Lanes by thread: slices as bars coloured by latency, samples as density. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { TimelineResult } from '../../../shared/contract/views.ts'
import { formatCount } from '../../format/number.ts'
import type { Palette } from '../canvas/palette.ts'
import type { Tick } from '../canvas/ticks.ts'
import { marksOfLane } from './find-mark.ts'
import { latencyShare } from './latency-colour.ts'
import { type LinearScale, toPixel } from './time-range.ts'

export interface LanesPicture {
  readonly timeline: TimelineResult
  /** the axis that `timeline` was asked for: while a new one is on its way, the old is drawn stretched */
  readonly answered: Range
  readonly scale: LinearScale
  readonly height: number
  readonly rowHeight: number
  /** pixels scrolled off at the top */
  readonly scrolled: number
  readonly ticks: readonly Tick[]
  readonly selected: Range | undefined
  readonly brush: Range | null
  readonly hovered: { readonly lane: number; readonly mark: number } | null
  /** samples in the fullest column of any lane */
  readonly most: number
  /** bounds of the latency scale in ns, from > 0 */
  readonly latency: Range
}

export const mostInColumn = ({ cells }: TimelineResult): number => {
  let most = 0
  for (const count of cells) if (count > most) most = count
  return most
}

export function drawLanes(context: CanvasRenderingContext2D, picture: LanesPicture, palette: Palette): void {
  const { scale, height, rowHeight, scrolled, timeline } = picture
  context.fillStyle = palette.grid
  for (const { value } of picture.ticks) {
    context.fillRect(Math.round(toPixel(scale, value)), 0, 1, height)
  }
  const first = Math.max(0, Math.floor(scrolled / rowHeight))
  const last = Math.min(timeline.lanes.length, Math.ceil((scrolled + height) / rowHeight))
  for (let lane = first; lane < last; lane += 1) {
    const top = lane * rowHeight - scrolled
    if (picture.hovered?.lane === lane) {
      context.fillStyle = palette.hover
      context.fillRect(0, top, scale.width, rowHeight)
    }
    if (timeline.streamKind === 'slices') drawSlices(context, picture, palette, lane, top)
    else drawSamples(context, picture, palette, lane, top)
    context.fillStyle = palette.grid
    context.fillRect(0, top + rowHeight - 1, scale.width, 1)
  }
  drawBrush(context, picture, palette)
}

function drawSlices(
  context: CanvasRenderingContext2D,
  { timeline, scale, rowHeight, latency, hovered }: LanesPicture,
  palette: Palette,
  lane: number,
  top: number,
): void {
  const [from, to] = marksOfLane(timeline, lane)
  for (let index = from; index < to; index += 1) {
    const x = toPixel(scale, timeline.markStart[index]!)
    const end = toPixel(scale, timeline.markStart[index]! + timeline.markDuration[index]!)
    if (end < -1 || x > scale.width + 1) continue
    const left = Math.max(x, -2)
    const width = Math.max(Math.min(end, scale.width + 2) - left, 1.5)
    const share = latencyShare(timeline.markLongest[index]!, latency)
    context.fillStyle = palette.latency(share)
    context.fillRect(left, top + 3, width, rowHeight - 7)
    if (hovered?.lane === lane && hovered.mark === index) {
      context.strokeStyle = palette.text
      context.lineWidth = 1.5
      context.strokeRect(left - 1, top + 2, width + 2, rowHeight - 5)
    }
    if (width > 70) {
      context.font = palette.smallFont
      context.fillStyle = palette.onLatency(share)
      context.save()
      context.beginPath()
      context.rect(left, top, width - 4, rowHeight)
      context.clip()
      context.fillText(wordsOf(timeline, index), Math.max(left, 0) + 4, top + rowHeight - 7)
      context.restore()
    }
  }
}

/** What was merged says how many it is, and which call took longest. */
function wordsOf({ names, markName, markCount }: TimelineResult, mark: number): string {
  const name = names[markName[mark]!] ?? ''
  return markCount[mark] === 1 ? name : `${formatCount(markCount[mark]!)} × ${name}`
}

function drawSamples(
  context: CanvasRenderingContext2D,
  { timeline, scale, rowHeight, answered, most }: LanesPicture,
  palette: Palette,
  lane: number,
  top: number,
): void {
  const lanes = timeline.lanes.length
  const columns = lanes === 0 ? 0 : timeline.cells.length / lanes
  const step = (answered.to - answered.from) / columns
  const left = toPixel(scale, answered.from)
  const column = toPixel(scale, answered.from + step) - left
  const room = rowHeight - 6
  context.fillStyle = palette.density
  for (let index = 0; index < columns; index += 1) {
    const count = timeline.cells[lane * columns + index]!
    if (count === 0) continue
    const x = left + index * column
    if (x > scale.width || x + column < 0) continue
    // one sample is a tick of its own height; more samples in a column are taller
    const bar = Math.max((count / most) * room, room * 0.4)
    context.fillRect(x, top + rowHeight - 3 - bar, Math.max(column, 1), bar)
  }
}

function drawBrush(
  context: CanvasRenderingContext2D,
  { scale, height, selected, brush }: LanesPicture,
  palette: Palette,
): void {
  for (const marked of [selected, brush]) {
    if (!marked) continue
    const [from, to] = [toPixel(scale, marked.from), toPixel(scale, marked.to)]
    context.fillStyle = palette.selection
    context.fillRect(from, 0, Math.max(to - from, 1), height)
    context.fillStyle = palette.accent
    context.fillRect(from, 0, 1, height)
    context.fillRect(to - 1, 0, 1, height)
  }
}

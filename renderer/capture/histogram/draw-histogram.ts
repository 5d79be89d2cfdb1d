/** Layers of buckets on their axis, the brush on top, and the quantiles as marks. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { HistogramLayer, Quantiles } from '../../../shared/contract/views.ts'
import type { Palette } from '../canvas/palette.ts'
import { countTicks, linearTicks, logTicks } from '../canvas/ticks.ts'
import { latencyShare } from '../timeline/latency-colour.ts'
import { type LatencyScale, toHeight, toPixel } from './latency-scale.ts'
import { joinLabels, layOutLabels } from './lay-out-labels.ts'

export interface HistogramPicture {
  readonly layers: readonly HistogramLayer[]
  readonly scale: LatencyScale
  /** ends of the colours, which are logarithmic whatever the axis: a latency keeps its colour */
  readonly colours: Range
  readonly height: number
  readonly counts: 'linear' | 'log'
  /** counts of the other capture in Compare included, so that heights compare */
  readonly most: number
  readonly selected: Range | undefined
  readonly brush: Range | null
  readonly quantiles: Quantiles | null
  readonly hovered: { readonly layer: number; readonly bucket: number } | null
  readonly unit: string
  readonly label: (value: number) => string
}

/** Room around the bars, in CSS pixels. */
export const margins = { left: 44, right: 14, top: 26, bottom: 24 }

export const mostOf = (layers: readonly HistogramLayer[]): number =>
  layers.reduce((most, { count }) => count.reduce((a, b) => Math.max(a, b), most), 0)

/** `width` of the scale is that of the bars, without the margins. */
export function drawHistogram(
  context: CanvasRenderingContext2D,
  picture: HistogramPicture,
  palette: Palette,
): void {
  const { scale, height } = picture
  const room = height - margins.top - margins.bottom
  if (room <= 10 || scale.width <= 10) return
  context.save()
  context.translate(margins.left, margins.top)
  drawGrid(context, picture, room, palette)
  for (const [index, layer] of picture.layers.entries())
    drawLayer(context, picture, layer, index, room, palette)
  drawBrush(context, picture, room, palette)
  if (picture.quantiles) drawQuantiles(context, picture, picture.quantiles, room, palette)
  context.restore()
}

function drawGrid(
  context: CanvasRenderingContext2D,
  { scale, counts, most, unit, label }: HistogramPicture,
  room: number,
  palette: Palette,
): void {
  context.font = palette.smallFont
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  for (const { value, label: words } of countTicks(most, counts, Math.max(2, Math.floor(room / 36)))) {
    const y = Math.round(room - toHeight(value, most, room, counts)) + 0.5
    context.fillStyle = palette.grid
    context.fillRect(0, y - 0.5, scale.width, 1)
    context.fillStyle = palette.muted
    context.fillText(words, -6, y)
  }
  context.textAlign = 'center'
  context.textBaseline = 'top'
  let free = Number.NEGATIVE_INFINITY
  const ticks =
    scale.kind === 'linear'
      ? linearTicks(scale.domain.to, Math.max(2, Math.floor(scale.width / 80)), unit, label)
      : logTicks(scale.domain.from, scale.domain.to, label)
  for (const { value, label: words } of ticks) {
    const x = Math.round(toPixel(scale, value))
    context.fillStyle = palette.border
    context.fillRect(x, room, 1, words ? 5 : 3)
    const half = context.measureText(words).width / 2
    if (!words || x - half < free) continue
    context.fillStyle = palette.muted
    context.fillText(
      words,
      Math.min(Math.max(x, half - margins.left), scale.width + margins.right - half),
      room + 8,
    )
    free = x + half + 10
  }
  context.fillStyle = palette.border
  context.fillRect(0, room, scale.width, 1)
}

function drawLayer(
  context: CanvasRenderingContext2D,
  { scale, colours, counts, most, hovered, selected }: HistogramPicture,
  layer: HistogramLayer,
  index: number,
  room: number,
  palette: Palette,
): void {
  const events = layer.source === 'events'
  for (let bucket = 0; bucket < layer.count.length; bucket += 1) {
    const count = layer.count[bucket]!
    if (count === 0) continue
    const left = toPixel(scale, layer.low[bucket]!)
    // the last bucket of a tool may have no end
    const right = Math.min(toPixel(scale, layer.high[bucket]!), scale.width)
    const bar = toHeight(count, most, room, counts)
    const gap = right - left > 4 ? 1 : 0
    const middle = middleOf(scale, layer.low[bucket]!, Math.min(layer.high[bucket]!, scale.domain.to))
    const outside = selected && (layer.high[bucket]! <= selected.from || layer.low[bucket]! >= selected.to)
    context.globalAlpha = outside ? 0.35 : 1
    context.fillStyle = events ? palette.latency(latencyShare(middle, colours)) : palette.backdrop
    context.fillRect(left, room - bar, Math.max(right - left - gap, 1), bar)
    if (!events) {
      context.fillStyle = palette.backdropEdge
      context.fillRect(left, room - bar, Math.max(right - left - gap, 1), 1)
    }
    context.globalAlpha = 1
    if (hovered?.layer === index && hovered.bucket === bucket) {
      context.strokeStyle = palette.text
      context.strokeRect(left + 0.5, room - bar + 0.5, Math.max(right - left - gap - 1, 1), bar - 1)
    }
  }
}

const middleOf = ({ kind }: LatencyScale, low: number, high: number): number =>
  kind === 'linear' ? (low + high) / 2 : Math.sqrt(Math.max(low, 1) * Math.max(high, 1))

function drawBrush(
  context: CanvasRenderingContext2D,
  { scale, selected, brush }: HistogramPicture,
  room: number,
  palette: Palette,
): void {
  for (const marked of [selected, brush]) {
    if (!marked) continue
    const [from, to] = [toPixel(scale, marked.from), Math.min(toPixel(scale, marked.to), scale.width)]
    context.fillStyle = palette.selection
    context.fillRect(from, 0, Math.max(to - from, 1), room)
    context.fillStyle = palette.accent
    context.fillRect(from, 0, 1, room)
    context.fillRect(to - 1, 0, 1, room)
  }
}

/** Names stand in one row; a line leads from each to its mark. */
function drawQuantiles(
  context: CanvasRenderingContext2D,
  { scale }: HistogramPicture,
  { p50, p90, p99, max }: Quantiles,
  room: number,
  palette: Palette,
): void {
  const marks = Object.entries({ p50, p90, p99, max }).map(([text, value]) => ({
    text,
    at: Math.min(Math.round(toPixel(scale, value)), scale.width - 1),
  }))
  context.font = palette.smallFont
  context.textBaseline = 'alphabetic'
  context.textAlign = 'center'
  context.fillStyle = palette.text
  for (const { at } of marks) for (let y = 0; y < room; y += 5) context.fillRect(at, y, 1, 2)
  const labels = joinLabels(marks, SAME_PLACE).map((mark) => ({
    ...mark,
    width: context.measureText(mark.text).width,
  }))
  context.strokeStyle = palette.muted
  context.lineWidth = 1
  for (const { text, at, middle } of layOutLabels(
    labels,
    -margins.left,
    scale.width + margins.right - 2,
    8,
  )) {
    context.fillText(text, middle, -12)
    context.beginPath()
    context.moveTo(middle, -9)
    context.lineTo(at + 0.5, 0)
    context.stroke()
  }
}

/** px between marks that share a label */
const SAME_PLACE = 4

/** The bucket at a place, the topmost layer first; null between them. */
export function findBucket(
  layers: readonly HistogramLayer[],
  value: number,
): { readonly layer: number; readonly bucket: number } | null {
  for (let layer = layers.length - 1; layer >= 0; layer -= 1) {
    const { low, high, count } = layers[layer]!
    for (let bucket = 0; bucket < low.length; bucket += 1) {
      if (value >= low[bucket]! && value < high[bucket]! && count[bucket]! > 0) return { layer, bucket }
    }
  }
  return null
}

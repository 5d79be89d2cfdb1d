/** The whole capture as a density: how many samples or slices in each column. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { Palette } from '../canvas/palette.ts'
import { type LinearScale, toPixel } from './time-range.ts'

export interface OverviewPicture {
  readonly counts: Float64Array
  /** what the counts span */
  readonly counted: Range
  readonly scale: LinearScale
  readonly height: number
  /** what the lanes show */
  readonly shown: Range
  readonly selected: Range | undefined
  /** a brush in the making */
  readonly brush: Range | null
}

export function drawOverview(
  context: CanvasRenderingContext2D,
  { counts, counted, scale, height, shown, selected, brush }: OverviewPicture,
  palette: Palette,
): void {
  const most = counts.reduce((a, b) => Math.max(a, b), 0)
  const start = toPixel(scale, counted.from)
  const column = (toPixel(scale, counted.to) - start) / Math.max(counts.length, 1)
  const floor = height - 1
  context.fillStyle = palette.border
  context.fillRect(0, floor, scale.width, 1)
  context.fillStyle = palette.density
  for (let index = 0; index < counts.length; index += 1) {
    const count = counts[index]!
    if (count === 0) continue
    // a square root keeps a single slice visible beside a burst of thousands
    const bar = Math.max(Math.sqrt(count / most) * (floor - 4), 2)
    context.fillRect(start + index * column, floor - bar, Math.max(column - (column > 3 ? 1 : 0), 0.75), bar)
  }
  const [left, right] = [toPixel(scale, shown.from), toPixel(scale, shown.to)]
  context.fillStyle = palette.veil
  context.fillRect(0, 0, left, height)
  context.fillRect(right, 0, scale.width - right, height)
  for (const marked of [selected, brush]) {
    if (!marked) continue
    const [from, to] = [toPixel(scale, marked.from), toPixel(scale, marked.to)]
    context.fillStyle = palette.selection
    context.fillRect(from, 0, Math.max(to - from, 2), height)
    context.fillStyle = palette.accent
    context.fillRect(from, 0, Math.max(to - from, 2), 2)
  }
}

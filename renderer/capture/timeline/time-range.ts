/** Looking at a part of a time axis: zoom, pan and brush on ranges in ns. */
import type { Range } from '../../../shared/contract/selection.ts'

/** Below this a pixel is less than a nanosecond on any screen. */
export const SHORTEST = 2_000

export const span = ({ from, to }: Range): number => to - from

/** Within the bounds, keeping its span where that fits. */
export function clampRange(range: Range, bounds: Range): Range {
  const width = Math.min(Math.max(span(range), Math.min(SHORTEST, span(bounds))), span(bounds))
  const from = Math.min(Math.max(range.from, bounds.from), bounds.to - width)
  return { from, to: from + width }
}

/** factor < 1 zooms in; what is at `at` stays where it is on the screen. */
export function zoomRange(range: Range, at: number, factor: number, bounds: Range): Range {
  const limited = Math.max(factor, SHORTEST / span(range))
  return clampRange({ from: at - (at - range.from) * limited, to: at + (range.to - at) * limited }, bounds)
}

export function panRange(range: Range, by: number, bounds: Range): Range {
  return clampRange({ from: range.from + by, to: range.to + by }, bounds)
}

/** A drag from one place to another, in either direction; null when it was a click. */
export function brushRange(a: number, b: number, bounds: Range, least: number): Range | null {
  const from = Math.max(Math.min(a, b), bounds.from)
  const to = Math.min(Math.max(a, b), bounds.to)
  return to - from < Math.max(least, 1) ? null : { from: Math.floor(from), to: Math.ceil(to) }
}

/** Pixels of an axis that shows `range` on `width` pixels. */
export interface LinearScale {
  readonly range: Range
  readonly width: number
}
export const toPixel = ({ range, width }: LinearScale, time: number): number =>
  ((time - range.from) / (span(range) || 1)) * width
export const toTime = ({ range, width }: LinearScale, pixel: number): number =>
  range.from + (pixel / (width || 1)) * span(range)

/** A logarithmic axis: pixels to values and back, brushes, and steps of a keyboard handle. */
import type { Range } from '../../../shared/contract/selection.ts'

export interface LogScale {
  /** from > 0 */
  readonly domain: Range
  readonly width: number
}

export function toPixel({ domain, width }: LogScale, value: number): number {
  const span = Math.log(domain.to / domain.from)
  if (!(span > 0)) return 0
  return (Math.log(Math.max(value, domain.from) / domain.from) / span) * width
}

export function toValue({ domain, width }: LogScale, pixel: number): number {
  return domain.from * (domain.to / domain.from) ** (pixel / (width || 1))
}

/** A drag over the axis as [from, to) in whole units; null when it was a click. */
export function brushLatency(scale: LogScale, a: number, b: number, least = 3): Range | null {
  const [low, high] = [Math.max(Math.min(a, b), 0), Math.min(Math.max(a, b), scale.width)]
  if (high - low < least) return null
  return { from: Math.floor(toValue(scale, low)), to: Math.ceil(toValue(scale, high)) }
}

/** One end moved by so many steps of a fiftieth of the axis, never over the other end. */
export function moveEdge(scale: LogScale, range: Range, edge: 'from' | 'to', steps: number): Range {
  const factor = (scale.domain.to / scale.domain.from) ** (steps / 50)
  const moved = Math.round(range[edge] * factor)
  return edge === 'from'
    ? { from: Math.min(Math.max(moved, Math.floor(scale.domain.from)), range.to - 1), to: range.to }
    : { from: range.from, to: Math.max(Math.min(moved, Math.ceil(scale.domain.to)), range.from + 1) }
}

/** Height of a count: from 0 when linear; on a log axis one event is still seen. */
export function toHeight(count: number, most: number, height: number, scale: 'linear' | 'log'): number {
  if (!(count > 0 && most > 0)) return 0
  if (scale === 'linear') return Math.max((count / most) * height, 1)
  const floor = 0.5
  return (Math.log(Math.max(count, floor) / floor) / Math.log(Math.max(most, 1) / floor)) * height
}

/** Both captures of a comparison on one axis. */
export function unite(a: Range | null | undefined, b: Range | null | undefined): Range | null {
  if (!a || !b) return a ?? b ?? null
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) }
}

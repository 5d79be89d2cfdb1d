/** A latency axis, logarithmic or linear: pixels to values and back, brushes, and steps of a keyboard handle. */

import type { Range } from '../../../shared/contract/selection.ts'
import type { BucketScale } from '../../../shared/contract/views.ts'

export interface LatencyScale {
  /** from > 0 on a log axis */
  readonly domain: Range
  readonly width: number
  readonly kind: 'log' | 'linear'
}

/** Linear buckets are equally wide on a linear axis, which begins at nothing; all others on a log axis. */
export const latencyScale = (domain: Range, width: number, buckets: BucketScale): LatencyScale =>
  buckets === 'linear'
    ? { domain: { from: 0, to: domain.to }, width, kind: 'linear' }
    : { domain, width, kind: 'log' }

export function toPixel({ domain, width, kind }: LatencyScale, value: number): number {
  if (!(domain.to > domain.from)) return 0
  const above = Math.max(value, domain.from)
  return kind === 'linear'
    ? ((above - domain.from) / (domain.to - domain.from)) * width
    : (Math.log(above / domain.from) / Math.log(domain.to / domain.from)) * width
}

export function toValue({ domain, width, kind }: LatencyScale, pixel: number): number {
  const share = pixel / (width || 1)
  return kind === 'linear'
    ? domain.from + share * (domain.to - domain.from)
    : domain.from * (domain.to / domain.from) ** share
}

/** A drag over the axis as [from, to) in whole units; null when it was a click. */
export function brushLatency(scale: LatencyScale, a: number, b: number, least = 3): Range | null {
  const [low, high] = [Math.max(Math.min(a, b), 0), Math.min(Math.max(a, b), scale.width)]
  if (high - low < least) return null
  return { from: Math.floor(toValue(scale, low)), to: Math.ceil(toValue(scale, high)) }
}

/** One end moved by so many steps of a fiftieth of the axis, never over the other end. */
export function moveEdge(scale: LatencyScale, range: Range, edge: 'from' | 'to', steps: number): Range {
  const { domain, kind } = scale
  const moved = Math.round(
    kind === 'linear'
      ? range[edge] + ((domain.to - domain.from) * steps) / 50
      : range[edge] * (domain.to / domain.from) ** (steps / 50),
  )
  return edge === 'from'
    ? { from: Math.min(Math.max(moved, Math.floor(domain.from)), range.to - 1), to: range.to }
    : { from: range.from, to: Math.max(Math.min(moved, Math.ceil(domain.to)), range.from + 1) }
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

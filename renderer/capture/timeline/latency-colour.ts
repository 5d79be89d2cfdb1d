/** One sequential scale for latency, the same in the timeline and in the histogram. */
import type { Range } from '../../../shared/contract/selection.ts'

/** 0 at the shortest, 1 at the longest, logarithmic between. */
export function latencyShare(duration: number, { from, to }: Range): number {
  if (!(to > from) || !(from > 0)) return 0.5
  const share = Math.log(Math.max(duration, from) / from) / Math.log(to / from)
  return Math.min(Math.max(share, 0), 1)
}

/** Mixes between the colours of a ramp, given as [r, g, b] each. */
export function mixRamp(ramp: readonly (readonly [number, number, number])[], share: number): string {
  const at = Math.min(Math.max(share, 0), 1) * (ramp.length - 1)
  const low = ramp[Math.floor(at)] ?? [0, 0, 0]
  const high = ramp[Math.ceil(at)] ?? low
  const part = at - Math.floor(at)
  const channel = (index: 0 | 1 | 2) => Math.round(low[index] + (high[index] - low[index]) * part)
  return `rgb(${channel(0)} ${channel(1)} ${channel(2)})`
}

/** The bounds of a heatmap's columns and rows. */
import type { Range } from '../contract/selection.ts'

export type Bounds = Float64Array<ArrayBuffer>
export const SECOND = 1e9

/**
 * What the columns are of: absent, the whole capture, and what its file has before or after it. That ends behind its
 * last instant, which belongs to it.
 */
export function timeAxis(time: Range | undefined, captureDuration: number, starts: Float64Array): Range {
  const from = time?.from ?? Math.floor(Math.min(0, starts[0] ?? 0))
  const to = time?.to ?? Math.floor(Math.max(captureDuration, starts[starts.length - 1] ?? 0)) + 1
  return { from, to: Math.max(to, from + 1) }
}

/** Of equal width, as many as are asked for; none narrower than 1 ns. */
export function columnsOfTime({ from, to }: Range, most: number): Bounds {
  const columns = Math.max(1, Math.min(most, Math.floor(to - from)))
  return Float64Array.from({ length: columns + 1 }, (_, i) =>
    i === columns ? to : from + ((to - from) * i) / columns,
  )
}

/** Whole seconds since the capture's start, the same number in each: the least with which they are no more than `most`. */
export function columnsOfSeconds({ from, to }: Range, most: number): Bounds {
  const first = Math.floor(from / SECOND)
  const seconds = Math.max(1, Math.ceil(to / SECOND) - first)
  const each = Math.ceil(seconds / most)
  const columns = Math.ceil(seconds / each)
  return Float64Array.from({ length: columns + 1 }, (_, i) => (first + i * each) * SECOND)
}

/** A second in as many equal rows of whole nanoseconds as there may be. */
export function rowsOfSecond(most: number): Bounds {
  let rows = Math.min(most, SECOND)
  while (SECOND % rows !== 0) rows--
  return Float64Array.from({ length: rows + 1 }, (_, i) => (i * SECOND) / rows)
}

/**
 * Equally high on a log axis, from the least to just above the greatest duration; the first begins at 0 when there are
 * durations below 1. No more than there are whole units between.
 */
export function rowsOfLatency(least: number, greatest: number, most: number): Bounds {
  const low = Math.max(least, 1)
  const high = Math.max(greatest, low) + 1
  const rows = Math.max(1, Math.min(most, Math.ceil(high - low)))
  return Float64Array.from({ length: rows + 1 }, (_, i) =>
    i === 0 ? (least < 1 ? 0 : low) : i === rows ? high : low * (high / low) ** (i / rows),
  )
}

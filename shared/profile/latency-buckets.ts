/** Durations and distributions as buckets. */
import type { DistributionStream } from '../model/profile.ts'
import { type Durations, firstPlace } from './durations.ts'
import type { Buckets } from './quantiles.ts'

/** By ascending bounds, without empty buckets at the ends; the first and the last bucket hold what is outside of all. */
export function bucketDurations(durations: Durations, bounds: Float64Array<ArrayBuffer>): Buckets {
  if (durations.count === 0) return noBuckets
  const last = bounds.length - 2
  const bucketOf = (value: number): number =>
    Math.min(last, Math.max(0, firstPlace(bounds.length, (k) => bounds[k]! > value) - 1))
  const from = bucketOf(durations.nth(1))
  const to = bucketOf(durations.nth(durations.count)) + 1
  const count = new Float64Array(to - from)
  let before = 0
  for (let bucket = from; bucket < to; bucket++) {
    const upTo = bucket === last ? durations.count : durations.countBelow(bounds[bucket + 1]!)
    count[bucket - from] = upTo - before
    before = upTo
  }
  return { low: bounds.slice(from, to), high: bounds.slice(from + 1, to + 1), count }
}

const noBuckets: Buckets = {
  low: new Float64Array(0),
  high: new Float64Array(0),
  count: new Float64Array(0),
}

/** Which rows of a distribution are of each name, by string index. */
export function rowsByName({ name, length }: DistributionStream): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>()
  for (let row = 0; row < length; row++) {
    const known = rows.get(name[row]!)
    if (known) known.push(row)
    else rows.set(name[row]!, [row])
  }
  return rows
}

/**
 * The tool's own buckets, summed over these rows, without empty ones at the ends. The first may begin at -Infinity and
 * the last end at Infinity: what lhist() of bpftrace counts below and above its bounds.
 */
export function sumDistribution(stream: DistributionStream, rows: Iterable<number>): Buckets {
  const sums = new Map<string, { low: number; high: number; count: number }>()
  for (const row of rows) {
    const low = stream.low[row]!
    const high = stream.high[row]!
    const key = `${low} ${high}`
    const sum = sums.get(key) ?? { low, high, count: 0 }
    sum.count += stream.count[row]!
    sums.set(key, sum)
  }
  const buckets = [...sums.values()].sort(
    (a, b) => compareNumbers(a.low, b.low) || compareNumbers(a.high, b.high),
  )
  const from = buckets.findIndex(({ count }) => count > 0)
  const filled = from < 0 ? [] : buckets.slice(from, buckets.findLastIndex(({ count }) => count > 0) + 1)
  return {
    low: Float64Array.from(filled, ({ low }) => low),
    high: Float64Array.from(filled, ({ high }) => high),
    count: Float64Array.from(filled, ({ count }) => count),
  }
}

/** Also of infinities, whose difference is no number. */
const compareNumbers = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

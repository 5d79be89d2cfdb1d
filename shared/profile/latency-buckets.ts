/** Buckets at fixed places, so that any two captures compare bucket by bucket. */
import type { DistributionStream } from '../model/profile.ts'
import { lowerBound } from './binary-search.ts'
import type { Buckets } from './quantiles.ts'

export const BUCKETS_PER_DECADE = 12

/** Bounds 0, then 10^(k/12) ns from 1 ns to beyond 2^53 ns; values below 1 ns fall into [0, 1). */
export const bucketBounds = Float64Array.from({ length: 16 * BUCKETS_PER_DECADE + 2 }, (_, i) =>
  i === 0 ? 0 : 10 ** ((i - 1) / BUCKETS_PER_DECADE),
)

/** Counts ascending values; without empty buckets at the ends. */
export function bucketValues(ascending: Float64Array): Buckets {
  if (ascending.length === 0) return noBuckets
  const last = bucketBounds.length - 2
  const from = Math.min(last, bucketOf(ascending[0]!))
  const to = Math.min(last, bucketOf(ascending[ascending.length - 1]!)) + 1
  const count = new Float64Array(to - from)
  let before = 0
  for (let bucket = from; bucket < to; bucket++) {
    const upTo = bucket === last ? ascending.length : lowerBound(ascending, bucketBounds[bucket + 1]!)
    count[bucket - from] = upTo - before
    before = upTo
  }
  return { low: bucketBounds.slice(from, to), high: bucketBounds.slice(from + 1, to + 1), count }
}

const noBuckets: Buckets = {
  low: new Float64Array(0),
  high: new Float64Array(0),
  count: new Float64Array(0),
}

function bucketOf(value: number): number {
  const above = lowerBound(bucketBounds, value)
  return bucketBounds[above] === value ? above : Math.max(0, above - 1)
}

/** The tool's own buckets, summed over all names, or those of one; without empty ones at the ends. */
export function sumDistribution(stream: DistributionStream, isCounted: (name: number) => boolean): Buckets {
  const sums = new Map<string, { low: number; high: number; count: number }>()
  for (let i = 0; i < stream.length; i++) {
    if (!isCounted(stream.name[i]!)) continue
    const low = stream.low[i]!
    const high = stream.high[i]!
    const key = `${low} ${high}`
    const sum = sums.get(key) ?? { low, high, count: 0 }
    sum.count += stream.count[i]!
    sums.set(key, sum)
  }
  const buckets = [...sums.values()].sort((a, b) => a.low - b.low || a.high - b.high)
  const from = buckets.findIndex(({ count }) => count > 0)
  const filled = from < 0 ? [] : buckets.slice(from, buckets.findLastIndex(({ count }) => count > 0) + 1)
  return {
    low: Float64Array.from(filled, ({ low }) => low),
    high: Float64Array.from(filled, ({ high }) => high),
    count: Float64Array.from(filled, ({ count }) => count),
  }
}

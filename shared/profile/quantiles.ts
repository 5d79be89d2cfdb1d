/** Quantiles by nearest rank: the smallest value that at least that share of the values does not exceed. */
import type { Range } from '../contract/selection.ts'
import type { Quantiles } from '../contract/views.ts'
import type { Durations } from './durations.ts'

// In whole percent: 0.99 * count may come out a hair above the integer that it is.
const nearestRank = (percent: number, count: number): number => Math.ceil((percent * count) / 100)

/** Exact, from those within the latency range; null when there are none. */
export function quantilesOfDurations(durations: Durations, latency?: Range): Quantiles | null {
  const { from, to } = latency ?? { from: -Infinity, to: Infinity }
  const before = latency ? durations.countBelow(from) : 0
  const count = (latency ? durations.countBelow(to) : durations.count) - before
  if (count <= 0) return null
  const at = (percent: number): number => durations.nth(before + nearestRank(percent, count))
  return {
    count,
    total: durations.totalWithin(from, to),
    p50: at(50),
    p90: at(90),
    p99: at(99),
    max: at(100),
    exact: true,
  }
}

export interface Buckets {
  /** ascending */
  readonly low: Float64Array<ArrayBuffer>
  readonly high: Float64Array<ArrayBuffer>
  readonly count: Float64Array<ArrayBuffer>
}

/** The upper bound of the bucket that holds the value; null when all buckets are empty. */
export function quantilesOfBuckets({ high, count }: Buckets): Quantiles | null {
  const all = count.reduce((sum, value) => sum + value, 0)
  if (all === 0) return null
  const at = (percent: number): number => {
    let left = nearestRank(percent, all)
    let bucket = 0
    while (bucket < count.length - 1) {
      left -= count[bucket]!
      if (left <= 0) break
      bucket++
    }
    return high[bucket]!
  }
  return { count: all, total: null, p50: at(50), p90: at(90), p99: at(99), max: at(100), exact: false }
}

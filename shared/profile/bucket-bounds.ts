/** Where buckets begin and end: at fixed places, so that any two captures compare bucket by bucket. */
import type { BucketScale } from '../contract/views.ts'

export const BUCKETS_PER_DECADE = 12
/** Integers are exact below 2^53, so nothing is measured beyond 10^16. */
const DECADES = 16
const LINEAR_BUCKETS = 100

/** 0, then 10^(k/12) from 1 to 10^16. */
const log = Float64Array.from({ length: DECADES * BUCKETS_PER_DECADE + 2 }, (_, i) =>
  i === 0 ? 0 : 10 ** ((i - 1) / BUCKETS_PER_DECADE),
)
/** 0, then 1, 2, 4 .. 2^53. */
const log2 = Float64Array.from({ length: 55 }, (_, i) => (i === 0 ? 0 : 2 ** (i - 1)))
/** 0, then 1, 2 .. 9, 10, 20 .. 10^16. */
const logLinear = Float64Array.from({ length: DECADES * 9 + 2 }, (_, i) =>
  i === 0 ? 0 : (((i - 1) % 9) + 1) * 10 ** Math.floor((i - 1) / 9),
)

/**
 * Ascending from 0; the last bucket of the logarithmic ones holds everything beyond. `greatest` is what linear buckets
 * must reach: they are at most 100, of the least width of 1, 2 or 5 times a power of ten (no less than 1) that does.
 */
export function bucketBounds(scale: BucketScale, greatest: number): Float64Array<ArrayBuffer> {
  if (scale === 'log') return log
  if (scale === 'log2') return log2
  if (scale === 'log-linear') return logLinear
  const reach = greatest > 0 ? Math.min(greatest, Number.MAX_VALUE) : 0
  const width = linearWidth(reach)
  const buckets = Math.floor(reach / width) + 1
  return Float64Array.from({ length: buckets + 1 }, (_, i) => i * width)
}

/** `reach` lies in a bucket [low, high), so that 100 buckets of 1 reach 99. */
function linearWidth(reach: number): number {
  for (let power = 1; ; power *= 10)
    for (const width of [power, 2 * power, 5 * power]) if (!(reach >= LINEAR_BUCKETS * width)) return width
}

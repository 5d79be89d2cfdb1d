/** What histograms and quantiles ask of durations, so that neither needs them in a row. All answers are exact. */

/** Of any number of values, in the stream's unit, some are counted. */
export interface Durations {
  /** how many are counted */
  readonly count: number
  /** of those, how many are below `value` */
  readonly countBelow: (value: number) => number
  /** what those within [from, to) add up to */
  readonly totalWithin: (from: number, to: number) => number
  /** the n-th of them, ascending; n from 1 to count */
  readonly nth: (n: number) => number
}

/** Durations whose order is known. */
export interface OrderedDurations extends Durations {
  /** how many counted ones are not above `value` */
  readonly countUpTo: (value: number) => number
  /** values, counted or not, and the k-th of them, ascending; k from 0 */
  readonly values: number
  readonly valueAt: (k: number) => number
}

/** Those of several streams or calls together. */
export function joinDurations(parts: readonly OrderedDurations[]): Durations {
  const [first] = parts
  if (first && parts.length === 1) return first
  const sum = (read: (part: OrderedDurations) => number): number =>
    parts.reduce((all, part) => all + read(part), 0)
  return {
    count: sum(({ count }) => count),
    countBelow: (value) => sum((part) => part.countBelow(value)),
    totalWithin: (from, to) => sum((part) => part.totalWithin(from, to)),
    // Of each part the least value up to which there are n, counted in all parts; the least of these is the n-th.
    nth: (n) => {
      let least = Infinity
      for (const { values, valueAt } of parts) {
        const k = firstPlace(values, (place) => sum((part) => part.countUpTo(valueAt(place))) >= n)
        if (k < values) least = Math.min(least, valueAt(k))
      }
      return least
    },
  }
}

/** The first k in [0, length) that is so, as all behind it are; `length` when there is none. */
export function firstPlace(length: number, isSo: (k: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isSo(middle)) high = middle
    else low = middle + 1
  }
  return low
}

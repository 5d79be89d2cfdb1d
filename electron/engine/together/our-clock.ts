import type { EpochMilliseconds, Nanoseconds } from '../../../shared/units/units.ts'

/**
 * Our wall clock, as it was when this was made and steady from then on: for the minutes of a start, in which somebody
 * may set it. All hosts of a group are held against the same one.
 */
export interface OurClock {
  /** what its nanoseconds count from */
  readonly since: EpochMilliseconds
  readonly now: () => Nanoseconds
}

/** Date.now() is cut to milliseconds: all that is measured by it may be off by half of one, to either side. */
export const ourClockError: Nanoseconds = 500_000

export const createOurClock = (): OurClock => {
  const { since, began } = readBoth()
  return { since, now: () => (performance.now() - began) * 1e6 + ourClockError }
}

/** Both clocks at one moment: the first look at one may take a while, and so may any, on a busy machine. */
const readBoth = (): { since: EpochMilliseconds; began: number } => {
  let best = { since: 0, began: 0, took: Number.POSITIVE_INFINITY }
  for (let turn = 0; turn < 10; turn++) {
    const before = performance.now()
    const since = Date.now()
    const took = performance.now() - before
    if (took < best.took) best = { since, began: before, took }
  }
  return best
}

export const toEpoch = ({ since }: OurClock, at: Nanoseconds): EpochMilliseconds => since + at / 1e6

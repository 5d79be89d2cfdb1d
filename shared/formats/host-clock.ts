/**
 * A tool's clock of seconds and nanoseconds, made relative to its first reading before it becomes one number:
 * a host that has been up for over 104 days, or a wall clock, has more nanoseconds than a double holds exactly.
 */
import type { Nanoseconds } from '../units/units.ts'

const SECOND = 1e9

export interface HostClock {
  /** Nanoseconds since the second of the first reading. */
  relative(seconds: number, nanoseconds: number): Nanoseconds
  /** The clock itself at a relative time; exact up to 2^53 ns. */
  absolute(relative: Nanoseconds): Nanoseconds
}

export const createHostClock = (): HostClock => {
  let base = Number.NaN
  return {
    relative(seconds, nanoseconds) {
      if (Number.isNaN(base)) base = seconds
      return (seconds - base) * SECOND + nanoseconds
    },
    absolute: (relative) => (Number.isNaN(base) ? 0 : base * SECOND) + relative,
  }
}

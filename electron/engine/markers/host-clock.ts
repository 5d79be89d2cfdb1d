/**
 * The monotonic clock of a host held against ours. Each question and answer says within which bounds the one less the
 * other lies: the host looked at its clock after we had asked and before we had its answer. What all of them say together
 * lies within the narrowest of them (Marzullo, "Maintaining the Time in a Distributed System", 1983).
 */
import type { Nanoseconds } from '../../../shared/units/units.ts'
import type { OurMoment } from './our-moment.ts'

/** Two clocks run apart by less than this share of the time: crystals by 20 to 50 ppm each. */
const drift = 1e-4
/** A wall clock is read in milliseconds, and slewed. */
const wallSlack: Nanoseconds = 20e6
/** Between two looks at both of our clocks one stood still for longer: we slept, or were started anew. */
const slept: Nanoseconds = 1e9

export interface HostReading {
  /** the host's clock was at least this, and at most that */
  readonly low: Nanoseconds
  readonly high: Nanoseconds
}

export interface ClockExchange {
  readonly sent: OurMoment
  readonly received: OurMoment
  readonly host: HostReading
}

/** The host's clock less ours lay between `low` and `high` at `ours`. */
export interface ClockBounds {
  readonly ours: OurMoment
  readonly low: Nanoseconds
  readonly high: Nanoseconds
}

export interface HostMoment {
  /** by the host's monotonic clock */
  readonly at: Nanoseconds
  /** to either side */
  readonly error: Nanoseconds
}

/** What is known with one exchange more. What contradicts it (a clock that stood still) is forgotten. */
export const narrowBounds = (known: ClockBounds | null, exchange: ClockExchange): ClockBounds => {
  const { sent, received, host } = exchange
  const way = drift * (received.monotonic - sent.monotonic)
  const told: ClockBounds = {
    ours: received,
    low: host.low - received.monotonic - way,
    high: host.high - sent.monotonic + way,
  }
  if (known === null) return told
  const apart = drift * Math.abs(received.monotonic - known.ours.monotonic)
  const low = Math.max(told.low, known.low - apart)
  const high = Math.min(told.high, known.high + apart)
  return low > high ? told : { ours: received, low, high }
}

/** To either side, where nothing has passed since. */
export const errorOf = ({ low, high }: ClockBounds): Nanoseconds => (high - low) / 2

/** When a moment of ours was, on the host, and how wrong that may be. */
export const placeOnHost = (bounds: ClockBounds, moment: OurMoment): HostMoment => {
  const offset = (bounds.low + bounds.high) / 2
  const passed = moment.monotonic - bounds.ours.monotonic
  const passedByWall = (moment.wall - bounds.ours.wall) * 1e6
  const apart = Math.abs(passed - passedByWall)
  const error = errorOf(bounds) + drift * Math.abs(passedByWall)
  if (apart > slept)
    return { at: bounds.ours.monotonic + offset + passedByWall, error: Math.ceil(error + slept) }
  return { at: moment.monotonic + offset, error: Math.ceil(error + (apart > wallSlack ? apart : 0)) }
}

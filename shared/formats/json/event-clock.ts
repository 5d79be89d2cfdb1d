/**
 * Times of a JSON document in a decimal unit, made relative before they become one number: an epoch in nanoseconds
 * has more digits than a double.
 */
import type { Nanoseconds } from '../../units/units.ts'
import { createHostClock } from '../host-clock.ts'
import { digitsOf, type JsonValue, numberOf } from './json-value.ts'

/** what is further from the first time cannot be meant: 292 years */
const FURTHEST = 2 ** 63

export interface EventClock {
  /** Nanoseconds since the second of the first time that was read; NaN for what is no time. */
  relative(value: JsonValue | undefined): Nanoseconds
  /** The clock itself at a relative time, in ns; exact up to 2^53. */
  absolute(relative: Nanoseconds): Nanoseconds
}

/** exponent: decimals between the unit and a nanosecond: 0 for ns, 3 for us, 6 for ms, 9 for s. */
export const createEventClock = (exponent: 0 | 3 | 6 | 9): EventClock => {
  const clock = createHostClock()
  const perSecond = 10 ** (9 - exponent)
  const perUnit = 10 ** exponent

  const fromDigits = (digits: string): Nanoseconds => {
    const [, sign, whole, fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(digits)!
    const decimals = (fraction ?? '').padEnd(exponent + 1, '0')
    const rounded = decimals[exponent]! >= '5' ? 1n : 0n
    const magnitude = BigInt(`${whole}${decimals.slice(0, exponent)}`) + rounded
    const nanoseconds = sign === '-' ? -magnitude : magnitude
    let seconds = nanoseconds / 1_000_000_000n
    let rest = nanoseconds % 1_000_000_000n
    if (rest < 0n) {
      seconds -= 1n
      rest += 1_000_000_000n
    }
    return clock.relative(Number(seconds), Number(rest))
  }

  const inRange = (relative: Nanoseconds): Nanoseconds =>
    Math.abs(relative) < FURTHEST ? relative : Number.NaN

  return {
    relative(value) {
      if (typeof value === 'number' && (Number.isSafeInteger(value) || Math.abs(value) < 1e15)) {
        const seconds = Math.floor(value / perSecond)
        return inRange(clock.relative(seconds, Math.round((value - seconds * perSecond) * perUnit)))
      }
      const digits = digitsOf(value)
      return digits === undefined ? Number.NaN : inRange(fromDigits(digits))
    },
    absolute: clock.absolute,
  }
}

/** A duration in the unit, in whole ns; NaN for what is none, or negative. */
export const durationOf = (value: JsonValue | undefined, exponent: 0 | 3 | 6 | 9): Nanoseconds => {
  const number = numberOf(value) ?? Number(digitsOf(value))
  const nanoseconds = Math.round(number * 10 ** exponent)
  return nanoseconds >= 0 && nanoseconds < FURTHEST ? nanoseconds : Number.NaN
}

/**
 * How far a clock is off, from questions and answers that took a while: after RFC 5905 (NTP), the exchange with the
 * shortest round trip is believed, in the middle of which the host looked at its clock, give or take half of it.
 */
import type { Nanoseconds } from '../../../shared/units/units.ts'

/** ns on scales of one's own choice, as long as ours is the same in all, and the host's too. */
export interface Exchange {
  readonly sent: Nanoseconds
  readonly host: Nanoseconds
  readonly received: Nanoseconds
}

export interface Offset {
  /** host minus ours */
  readonly offset: Nanoseconds
  /** half of the round trip: whatever the ways there and back took, the offset is no further off */
  readonly error: Nanoseconds
}

/** Null without any. */
export const estimateOffset = (exchanges: readonly Exchange[]): Offset | null => {
  const best = exchanges
    .filter(({ sent, received }) => received >= sent)
    .toSorted((a, b) => roundTrip(a) - roundTrip(b))[0]
  if (!best) return null
  const { sent, host, received } = best
  return { offset: host - (sent + received) / 2, error: (received - sent) / 2 }
}

const roundTrip = ({ sent, received }: Exchange): number => received - sent

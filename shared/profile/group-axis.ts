/** Captures of several hosts on one axis: each host's clock less its offset to ours is one clock for all. */
import type { CaptureDetail } from '../model/capture.ts'
import type { ClockReading, Place, Spread } from '../model/capture-group.ts'
import type { Nanoseconds } from '../units/units.ts'

export interface Measured {
  /** of the start, then of the end */
  readonly anchors: CaptureDetail['anchors']
  /** null: the clocks could not be compared */
  readonly clock: ClockReading | null
  /** the tool's clock at time 0 of the capture; null until it was read */
  readonly clockOrigin: Nanoseconds | null
}

export interface Placed {
  readonly start: Place | null
  readonly shift: Place | null
  /** epoch ns by our clock; null likewise */
  readonly startedAt: Nanoseconds | null
}

/** A tool may stamp events a little before the first anchor, and after the last. */
const slack: Nanoseconds = 5e9

/** Epoch nanoseconds are exact to 256 ns only: what is told of them is told in microseconds. */
export const toMicroseconds = (time: Nanoseconds): Nanoseconds => Math.round(time / 1000) * 1000

/** Starts and times 0 after the earliest start. */
export function placeOnGroupAxis(members: readonly Measured[]): Placed[] {
  const started = members.map(({ anchors: [from], clock }) =>
    from && clock ? { at: from.wall - clock.offset, error: from.error + clock.error } : null,
  )
  const known = started.filter((one) => one !== null)
  const zero = Math.min(...known.map(({ at }) => at))
  return members.map((member, index) => {
    const own = started[index]
    if (!own) return { start: null, shift: null, startedAt: null }
    const first = firstTime(member)
    return {
      start: { at: toMicroseconds(own.at - zero), error: own.error },
      shift: first === null ? null : { at: toMicroseconds(own.at - zero + first.after), error: own.error },
      startedAt: own.at,
    }
  })
}

/**
 * Time 0 of the capture after its first anchor, where the tool's clock is the monotonic one that the anchors have, or
 * the wall clock; null where it is neither, as of a tool that prints no times.
 */
export function firstTime({
  anchors,
  clockOrigin,
}: Omit<Measured, 'clock'>): { readonly after: Nanoseconds; readonly clock: 'monotonic' | 'wall' } | null {
  const [from, to = from] = anchors
  if (!from || !to || clockOrigin === null || clockOrigin === 0) return null
  for (const clock of ['monotonic', 'wall'] as const) {
    // while it runs its end is not known yet
    const last = anchors.length > 1 ? to[clock] + slack : Number.POSITIVE_INFINITY
    if (clockOrigin >= from[clock] - slack && clockOrigin <= last && sameScale(clockOrigin, from[clock]))
      return { after: clockOrigin - from[clock], clock }
  }
  return null
}

/** A monotonic clock counts since the host was started: years never reach what the wall clock says. */
const sameScale = (a: number, b: number): boolean => Math.abs(a - b) < 366 * 86_400e9

/** Null for fewer than two. The errors of the first and the last add up. */
export function spreadOf(starts: readonly (Place | null)[]): Spread | null {
  const known = starts.filter((start) => start !== null).toSorted((a, b) => a.at - b.at)
  const first = known[0]
  const last = known.at(-1)
  if (!first || !last || known.length < 2) return null
  return { by: last.at - first.at, error: first.error + last.error }
}

/** How much later than the other's a time of one capture is shown, and how wrong that may be. */
export function shiftBetween(a: Place, b: Place): Spread {
  return { by: b.at - a.at, error: a.error + b.error }
}

/** What a host's clock said, as a time of the capture. */
import type { CaptureDetail } from '../model/capture.ts'
import type { Nanoseconds } from '../units/units.ts'
import { firstTime } from './group-axis.ts'

export interface CaptureAxis {
  /** of the start, then of the end */
  readonly anchors: CaptureDetail['anchors']
  /** the tool's clock at time 0 of the capture; null until it was read */
  readonly clockOrigin: Nanoseconds | null
}

export interface AxisTime {
  /** since time 0 of the capture, which may be behind it */
  readonly time: Nanoseconds
  /** that the axis adds, to either side */
  readonly error: Nanoseconds
}

/**
 * `monotonic` is of the host's monotonic clock. Where the tool has no clock that can be told by the anchors, time 0 is the
 * moment at which it was started. Null without anchors.
 */
export function onCaptureAxis(
  { anchors, clockOrigin }: CaptureAxis,
  monotonic: Nanoseconds,
): AxisTime | null {
  const [from] = anchors
  if (!from) return null
  const first = firstTime({ anchors, clockOrigin })
  if (first === null) return { time: monotonic - from.monotonic, error: 0 }
  if (first.clock === 'monotonic') return { time: monotonic - from.monotonic - first.after, error: 0 }
  // by way of the pair that is nearer: the wall clock may have been set between them
  const near = anchors.toSorted(
    (a, b) => Math.abs(a.monotonic - monotonic) - Math.abs(b.monotonic - monotonic),
  )[0]
  const pair = near ?? from
  return { time: pair.wall + (monotonic - pair.monotonic) - (clockOrigin ?? 0), error: pair.error }
}

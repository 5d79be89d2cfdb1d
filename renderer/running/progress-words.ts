/** A running capture's progress in words; the same in the status bar, in the library and on its page. */
import type { CaptureProgress } from '../../shared/model/capture.ts'
import { formatElapsed } from '../format/duration.ts'
import { formatPercent } from '../format/number.ts'

/** The first word of a state that is not 'running', or the phase that the engine reports. */
export const describePhase = ({ state, phase }: CaptureProgress): string => phase || state

/** '12 s of 30 s' */
export const describeElapsed = ({ elapsedSeconds, plannedSeconds }: CaptureProgress): string =>
  `${formatElapsed(Math.min(elapsedSeconds, plannedSeconds))} of ${formatElapsed(plannedSeconds)}`

export const elapsedShare = ({ elapsedSeconds, plannedSeconds }: CaptureProgress): number =>
  plannedSeconds > 0 ? elapsedSeconds / plannedSeconds : 0

/** The tracer's CPU time as percent of one CPU so far; null while nothing can be said. */
export function tracerPercent({ tracerCpuSeconds, elapsedSeconds }: CaptureProgress): number | null {
  return elapsedSeconds < 0.5 ? null : (100 * tracerCpuSeconds) / elapsedSeconds
}

export function describeTracer(progress: CaptureProgress): string {
  const percent = tracerPercent(progress)
  return percent === null ? 'tracer –' : `tracer ${formatPercent(percent)}`
}

/** Markers, and the command that was run meanwhile, in words of a report. */
import type { Marker } from '../../../shared/model/marker.ts'
import type { Workload } from '../../../shared/model/workload.ts'
import type { Fact, Report } from './report.ts'
import { sayAmount, sayDuration } from './report-numbers.ts'

export interface WorkloadWords {
  readonly command: string
  readonly facts: readonly Fact[]
  readonly outputs: readonly { readonly title: string; readonly text: string }[]
}

/** Of each output so many bytes; more is in the library. */
const OUTPUT_SHOWN = 8000

export const sayMarker = ({ text, time, error, kind }: Marker): Fact => [
  text === '' ? (kind === 'mark' ? 'Marker' : kind) : text,
  time === null
    ? 'its time is not known: the clock of the host was never read'
    : `at ${sayTime(time)}${error === null ? '' : ` ± ${sayDuration(error)}`}`,
]

const sayTime = (time: number): string =>
  time < 0 ? `${sayDuration(-time)} before the start` : sayDuration(time)

/** Null: there was none. */
export const wordWorkload = ({ capture: { workload }, workloadOutput }: Report): WorkloadWords | null => {
  if (!workload) return null
  return {
    command: workload.command,
    facts: [
      ['Ended', sayEnd(workload)],
      ...(workload.start === null ? [] : [['Started', `at ${sayTime(workload.start)}`] as const]),
      ...(workload.start === null || workload.end === null
        ? []
        : [['Took', sayDuration(Math.max(0, workload.end - workload.start))] as const]),
      ['Run as', workload.asRoot ? 'root' : 'the user who logged in'],
    ],
    outputs: (['stdout', 'stderr'] as const).flatMap((stream) => {
      const bytes = workloadOutput?.[stream]
      if (!bytes || bytes.length === 0) return []
      const shown = new TextDecoder().decode(bytes.subarray(0, OUTPUT_SHOWN))
      const more = bytes.length - Math.min(bytes.length, OUTPUT_SHOWN) + (workload[stream]?.leftOut ?? 0)
      return [
        { title: stream, text: more > 0 ? `${shown}\n(${sayAmount(more, 'more byte')})` : shown.trimEnd() },
      ]
    }),
  }
}

const sayEnd = ({ state, exitStatus, stoppedFor }: Workload): string => {
  if (state === 'waiting') return 'it was never started: the capture ended before'
  const status = exitStatus === null ? 'its exit status is not known' : `exit status ${exitStatus}`
  return stoppedFor === '' ? status : `${status}; it was ended with the capture`
}

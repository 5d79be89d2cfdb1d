/** The command that is run beside a capture, in words. */
import type { CaptureProgress } from '../../shared/model/capture.ts'
import type { Workload } from '../../shared/model/workload.ts'

type State = Pick<Workload, 'state' | 'exitStatus'>

/** 128 and the number of the signal, as sh says it. */
const signals: Readonly<Record<number, string>> = {
  129: 'HUP',
  130: 'INT',
  134: 'ABRT',
  137: 'KILL',
  139: 'SEGV',
  143: 'TERM',
}

/** '3', '137 (KILL)' */
export const sayExitStatus = (status: number | null): string => {
  if (status === null) return 'not known'
  const signal = signals[status]
  return signal === undefined ? String(status) : `${status} (${signal})`
}

/** While it runs. */
export const sayProgress = ({ state, exitStatus }: NonNullable<CaptureProgress['workload']>): string =>
  state === 'waiting'
    ? 'not started yet'
    : state === 'running'
      ? 'runs'
      : `ended, exit status ${sayExitStatus(exitStatus)}`

export const sayEnd = ({ state, exitStatus, stoppedFor }: State & Pick<Workload, 'stoppedFor'>): string => {
  if (state === 'waiting') return 'It was never started: the capture ended before.'
  if (state === 'running') return 'It runs.'
  const status = `Exit status ${sayExitStatus(exitStatus)}.`
  if (stoppedFor === '') return status
  return stoppedFor === 'too-long'
    ? `${status} It took too long behind the end of the capture and was ended.`
    : `${status} It was ended with the capture.`
}

/** The command that is run beside the tool: what the host is told of it (resources/remote/workload.sh), and what it tells. */
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import {
  WORKLOAD_OWN_END_SECONDS,
  type WorkloadRequest,
  type WorkloadState,
  workloadStates,
} from '../../../shared/model/workload.ts'
import type { Nanoseconds } from '../../../shared/units/units.ts'
import type { HostMoment } from '../markers/host-clock.ts'

/** From the stamp to the command, or from its end to the stamp, pass a few processes. */
const lag: Nanoseconds = 20e6

/** For the job file; `attachedMark`: what the tool's output holds when it is attached, '' for anything. */
export const workloadVariables = (
  request: WorkloadRequest | undefined,
  attachedMark: string,
): Record<string, string | number> => ({
  workload: request ? 'yes' : '',
  workload_after: request?.startAfterSeconds ?? 0,
  workload_stops: request?.stopWhenDone ? 'yes' : '',
  workload_stays: request?.toItsOwnEnd ? WORKLOAD_OWN_END_SECONDS : 0,
  workload_as: request?.asRoot ? 'root' : 'login',
  attached_mark: attachedMark,
})

/** What is written into the spool: room for what the host will tell, so that a full disk does not keep it from that. */
export const workloadFiles = (
  request: WorkloadRequest | undefined,
  runScript: string,
): [name: string, text: string][] =>
  request
    ? [
        ['workload.command', request.command],
        ['workload-run.sh', runScript],
        ['workload.wait', ''],
        ['workload.state', ' '.repeat(400)],
        ['workload.out.total', ' '.repeat(20)],
        ['workload.err.total', ' '.repeat(20)],
      ]
    : []

/** Throws recipe.parameter. */
export const checkWorkload = (
  request: WorkloadRequest | undefined,
  isElevated: boolean,
  user: string,
): void => {
  if (!request?.asRoot || isElevated || user === 'root') return
  throw new SmokejumperError({
    code: 'recipe.parameter',
    message: 'The command cannot be run as root: this capture does not need root, so it does not become it.',
    remedy: 'Run it as the user who logs in, or put sudo before the command where it asks for no password.',
    facts: { user },
  })
}

export interface WorkloadStatus {
  readonly state: WorkloadState
  readonly exitStatus: number | null
  readonly started: HostMoment | null
  readonly ended: HostMoment | null
  /** why the host ended it; '' where it ended by itself */
  readonly stoppedFor: string
}

/** Null where there is none. What a hostile host makes up is only ever shown. */
export const parseWorkloadStatus = (values: ReadonlyMap<string, string>): WorkloadStatus | null => {
  const state = workloadStates.find((each) => each === values.get('workload_state'))
  if (state === undefined) return null
  const number = (name: string): number | null => {
    const text = values.get(name) ?? ''
    return /^\d{1,18}$/.test(text) ? Number(text) : null
  }
  const coarse = number('workload_coarse') ?? 0
  const [from, to] = [number('workload_from'), number('workload_to')]
  // it begins after its stamp, and has ended before it; a coarse clock shows what it was
  const within = (low: Nanoseconds, high: Nanoseconds): HostMoment => ({
    ...{ at: (low + high) / 2, error: (high - low) / 2 },
  })
  return {
    state,
    exitStatus: number('workload_rc'),
    started:
      from === null ? null : within(from, Math.min(from + lag, to ?? Number.POSITIVE_INFINITY) + coarse),
    ended: to === null ? null : within(Math.max(to - lag, from ?? 0), to + coarse),
    stoppedFor: /^[a-z-]{0,30}$/.test(values.get('workload_why') ?? '')
      ? (values.get('workload_why') ?? '')
      : '',
  }
}

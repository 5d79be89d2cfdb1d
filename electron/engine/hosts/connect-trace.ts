/** Records the steps of a connection as its makers tell them, with how long each took and where it broke. */
import { isExpected } from '../../../shared/errors/errors.ts'
import type { ConnectStep, TraceStep } from '../../../shared/model/connect-trace.ts'

/**
 * What the transport tells: a step begins, waits for a person, or is done. A step that begins ends none of the others,
 * since the host key is shown while keys are exchanged. `detail` '' leaves what was told before.
 */
export type OnTrace = (
  hop: number,
  step: ConnectStep,
  state: 'running' | 'asking' | 'done',
  detail?: string,
) => void

export interface ConnectTrace {
  readonly on: OnTrace
  /** Whatever is not done has failed, for this reason. */
  fail(error: unknown): void
  /** in the order in which they began */
  steps(): TraceStep[]
}

interface Begun extends TraceStep {
  readonly began: number
}

/**
 * @param hopNames 'deploy@web-3:22' by index; asked at each step, since they are known only when the config was read
 * @param now ms of a clock that only goes forward
 */
export const createConnectTrace = (
  hopNames: () => readonly string[],
  report: (step: TraceStep) => void,
  now: () => number,
): ConnectTrace => {
  const begun = new Map<string, Begun>()
  const tell = (step: Begun) => {
    begun.set(`${step.hop} ${step.step}`, step)
    report(shown(step))
  }
  const isOpen = ({ state }: TraceStep) => state === 'running' || state === 'asking'
  return {
    on(hop, step, state, detail = '') {
      const before = begun.get(`${hop} ${step}`)
      // A connection that is made anew after a question begins again: its first steps are told once more.
      const began = before === undefined || (state === 'running' && !isOpen(before)) ? now() : before.began
      tell({
        step,
        hop,
        hopName: hopNames()[hop] ?? '',
        state,
        took: state === 'done' ? (before && !isOpen(before) ? before.took : Math.round(now() - began)) : null,
        detail: detail === '' ? (before?.detail ?? '') : detail,
        remedy: '',
        began,
      })
    },
    fail(error) {
      // The last one that began is where it broke; one around it (the key exchange around the host key) only stopped.
      const open = [...begun.values()].filter(isOpen)
      const last = open.at(-1)
      for (const step of open)
        tell({
          ...step,
          state: 'failed',
          took: Math.round(now() - step.began),
          detail: step === last ? messageOf(error) : 'not finished',
          remedy: step === last && isExpected(error) ? error.remedy : '',
        })
    },
    steps: () => [...begun.values()].map(shown),
  }
}

const shown = ({ began: _, ...step }: Begun): TraceStep => step

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

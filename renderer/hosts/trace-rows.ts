/** The steps of a connect test as they are shown: hop after hop, with those that were not reached. */
import { type ConnectStep, connectSteps, type TraceStep } from '../../shared/model/connect-trace.ts'

/** A step that was told before is replaced in its place. */
export function addStep(steps: readonly TraceStep[], step: TraceStep): readonly TraceStep[] {
  const index = steps.findIndex((one) => one.hop === step.hop && one.step === step.step)
  return index < 0 ? [...steps, step] : steps.with(index, step)
}

export interface TraceRow {
  readonly step: ConnectStep
  readonly state: TraceStep['state'] | 'not-reached'
  readonly took: number | null
  readonly detail: string
  readonly remedy: string
}

export interface TraceHop {
  readonly hop: number
  readonly name: string
  readonly rows: readonly TraceRow[]
}

/** The last hop has a row for each step that is still to come, or that was never reached. */
export function traceHops(steps: readonly TraceStep[]): readonly TraceHop[] {
  const hops = new Map<number, { name: string; rows: TraceRow[] }>()
  for (const { hop, hopName, step, state, took, detail, remedy } of steps) {
    const of = hops.get(hop) ?? { name: '', rows: [] }
    if (hopName !== '') of.name = hopName
    of.rows.push({ step, state, took, detail, remedy })
    hops.set(hop, of)
  }
  const sorted = [...hops].toSorted(([a], [b]) => a - b)
  const last = sorted.at(-1)?.[1]
  // this machine is not connected to: only its shell and its probe are tried
  const first = last?.rows[0]?.step ?? 'config'
  const from = connectSteps.indexOf(first)
  for (const step of connectSteps.slice(from)) {
    if (last !== undefined && !last.rows.some((row) => row.step === step))
      last.rows.push({ step, state: 'not-reached', took: null, detail: '', remedy: '' })
  }
  return sorted.map(([hop, of]) => ({ hop, ...of }))
}

export const stepTitles: Readonly<Record<ConnectStep, string>> = {
  config: 'Way to it',
  resolve: 'Name',
  tcp: 'TCP',
  banner: 'Banner',
  'key-exchange': 'Key exchange',
  'host-key': 'Host key',
  authentication: 'Login',
  shell: 'Shell',
  probe: 'Probe',
}

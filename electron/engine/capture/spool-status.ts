/** The status that the supervisor writes (resources/remote/supervisor.sh), as one poll brings it. */
import type { BudgetUse } from '../../../shared/model/budget.ts'
import type { CaptureDetail, Cost } from '../../../shared/model/capture.ts'
import { parseUses } from './job-limits.ts'
import { parseWorkloadStatus, type WorkloadStatus } from './workload-job.ts'

export const supervisorStates = [
  'starting',
  'recording',
  'stopping',
  'rendering',
  'hashing',
  'finished',
] as const
export type SupervisorState = (typeof supervisorStates)[number]

/** Why the recording ended. */
export const endings = [
  'exit',
  'stop',
  'workload',
  'deadline',
  'client-gone',
  'budget',
  'budget-cpu',
  'budget-bpf',
  'budget-events',
  'budget-lost',
  'budget-busy',
  'disk-full',
  'pid-gone',
  'supervisor-gone',
  'reboot',
] as const
export type Ending = (typeof endings)[number]

export interface SpoolStatus {
  readonly state: SupervisorState
  /** null while it records */
  readonly ending: Ending | null
  /** why the rendering was ended before its end; null otherwise */
  readonly renderEnding: string | null
  readonly supervisorRuns: boolean
  readonly supervisorPid: number
  /** null while it runs, or where its supervisor died */
  readonly toolExit: number | null
  readonly renderExit: number | null
  readonly artifactBytes: number
  readonly spoolBytes: number
  readonly elapsedSeconds: number
  readonly tracerCpuSeconds: number
  readonly cost: Cost
  /** what is limited besides time and bytes, as far as the host measures it */
  readonly uses: readonly BudgetUse[]
  readonly anchors: CaptureDetail['anchors']
  /** the command that is run beside the tool; null: none */
  readonly workload: WorkloadStatus | null
  /** of what is there of the artifact: but for what was dropped, all of it */
  readonly sha256: string | null
  /** bytes of the artifact from and to which the host has dropped it, to keep the newest; null: none */
  readonly dropped: { readonly from: number; readonly to: number } | null
}

/** Nothing where the kernel did not count it. */
const bpfCost = (ns: number | null, runs: number | null, ms: number | null): Partial<Cost> =>
  ns === null || runs === null || ms === null || ms === 0
    ? {}
    : { bpf: { cpuSeconds: ns / 1e9, runs, wallSeconds: ms / 1000 } }

const isOneOf = <T extends string>(all: readonly T[], value: string | undefined): value is T =>
  all.some((each) => each === value)

/** null when there is no readable status yet. Numbers that a hostile host makes up are only ever shown. */
export const parseSpoolStatus = (values: ReadonlyMap<string, string>): SpoolStatus | null => {
  const state = values.get('state')
  // written over while it was read
  const isWhole = (values.get('begin') ?? '1') === values.get('end')
  if (!isOneOf(supervisorStates, state) || !isWhole) return null
  const number = (name: string): number | null => {
    const text = values.get(name) ?? ''
    return /^\d{1,20}$/.test(text) ? Number(text) : null
  }
  const share = (name: string): number | null => {
    const permille = number(name)
    return permille === null ? null : permille / 1000
  }
  const [ending, renderEnding] = (values.get('why') ?? '').split(',')
  const renderCpu = number('render_cpu_ms') ?? 0
  const sha256 = values.get('sha256') ?? ''
  return {
    state,
    ending: isOneOf(endings, ending) ? ending : null,
    renderEnding: renderEnding?.replace(/^render-/, '') ?? null,
    supervisorRuns: values.get('supervisor_running') === 'yes',
    supervisorPid: number('supervisor') ?? 0,
    toolExit: number('tool_rc'),
    renderExit: number('render_rc'),
    artifactBytes: number('artifact_bytes') ?? 0,
    spoolBytes: number('spool_bytes') ?? 0,
    elapsedSeconds: (number('elapsed_ms') ?? 0) / 1000,
    tracerCpuSeconds: (number('cpu_ms') ?? 0) / 1000,
    cost: {
      tracerCpuSeconds: (number('cpu_ms') ?? 0) / 1000,
      ...(renderCpu > 0 ? { renderCpuSeconds: renderCpu / 1000 } : {}),
      wallSeconds: (number('elapsed_ms') ?? 0) / 1000,
      hostBusyBefore: share('busy_before'),
      hostBusyDuring: share('busy_during'),
      ...bpfCost(number('bpf_ns'), number('bpf_runs'), number('bpf_ms')),
    },
    uses: parseUses(values.get('uses') ?? ''),
    workload: parseWorkloadStatus(values),
    anchors: ['from', 'to'].flatMap((end) => {
      const wall = number(`${end}_wall`)
      const monotonic = number(`${end}_monotonic`)
      const error = number(`${end}_error`)
      return wall === null || monotonic === null || error === null ? [] : [{ wall, monotonic, error }]
    }),
    sha256: /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
    dropped:
      (number('dropped_to') ?? 0) > 0
        ? { from: number('dropped_from') ?? 0, to: number('dropped_to') ?? 0 }
        : null,
  }
}

/** The status that the supervisor writes (resources/remote/supervisor.sh), as one poll brings it. */
import type { CaptureDetail, Cost } from '../../../shared/model/capture.ts'

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
  'deadline',
  'client-gone',
  'budget',
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
  readonly anchors: CaptureDetail['anchors']
  readonly sha256: string | null
}

const isOneOf = <T extends string>(all: readonly T[], value: string | undefined): value is T =>
  all.some((each) => each === value)

/** null when there is no readable status yet. Numbers that a hostile host makes up are only ever shown. */
export const parseSpoolStatus = (values: ReadonlyMap<string, string>): SpoolStatus | null => {
  const state = values.get('state')
  if (!isOneOf(supervisorStates, state) || values.get('end') !== '1') return null
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
    },
    anchors: ['from', 'to'].flatMap((end) => {
      const wall = number(`${end}_wall`)
      const monotonic = number(`${end}_monotonic`)
      const error = number(`${end}_error`)
      return wall === null || monotonic === null || error === null ? [] : [{ wall, monotonic, error }]
    }),
    sha256: /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
  }
}

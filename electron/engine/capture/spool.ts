/** What can be done with a spool on a host; each is one run of one script. */
import { randomBytes } from 'node:crypto'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { WorkloadRequest, WorkloadStream } from '../../../shared/model/workload.ts'
import type { KeptOutput } from '../library/capture-workloads.ts'
import type { SpoolRef } from '../library/library.ts'
import type { HostReading } from '../markers/host-clock.ts'
import type { Transport } from '../transport/transport.ts'
import { type FramedOutput, parseFramedOutput } from './framed-output.ts'
import { assignments, type HostScripts, withVariables, writeFilesFunction } from './host-scripts.ts'
import { type JobLimits, limitVariables } from './job-limits.ts'
import { parseSpoolStatus, type SpoolStatus } from './spool-status.ts'
import { workloadFiles, workloadVariables } from './workload-job.ts'

/** Bytes of the artifact that one poll may bring. */
export const pollBytes = 2 * 1024 * 1024
export const runTimeoutMs = 30_000

export interface Reach {
  readonly transport: Transport
  readonly scripts: HostScripts
  readonly elevate: boolean
  readonly signal?: AbortSignal
}

/**
 * The folder, where it is one that we make. It comes from the library's file, which may be somebody else's; what is
 * in it is run and removed, perhaps as root. Throws capture.spool.
 */
const ownFolder = ({ directory }: SpoolRef): string => {
  if (/^\/(?:[^\0]*\/)?smokejumper-\d+\/[0-9a-z-]+$/.test(directory)) return directory
  throw new SmokejumperError({
    code: 'capture.spool',
    message: `${directory} is no spool of Smokejumper's. Nothing was done with it.`,
    remedy: 'Do not trust this library: where did the file come from? If it is yours, capture again.',
    facts: { directory },
  })
}

/** One run; the nonce is what frames its output. */
export const runScript = async (
  { transport, elevate, signal }: Reach,
  variables: Readonly<Record<string, string | number>>,
  script: string,
  timeoutMs = runTimeoutMs,
): Promise<FramedOutput & { readonly nonce: string }> => {
  const nonce = randomBytes(12).toString('hex')
  const result = await transport.run(withVariables({ nonce, ...variables }, script), {
    timeoutMs,
    elevate,
    maxBytes: pollBytes + 1024 * 1024,
    ...(signal ? { signal } : {}),
  })
  return { ...parseFramedOutput(result.stdout, nonce), nonce }
}

export interface Ground {
  readonly uid: number
  readonly architecture: string
  readonly bootId: string
  readonly hasSetsid: boolean
  /** '' when no folder can be written */
  readonly base: string
  readonly freeBytes: number
  readonly missingPids: readonly number[]
}

/** Looks where a spool can be, and whether the chosen processes are there. */
export const readGround = async (
  reach: Reach,
  options: { spoolDirectory: string; needBytes: number; pids: readonly number[] },
): Promise<Ground> => {
  const variables = {
    wanted: options.spoolDirectory,
    need_kb: Math.ceil(options.needBytes / 1024),
    pids: options.pids.join(' '),
  }
  const { values } = await runScript(reach, variables, reach.scripts.prepare)
  const word = (name: string) => values.get(name) ?? ''
  return {
    uid: Number(word('uid')),
    architecture: word('arch').replace(/[^\w-]/g, ''),
    bootId: word('boot_id'),
    hasSetsid: word('setsid') === 'yes',
    base: word('base'),
    freeBytes: Math.max(0, Number(word('free_kb')) || 0) * 1024,
    missingPids: word('missing').split(' ').filter(Boolean).map(Number),
  }
}

export interface Job {
  /** seconds after which the tool is stopped whatever it does */
  readonly deadlineSeconds: number
  /** 0: a detached one, which needs nobody until its deadline */
  readonly graceSeconds: number
  /** seconds that the supervisor waits to be told when to start the tool; 0: it starts it at once */
  readonly waitSeconds?: number
  readonly budgetBytes: number
  /** the host's disk is never filled further than to this */
  readonly floorBytes: number
  readonly renderSeconds: number
  /** over which the tool is stopped; absent: none, and nothing but its CPU time and the host's is counted */
  readonly limits?: JobLimits
  readonly targets: readonly number[]
  readonly stopSignals: readonly string[]
  /** shell lines */
  readonly record: string
  readonly render: string | null
  /** the file that render reads */
  readonly recorded: string | null
  readonly environment: string
  /** run beside the tool; absent: nothing */
  readonly workload?: WorkloadRequest
  /** what the tool's output holds when it is attached; absent: anything */
  readonly attachedMark?: string
  /** one line that says what it is, for a library that did not start it */
  readonly about?: string
  /** the recipe's own files */
  readonly files: ReadonlyMap<string, string>
}

/** Half seconds that the tool has to flush after the first signal: reading back a large recording takes its time. */
const flushHalfSeconds = 40

const jobText = (spool: SpoolRef, job: Job): string => {
  const [first, ...later] = job.stopSignals
  return `${assignments({
    spool: spool.directory,
    deadline: job.deadlineSeconds,
    grace: job.graceSeconds,
    start_wait: job.waitSeconds ?? 0,
    budget: job.budgetBytes,
    floor_kb: Math.ceil(job.floorBytes / 1024),
    rotates: spool.rotates ? 'yes' : '',
    render_seconds: job.renderSeconds,
    targets: job.targets.join(' '),
    tool_stdout: job.render === null ? 'artifact' : 'tool.out',
    rendered: job.recorded ?? '',
    ...limitVariables(job.limits),
    ...workloadVariables(job.workload, job.attachedMark ?? ''),
    exported: [...job.environment.matchAll(/^export (\w+)=/gm)].map(([, name]) => name).join(' '),
    stop_steps: [`${first}:${flushHalfSeconds}`, ...later.map((signal) => `${signal}:10`)].join(' '),
  })}
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
${job.environment}
run_tool() { $through ${job.record}; }
${job.render === null ? '' : `idle=$(command -v ionice) && idle="$idle -c 3"\nrun_render() { exec $idle nice -n 19 ${job.render}; }`}
`
}

export interface Started {
  readonly supervisor: string
  readonly carriers: readonly string[]
  /** in a scope of systemd's, which outlives the login */
  readonly inScope: boolean
}

/** Makes the spool and starts the supervisor. Throws capture.spool with the host's own words. */
export const startSpool = (reach: Reach, spool: SpoolRef, job: Job, isLocal: boolean): Promise<Started> => {
  const files = new Map([
    ['job', jobText(spool, job)],
    ['about', job.about ?? ''],
    ['supervisor.sh', reach.scripts.supervisor],
    ['supervised.sh', reach.scripts.supervised],
    ['measure.sh', reach.scripts.measure],
    ['status.sh', reach.scripts.status],
    ['ending.sh', reach.scripts.ending],
    ['rotate.sh', reach.scripts.rotate],
    ['await.sh', reach.scripts.await],
    ['limits.sh', reach.scripts.limits],
    ['bpf-stats.sh', reach.scripts['bpf-stats']],
    ['workload.sh', reach.scripts.workload],
    ...workloadFiles(job.workload, reach.scripts['workload-run']),
    ...job.files,
  ])
  return runStart(reach, spool, 'record', isLocal, files)
}

/** Tells a supervisor that waits when to start: epoch ns by the host's own wall clock. Throws capture.spool. */
export const tellStart = async (reach: Reach, spool: SpoolRef, at: bigint): Promise<void> => {
  const variables = { spool: ownFolder(spool), start_at: String(at) }
  const { values } = await runScript(reach, variables, reach.scripts.tell)
  if (values.get('told') === '1') return
  throw new SmokejumperError({
    code: 'capture.spool',
    message:
      'The host did not wait any longer to be told when to start, or was stopped there. Nothing was recorded.',
    remedy: 'Start again; the hosts wait two minutes for each other.',
    facts: { directory: spool.directory },
  })
}

/** A supervisor for a spool whose own one died: ends what it left running and renders what is there. */
export const finishSpool = (reach: Reach, spool: SpoolRef): Promise<Started> =>
  runStart(reach, spool, 'finish', false, new Map())

const runStart = async (
  reach: Reach,
  spool: SpoolRef,
  mode: 'record' | 'finish',
  isLocal: boolean,
  files: ReadonlyMap<string, string>,
): Promise<Started> => {
  const writeFiles = writeFilesFunction(files, randomBytes(12).toString('hex'))
  const { values } = await runScript(
    reach,
    { spool: ownFolder(spool), mode, local: isLocal ? 'yes' : 'no' },
    `${writeFiles}\n${reach.scripts.start}`,
    60_000,
  )
  const refused = values.get('refused')
  if (refused !== undefined) throw spoolRefused(spool, refused)
  const word = (name: string) => values.get(name) ?? '0'
  return {
    supervisor: word('supervisor'),
    carriers: [1, 2, 3, 4].map((index) => word(`carrier_${index}`)),
    inScope: word('scope') === 'yes',
  }
}

const spoolRefused = (spool: SpoolRef, reason: string) =>
  /no space left/i.test(reason)
    ? new SmokejumperError({
        code: 'preflight.no-space',
        message: `The host's disk is full: ${reason}.`,
        remedy: "Free space on the host, or set another spool directory in the host's settings.",
        facts: { directory: spool.directory },
      })
    : new SmokejumperError({
        code: 'capture.spool',
        message: `The spool could not be made on the host: ${reason}.`,
        remedy: "Correct that on the host, or set another spool directory in the host's settings.",
        facts: { directory: spool.directory },
      })

export type Poll =
  /** `bootId`: the host's now */
  | { readonly gone: true; readonly bootId: string }
  | {
      readonly gone: false
      readonly status: SpoolStatus | null
      /** the host's monotonic clock when it was asked; null: it does not tell */
      readonly clock: HostReading | null
      readonly data: Uint8Array
      /** where the data begin in the host's artifact: behind the offset that was asked for, where that was dropped */
      readonly dataFrom: number | null
    }

/** What poll.sh is told. */
export const pollVariables = (spool: SpoolRef, offset: number) => ({
  ...{ spool: ownFolder(spool), offset, limit: pollBytes, alive: 'yes', rotates: spool.rotates ? 'yes' : '' },
})

export const readPoll = (output: Uint8Array, nonce: string): Poll => toPoll(parseFramedOutput(output, nonce))

const toPoll = ({ values, data }: FramedOutput): Poll =>
  values.get('gone') === '1'
    ? { gone: true, bootId: values.get('boot_now') ?? '' }
    : {
        ...{ gone: false, status: parseSpoolStatus(values), data },
        clock: readClock(values),
        dataFrom: /^\d{1,15}$/.test(values.get('data_from') ?? '') ? Number(values.get('data_from')) : null,
      }

const readClock = (values: ReadonlyMap<string, string>): HostReading | null => {
  const [clock, coarse] = [values.get('clock') ?? '', values.get('clock_coarse') ?? '']
  if (!/^\d{1,18}$/.test(clock) || !/^\d{1,10}$/.test(coarse)) return null
  return { low: Number(clock), high: Number(clock) + Number(coarse) }
}

/** Status, and the artifact's bytes from `offset` on; tells the supervisor that its client is there. */
export const pollSpool = async (reach: Reach, spool: SpoolRef, offset: number): Promise<Poll> => {
  const variables = { stays: 'no', ...pollVariables(spool, offset) }
  return toPoll(await runScript(reach, variables, reach.scripts.poll))
}

/** What the tools wrote to stderr, as text; at most about 400 KiB. */
export const readMessages = async (reach: Reach, spool: SpoolRef): Promise<string> => {
  const { data } = await runScript(reach, { spool: ownFolder(spool) }, reach.scripts.messages)
  return new TextDecoder().decode(data)
}

/** What the command beside the tool wrote, as far as it was kept. */
export const readWorkloadOutput = async (
  reach: Reach,
  spool: SpoolRef,
  stream: WorkloadStream,
): Promise<KeptOutput> => {
  const variables = { spool: ownFolder(spool), stream: stream === 'stdout' ? 'out' : 'err' }
  const { values, data } = await runScript(reach, variables, reach.scripts['workload-output'])
  const total = /^\d{1,15}$/.test(values.get('total') ?? '') ? Number(values.get('total')) : null
  return { bytes: data, leftOut: total === null ? null : Math.max(0, total - data.length) }
}

export const requestStop = async (reach: Reach, spool: SpoolRef): Promise<void> => {
  await runScript(reach, { spool: ownFolder(spool) }, reach.scripts.stop)
}

/** Ends what runs in the spool without keeping it, and removes it. Throws capture.spool when it is still there. */
export const removeSpool = async (reach: Reach, spool: SpoolRef): Promise<void> => {
  const { values } = await runScript(reach, { spool: ownFolder(spool) }, reach.scripts.remove, 60_000)
  if (values.get('gone') === '1') return
  throw new SmokejumperError({
    code: 'capture.spool',
    message: `The spool ${spool.directory} could not be removed from the host.`,
    remedy: 'Remove that folder on the host by hand.',
    facts: { directory: spool.directory },
  })
}

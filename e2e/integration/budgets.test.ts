/** The limits of a capture, kept by the host: each with a real tool that passes it. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadHostScripts } from '../../electron/engine/capture/host-scripts.ts'
import type { JobLimits } from '../../electron/engine/capture/job-limits.ts'
import {
  type Job,
  pollSpool,
  type Reach,
  removeSpool,
  startSpool,
} from '../../electron/engine/capture/spool.ts'
import type { SpoolStatus } from '../../electron/engine/capture/spool-status.ts'
import { createLocalTransport } from '../../electron/engine/transport/local-transport.ts'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { until } from '../sshd/until.ts'
import { setUpBusy } from './busy-machine.ts'
import {
  hasCommand,
  hasTracefs,
  isRoot,
  openBench,
  readStatus,
  resourcesDirectory,
  spoolsIn,
} from './capture-fixture.ts'
import { startedFor } from './fault-fixture.ts'

const canTrace = isRoot && hasCommand('bpftrace') && hasTracefs()
const canProfile = isRoot && hasCommand('perf') && hasCommand('gcc')
const busy = setUpBusy(!canProfile)
const scripts = await loadHostScripts(join(resourcesDirectory, 'remote'))
const reach: Reach = { transport: createLocalTransport(), scripts, elevate: false }

const job = (record: string, limits: Partial<JobLimits>): Job => ({
  ...{ deadlineSeconds: 60, graceSeconds: 60, budgetBytes: 5e7, floorBytes: 0, renderSeconds: 10 },
  ...{ targets: [], stopSignals: ['INT'], record, render: null, recorded: null, environment: '' },
  ...{ about: '{}', files: new Map() },
  limits: { limits: {}, eventBytes: 50, lostMark: '', countsBpf: false, ...limits },
})

/** JSON, a line at a time. */
const bpftrace = (program: string) => `bpftrace -B line -f json -e '${program}'`
const onEachCall = `tracepoint:raw_syscalls:sys_enter { @[tid] = count(); } interval:ms:200 { printf("on"); }`
const threeLines = 'printf("%s %s\\n", comm, comm); '.repeat(3)

interface Ended {
  readonly status: SpoolStatus
  readonly text: string
}

const spoolOf = (name: string) => ({
  directory: join(busy.makeBase('limits'), `smokejumper-${process.getuid?.()}`, name),
  ...{ hostBootId: '', elevated: false },
})

/** Runs to its end, and looks that nothing is left of it. */
const runToEnd = async (name: string, what: Job): Promise<Ended> => {
  const spool = spoolOf(name)
  await startSpool(reach, spool, what, true)
  const ended: Ended[] = []
  await until(
    `${name} to end`,
    async () => {
      const poll = await pollSpool(reach, spool, 0)
      if (poll.gone || poll.status?.state !== 'finished') return false
      ended.push({ status: poll.status, text: new TextDecoder().decode(poll.data) })
      return true
    },
    50_000,
  )
  expect(readFileSync(join(spool.directory, 'supervisor.err'), 'utf8')).toBe('')
  expect(startedFor(spool.directory)).toEqual([])
  await removeSpool(reach, spool)
  expect(existsSync(spool.directory)).toBe(false)
  const [end] = ended
  if (end === undefined) throw new Error(`${name} has not ended`)
  return end
}

describe.skipIf(!canTrace)('the host stops a tool', () => {
  const cases = {
    'that takes more CPU time than it may': {
      what: job(`sh -c "trap 'echo flushed; exit' INT; echo on; while :; do :; done"`, {
        limits: { 'tracer-cpu': 10 },
      }),
      ending: 'budget-cpu',
      id: 'tracer-cpu',
      last: 'on\nflushed\n',
    },
    'that writes more events than it may': {
      what: job(
        bpftrace(
          'interval:ms:1 { printf("one event of some fifty bytes %d", nsecs); } END { printf("flushed"); }',
        ),
        {
          limits: { events: 200 },
        },
      ),
      ending: 'budget-events',
      id: 'events',
      last: '"flushed"',
    },
    'whose programs in the kernel take more time than they may': {
      what: job(bpftrace(onEachCall), { limits: { 'bpf-cpu': 0.001 }, countsBpf: true }),
      ending: 'budget-bpf',
      id: 'bpf-cpu',
      last: '"type": "map"',
    },
    'that loses more events than it may': {
      what: job(
        `env BPFTRACE_PERF_RB_PAGES=1 ${bpftrace(`tracepoint:raw_syscalls:sys_enter { ${threeLines}}`)}`,
        {
          ...{ limits: { lost: 5 }, lostMark: '"lost_events"' },
        },
      ),
      ending: 'budget-lost',
      id: 'lost',
      last: '"lost_events"',
    },
    'while the host is busier than it may be': {
      what: job(`sh -c "trap 'echo flushed; exit' INT; echo on; while :; do sleep 0.1; done"`, {
        limits: { 'host-busy': 0.01 },
      }),
      ending: 'budget-busy',
      id: 'host-busy',
      last: 'on\nflushed\n',
    },
  } as const

  it('over each of its limits, keeps what it had flushed, says which limit and how much it was', async () => {
    const outcomes = await Promise.all(Object.values(cases).map(({ what, ending }) => runToEnd(ending, what)))
    for (const [index, { ending, id, last }] of Object.values(cases).entries()) {
      const { status, text } = outcomes[index] ?? expect.unreachable()
      expect(status.ending).toBe(ending)
      expect(text).toContain(last)
      const use = status.uses.find((each) => each.id === id)
      expect(use?.used ?? 0, `${id} beside its limit`).toBeGreaterThan(use?.limit ?? Number.POSITIVE_INFINITY)
    }
  }, 60_000)
})

describe.skipIf(!canTrace)('the time of BPF programs in the kernel', () => {
  /** Processes of a capture that have the kernel count for as long as they live. */
  const holders = (spool: string): string[] =>
    startedFor(spool).filter((row) => {
      const files = `/proc/${Number.parseInt(row, 10)}/fd`
      try {
        return readdirSync(files).some((name) => readlinkSync(join(files, name)) === 'anon_inode:bpf-stats')
      } catch (error) {
        // it, or the file, is gone meanwhile
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
        throw error
      }
    })

  it('is counted by the tool’s own hold on it: of two captures neither ends it for the other, and killed they leave none', async () => {
    const setting = () => readFileSync('/proc/sys/kernel/bpf_stats_enabled', 'latin1')
    const before = setting()
    const [one, two] = [spoolOf('one'), spoolOf('two')]
    const counting = job(bpftrace(onEachCall), { countsBpf: true })
    await Promise.all([one, two].map((spool) => startSpool(reach, spool, counting, true)))
    const runsOf = async (spool: typeof one): Promise<number> => {
      const poll = await pollSpool(reach, spool, 0)
      return poll.gone ? 0 : (poll.status?.cost.bpf?.runs ?? 0)
    }
    for (const spool of [one, two])
      await until('its programs to be counted', async () => (await runsOf(spool)) > 0)
    expect([one, two].map(({ directory }) => holders(directory).length)).toEqual([1, 1])
    // the host's own setting is nobody's to change
    expect(setting()).toBe(before)

    // the first one is killed with its supervisor: the second is counted all the same
    const kill = ({ directory }: typeof one) => {
      for (const who of ['supervisor', 'tool_pid']) process.kill(readStatus(directory, who), 'SIGKILL')
    }
    kill(one)
    await until('the first to be gone', () => holders(one.directory).length === 0)
    const counted = await runsOf(two)
    await until('the count to go on', async () => (await runsOf(two)) > counted)
    kill(two)
    await until('the second to be gone', () => holders(two.directory).length === 0)
    expect(setting()).toBe(before)
    for (const spool of [one, two]) await removeSpool(reach, spool)
  }, 60_000)
})

describe.skipIf(!canProfile)('a capture that is over a limit of its own', () => {
  it('is kept, and says what it used, what it might, and the next smaller rung', async () => {
    await using bench = await openBench()
    const request = {
      ...{ hostId: THIS_MACHINE, recipeId: 'cpu-profile', name: '' },
      parameters: { seconds: 40, hz: 499, pids: [busy.pid()] },
    }
    const { captureId } = await bench.call('captures.start', { ...request, limits: { 'tracer-cpu': 0.2 } })
    await bench.reached(captureId, 'its budgets', ({ budgets = [] }) =>
      budgets.some(({ id, used }) => id === 'tracer-cpu' && used !== null),
    )
    const over = await bench.ended(captureId)
    expect(over.error).toMatchObject({
      code: 'capture.over-budget',
      message: expect.stringMatching(
        /^The tracer took [\d.]+ % of one CPU; its limit was 0\.2 %\. The host stopped it after/,
      ),
      remedy: expect.stringContaining('next smaller rung (60 s at 99 Hz)'),
      facts: expect.objectContaining({ limit: 'tracer-cpu', most: 0.2 }),
    })
    expect(over.events).toBeGreaterThan(100)
    expect(over.budgets?.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['seconds', 'bytes', 'tracer-cpu', 'host-busy']),
    )
    expect(over.estimate).toMatchObject({ rate: 499, seconds: 40, costClass: 'low' })
    expect(startedFor(captureId)).toEqual([])
    expect(spoolsIn('/var/tmp')).not.toContain(captureId)
    // what is taken after it is on its ladder; here it stands alone
    const ladder = await bench.call('captures.ladder', { captureId })
    expect(ladder.map(({ capture }) => capture.id)).toEqual([captureId])
  }, 90_000)
})

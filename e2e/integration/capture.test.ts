import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import type { ParameterValues } from '../../shared/model/recipe.ts'
import { until } from '../sshd/until.ts'
import { isTracing, runningFor } from '../support/tracing.ts'
import { buildWorkload } from '../workloads/build.ts'
import {
  type Bench,
  hasCommand,
  hasTracefs,
  isRoot,
  openBench,
  recordProfile,
  spoolsIn,
} from './capture-fixture.ts'

const canProfile = isRoot && hasCommand('perf') && hasCommand('gcc')
const canTrace = isRoot && hasCommand('bpftrace') && hasCommand('gcc')

const base = '/var/tmp'
let bench: Bench
const children: ChildProcess[] = []

const run = (program: string, args: readonly string[]): ChildProcess => {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  return child
}
const pidOf = (child: ChildProcess): number => {
  if (child.pid === undefined) throw new Error('it did not start')
  return child.pid
}
const kill = async (child: ChildProcess) => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** A host of its own whose spools are in `base`, through a real sshd or on this machine. */
const start = async (recipeId: string, parameters: ParameterValues, hostId: string, graceSeconds = 30) =>
  (await bench.call('captures.start', { hostId, recipeId, parameters, name: '', graceSeconds })).captureId

beforeAll(async () => {
  if (isRoot && !hasTracefs()) execFileSync('mount', ['-t', 'tracefs', 'tracefs', '/sys/kernel/tracing'])
  bench = await openBench()
})
afterAll(async () => {
  for (const child of children) await kill(child)
  await bench[Symbol.asyncDispose]()
})

const functionNames = async (captureId: string): Promise<string[]> => {
  const result = await bench.call('views.functions', {
    captureId,
    streamId: 0,
    selection: {},
    sort: 'total',
    descending: true,
    search: '',
    offset: 0,
    limit: 5000,
  })
  return result.names
}

describe.skipIf(!canProfile)('a CPU profile of this machine', () => {
  it('contains the functions that were busy, and leaves nothing on the host', async () => {
    const busy = run(buildWorkload('busy', bench.directory), ['60'])
    const captureId = await start('cpu-profile', { seconds: 3 }, THIS_MACHINE)
    expect(captureId).toMatch(/^[0-9a-z]{10}$/)
    expect(bench.engine.captures.running().map((progress) => progress.captureId)).toEqual([captureId])
    const capture = await bench.ended(captureId)
    await kill(busy)
    expect(capture.error).toBeNull()
    expect(capture.state).toBe('done')
    expect(capture.states.map(({ state }) => state)).toEqual([
      'draft',
      'preflight',
      'running',
      'ingesting',
      'done',
    ])
    expect(await functionNames(captureId)).toEqual(
      expect.arrayContaining(['burn_inner', 'burn_outer', 'main']),
    )
    expect(capture.artifacts).toHaveLength(1)
    expect(capture.artifacts[0]?.verified).toBe(true)
    expect(capture.commands.map(({ purpose }) => purpose)).toEqual(['record', 'read the recording'])
    expect(capture.commands[0]?.line).toContain('perf record -N -k CLOCK_MONOTONIC')
    expect(capture.cost?.tracerCpuSeconds).toBeGreaterThan(0)
    expect(capture.cost?.wallSeconds).toBeGreaterThan(2.9)
    expect(capture.cost?.hostBusyDuring).toBeGreaterThan(0.3)
    expect(capture.anchors).toHaveLength(2)
    expect(spoolsIn(base)).not.toContain(captureId)
    expect(bench.engine.captures.running()).toEqual([])
  })
})

interface Call {
  readonly name: string
  readonly duration: number
}

describe.skipIf(!canTrace)('system call latency of chosen processes', () => {
  it('finds exactly the slow calls that the program made', async () => {
    const program = run(buildWorkload('slow-calls', bench.directory), [
      '12',
      '4',
      join(bench.directory, 'data'),
    ])
    let printed = ''
    program.stdout?.on('data', (chunk) => {
      printed += chunk
    })
    await until('the program to be ready', () => printed.startsWith('ready'))
    const captureId = await start(
      'syscall-latency',
      { seconds: 30, thresholdUs: 10_000, pids: [pidOf(program)] },
      THIS_MACHINE,
    )
    await until('all probes to be attached', () => isTracing(captureId))
    program.stdin?.write('go\n')
    await until('the program to end', () => printed.endsWith('end\n'))
    program.stdin?.end()
    const capture = await bench.ended(captureId)
    expect(capture.error).toBeNull()
    expect(capture.state).toBe('done')
    expect(capture.losses.map(({ detail }) => detail).join()).toContain(String(pidOf(program)))

    const own = [...printed.matchAll(/^(nanosleep|fsync) (\d+)$/gm)].map(
      ([, name, ns]): Call => ({ name: name ?? '', duration: Number(ns) }),
    )
    const slices = await bench.call('views.slices', {
      captureId,
      streamId: 0,
      selection: {},
      sort: 'start',
      descending: false,
      offset: 0,
      limit: 1000,
    })
    const found = [...slices.duration].map(
      (duration, index): Call => ({
        name: slices.names[index] ?? '',
        duration,
      }),
    )
    const durations = (calls: readonly Call[], call: string) =>
      calls.flatMap(({ name, duration }) => (name === call ? [duration] : []))
    expect(found.filter(({ duration }) => duration < 10_000_000)).toEqual([])
    expect(durations(found, 'nanosleep')).toHaveLength(12)
    // seen from inside, a call takes a little longer than the kernel says, on a busy machine much longer
    const sleeps = durations(own, 'nanosleep')
    for (const [index, duration] of durations(found, 'nanosleep').entries())
      expect(duration).toBeLessThanOrEqual(sleeps[index] ?? 0)
    const slowest = (calls: readonly Call[]) => durations(calls, 'fsync').toSorted((x, y) => y - x)
    for (const [index, duration] of slowest(found).entries())
      expect(duration).toBeLessThanOrEqual(slowest(own)[index] ?? 0)
  })
})

describe.skipIf(!canProfile)('a capture that is ended early', () => {
  it('is kept by Stop', async () => {
    const captureId = await recordProfile(bench, { hostId: THIS_MACHINE, seconds: 60 })
    await bench.call('captures.stop', { captureId })
    const capture = await bench.ended(captureId)
    expect(capture.error).toBeNull()
    expect(capture.state).toBe('done')
    expect(capture.states.at(-1)?.why).toBe('stopped by hand')
    expect(capture.events).toBeGreaterThan(0)
    expect(runningFor(captureId)).toEqual([])
  })

  it('is gone everywhere after Discard', async () => {
    const captureId = await recordProfile(bench, { hostId: THIS_MACHINE, seconds: 60 })
    await bench.call('captures.discard', { captureId })
    await expect(bench.get(captureId)).rejects.toMatchObject({ code: 'capture.unknown' })
    expect(spoolsIn(base)).not.toContain(captureId)
    expect(runningFor(captureId)).toEqual([])
  })

  it('ends with the process that was chosen, and says so', async () => {
    const busy = run(buildWorkload('busy', bench.directory), ['60'])
    const captureId = await recordProfile(bench, {
      ...{ hostId: THIS_MACHINE, pids: [pidOf(busy)], seconds: 60 },
    })
    await kill(busy)
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('done')
    expect(capture.events).toBeGreaterThan(0)
    expect(capture.losses).toEqual([
      expect.objectContaining({
        kind: 'truncated',
        detail: expect.stringContaining(`The chosen processes (${busy.pid}) ended`),
      }),
    ])
    expect(await functionNames(captureId)).toContain('burn_inner')
  })

  it('leaves nothing anywhere when it is cancelled before it runs', async () => {
    const cancel = new AbortController()
    let captureId = ''
    const cancelWhenStarting = (step: string) => {
      if (step !== 'starting the tool') return
      captureId = bench.engine.captures.running()[0]?.captureId ?? ''
      cancel.abort()
    }
    const starting = bench.engine.handlers['captures.start'](
      { hostId: THIS_MACHINE, recipeId: 'cpu-profile', parameters: { seconds: 60 }, name: 'cancelled' },
      { signal: cancel.signal, report: ({ step }) => cancelWhenStarting(step) },
    )
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' })
    const { rows } = await bench.call('captures.list', {
      search: 'cancelled',
      hostId: null,
      recipeId: null,
      sort: 'startedAt',
      descending: true,
      offset: 0,
      limit: 10,
    })
    expect(captureId).not.toBe('')
    expect(rows).toEqual([])
    expect(bench.engine.captures.running()).toEqual([])
    expect(spoolsIn(base)).not.toContain(captureId)
  })

  it('does not begin for a process that is not there', async () => {
    await expect(
      start('cpu-profile', { seconds: 60, pids: [2_000_000_000] }, THIS_MACHINE),
    ).rejects.toMatchObject({
      code: 'preflight.no-such-process',
      message: expect.stringContaining('2000000000'),
    })
  })
})

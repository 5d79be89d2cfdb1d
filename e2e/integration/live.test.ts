/** Captures that are looked at while they run. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { until } from '../sshd/until.ts'
import { isTracing, runningFor } from '../support/tracing.ts'
import { buildWorkload } from '../workloads/build.ts'
import { setUpBusy } from './busy-machine.ts'
import { type Bench, hasCommand, isRoot, openBench } from './capture-fixture.ts'

const SLEEPS = 12
const canTrace = isRoot && hasCommand('bpftrace') && hasCommand('gcc')
const canProfile = canTrace && hasCommand('perf')

/** Programs that make their slow calls when they are told. */
const startPrograms = (folder: string): ChildProcessWithoutNullStreams[] => {
  const program = buildWorkload('slow-calls', folder)
  return ['a', 'b'].map((name) => spawn(program, [String(SLEEPS), '0', join(folder, name)]))
}

const countCalls = async (bench: Bench, captureId: string): Promise<number> => {
  const { layers } = await bench.call('views.histogram', { captureId, selection: {}, buckets: 'log2' })
  const calls = layers.find(({ source }) => source === 'events')
  return calls?.count.reduce((sum, count) => sum + count, 0) ?? 0
}

/** All of its raw output, taken in as a file. */
const importAgain = async (bench: Bench, captureId: string): Promise<string> => {
  const { artifacts } = await bench.get(captureId)
  const { id, bytes: length } = artifacts[0]!
  const args = { captureId, artifactId: id, offset: 0, length: Math.max(length, 1) }
  const { bytes } = await bench.call('artifacts.read', args)
  const { importId } = await bench.call('imports.begin', { name: 'again', bytes: length })
  await bench.call('imports.append', { importId, offset: 0, bytes })
  return (await bench.call('imports.finish', { importId })).captureId
}

const ask = async (bench: Bench, id: string) => {
  const { streams, threads, losses, duration, events } = await bench.get(id)
  const selection = {}
  const [{ kind, id: streamId } = { kind: '', id: 0 }] = streams
  return {
    ...{ streams, threads, losses, duration, events },
    flame: await bench.call('views.flame', {
      ...{ captureId: id, streamId, selection, order: 'top-down', group: 'thread', zoom: [], search: '' },
      ...{ minShare: 0, maxNodes: 5000 },
    }),
    ...(kind === 'slices' && {
      histogram: await bench.call('views.histogram', { captureId: id, selection, buckets: 'log' }),
      slices: await bench.call('views.slices', {
        ...{ captureId: id, streamId, selection, sort: 'duration', descending: true },
        ...{ offset: 0, limit: 100 },
      }),
    }),
  }
}

describe.skipIf(!canTrace)('a capture that runs', () => {
  const busy = setUpBusy(!canProfile)

  it.skipIf(!canProfile)(
    'is a flame graph that grows, where perf is read while it records, and nothing of it is lost at its end',
    async () => {
      await using bench = await openBench()
      const { captureId } = await bench.call('captures.start', {
        ...{ hostId: THIS_MACHINE, recipeId: 'cpu-profile', name: '', graceSeconds: 30 },
        parameters: { seconds: 100, hz: 499, reading: 'live', pids: [busy.pid()] },
      })
      let before = 0
      for (const what of ['the first samples', 'more of them']) {
        await until(what, async () => ((await bench.get(captureId)).live?.events ?? 0) > before, 45_000)
        const { state, events } = await bench.get(captureId)
        expect(state).toBe('running')
        before = events ?? 0
      }
      expect(JSON.stringify(await ask(bench, captureId))).toContain('burn_inner')
      await bench.call('captures.stop', { captureId })
      const ended = await bench.ended(captureId)
      expect(ended).toMatchObject({ state: 'done', error: null, lost: 0, incomplete: false })
      expect(ended.events).toBeGreaterThanOrEqual(before)
      expect(ended.artifacts).toMatchObject([{ name: 'perf-script.txt', verified: true }])
      expect(await ask(bench, captureId)).toEqual(await ask(bench, await importAgain(bench, captureId)))
      expect(runningFor(captureId)).toEqual([])
    },
  )

  it('shows what has come, then more, and in the end what its raw output says by itself', async () => {
    await using bench = await openBench()
    const programs = startPrograms(bench.directory)
    try {
      const { captureId } = await bench.call('captures.start', {
        ...{ hostId: THIS_MACHINE, recipeId: 'syscall-latency', name: '', graceSeconds: 30 },
        parameters: { seconds: 100, thresholdUs: 1000, pids: programs.map(({ pid }) => pid!) },
      })
      await until('all probes to be attached', () => isTracing(captureId), 45_000)
      for (const [index, program] of programs.entries()) {
        program.stdin.write('go\n')
        const enough = SLEEPS * (index + 1)
        await until('the calls to be seen', async () => {
          const { live } = await bench.get(captureId)
          return (live?.events ?? 0) >= enough
        })
        const { live, state, duration, threads, streams } = await bench.get(captureId)
        expect(state).toBe('running')
        expect(live).toMatchObject({ events: live?.total, upTo: duration })
        expect(threads.length).toBeGreaterThan(index)
        expect(streams.map(({ kind }) => kind)).toEqual(['slices', 'distribution'])
        expect(await countCalls(bench, captureId)).toBe(live?.events)
      }
      await bench.call('captures.stop', { captureId })
      const ended = await bench.ended(captureId)
      expect(ended).toMatchObject({ state: 'done', error: null })
      expect(ended).not.toHaveProperty('live')
      const again = await importAgain(bench, captureId)
      expect(await ask(bench, captureId)).toEqual(await ask(bench, again))
    } finally {
      for (const program of programs) program.kill()
    }
  })
})

/** From SQLite to the answers that the flame graph is drawn from: in the worker, and at the other end of a door. */

import type { Args } from '../../shared/contract/contract.ts'
import type { EngineClient } from '../../shared/contract/engine.ts'
import type { Random } from '../../shared/profile/testing/seeded-random.ts'
import { seededRandom } from '../../shared/profile/testing/seeded-random.ts'
import { openBenchDoor } from './bench-door.ts'
import { importText, openBenchLibrary } from './bench-library.ts'
import { generatePerfScript } from './generate-perf-script.ts'
import { readDeepStacksOf200kNodes } from './inputs.ts'
import { type Measure, quantile, type Row, round, timedAsync } from './row.ts'

/** as the flame graph of a window 1,600 pixels wide asks */
const limits = { minShare: 1 / 3200, maxNodes: 4000 }
const ROUNDS = 100
/** of the workbench, for what is slow only once */
const STARTS = 5

const anyRange = (random: Random, duration: number) => {
  const [from, to] = [random.integer(0, duration), random.integer(0, duration)].sort((a, b) => a - b)
  return { from: from ?? 0, to: (to ?? 0) + 1 }
}

/** Milliseconds of each round. */
const repeat = async (rounds: number, work: () => Promise<unknown>): Promise<number[]> => {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push((await timedAsync(work)).ms)
  return times
}

const say = (times: readonly number[]): string =>
  `p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`

/** Milliseconds until the flame graph of a capture is there that a person opens from the list of a workbench just started. */
const openCapture = async (client: EngineClient, args: Args<'views.flame'>): Promise<number> => {
  const list = { search: '', hostId: null, recipeId: null, sort: 'startedAt', descending: true } as const
  await client.call('captures.list', { ...list, offset: 0, limit: 100 })
  return (await timedAsync(() => client.call('views.flame', args))).ms
}

export const viewRows: Measure = async (scale) => {
  await using bench = await openBenchLibrary()
  const stacks = readDeepStacksOf200kNodes()
  for (const [seed, id] of ['a', 'b'].entries())
    await importText(bench.library, id, generatePerfScript(stacks, seed, { samples: 1e6 * scale }))
  const library = await bench.reopen()
  const detail = await library.getCapture('a')
  const streamId = detail.streams[0]?.id ?? 0
  const duration = detail.duration ?? 0
  const flame = (time: { from: number; to: number }): Args<'views.flame'> => ({
    ...{
      captureId: 'a',
      streamId,
      selection: { time },
      order: 'top-down',
      group: 'none',
      zoom: [],
      search: '',
    },
    ...limits,
  })
  // as the app asks: nothing is selected yet
  const wholeFlame = { ...flame({ from: 0, to: 1 }), selection: {} }
  const cold = await timedAsync(() => library.flame(wholeFlame))
  const random = seededRandom(4)
  const folds = await repeat(ROUNDS, () => library.flame(flame(anyRange(random, duration))))

  const diff = (time: { from: number; to: number }): Args<'views.diff'> => ({
    a: { captureId: 'a', streamId, selection: { time } },
    b: { captureId: 'b', streamId, selection: { time } },
    ...{ norm: 'samples', order: 'top-down', group: 'none', zoom: [], search: '' },
    ...limits,
  })
  const firstDiff = await timedAsync(() => library.diff(diff({ from: 0, to: duration + 1 })))
  const diffs = await repeat(ROUNDS, () => library.diff(diff(anyRange(random, duration))))
  await bench.close()

  const firsts: number[] = []
  for (let start = 1; start < STARTS; start++) {
    await using door = await openBenchDoor(bench)
    firsts.push(await openCapture(door.client, wholeFlame))
  }
  await using door = await openBenchDoor(bench)
  const client = door.client
  firsts.push(await openCapture(client, wholeFlame))
  const firstAtDoor = quantile(firsts, 0.5)
  const answers = await repeat(ROUNDS, () => client.call('views.flame', flame(anyRange(random, duration))))

  const samples = detail.streams[0]?.length ?? 0
  return [
    {
      what: `first flame graph of ${samples} stored samples, cold, at the door`,
      measured: `p50 of ${STARTS} starts ${Math.round(firstAtDoor)} ms (${firsts.map(Math.round).join(', ')}; in the worker ${Math.round(cold.ms)} ms)`,
      must: '300 ms',
      holds: firstAtDoor < 300,
      figures: {
        atDoorMs: round(firstAtDoor),
        inWorkerMs: round(cold.ms),
        nodes: cold.value.parent.length,
      },
    },
    {
      what: 'fold of any time range, in the worker',
      measured: say(folds),
      must: 'p95 16 ms',
      holds: quantile(folds, 0.95) < 16,
      figures: { p50Ms: round(quantile(folds, 0.5)), p95Ms: round(quantile(folds, 0.95)) },
    },
    {
      what: 'the same, answered at the other end of a WebSocket',
      measured: say(answers),
      must: 'p95 50 ms',
      holds: quantile(answers, 0.95) < 50,
      figures: { p50Ms: round(quantile(answers, 0.5)), p95Ms: round(quantile(answers, 0.95)) },
    },
    {
      what: `diff of two captures of ${samples} samples, any time range`,
      measured: `${say(diffs)}, the first ${Math.round(firstDiff.ms)} ms`,
      must: 'p95 60 ms',
      holds: quantile(diffs, 0.95) < 60,
      figures: {
        p50Ms: round(quantile(diffs, 0.5)),
        p95Ms: round(quantile(diffs, 0.95)),
        firstMs: round(firstDiff.ms),
      },
    },
  ] satisfies Row[]
}

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Limits } from '../model/budget.ts'
import { type ParameterValues, recipeSchema } from '../model/recipe.ts'
import { estimateCapture } from './estimate.ts'
import { sayOverBudget } from './over-budget.ts'
import { nextRung, onRung, rungOf, smallerRung } from './rungs.ts'
import { wholeBudget } from './whole-budget.ts'
import { limitsOf, ownLimits, withLimits } from './with-limits.ts'

const load = (id: string) =>
  recipeSchema.parse(
    JSON.parse(readFileSync(new URL(`../../resources/recipes/${id}.json`, import.meta.url), 'utf8')),
  )
const cpuProfile = load('cpu-profile')
const syscallLatency = load('syscall-latency')
const profile = (seconds: number, hz: number, callGraph = 'fp') => ({ seconds, hz, callGraph, pids: [] })

describe('the estimate', () => {
  it('of a sampling recipe is rate times CPUs times seconds, and what each sample costs', () => {
    const { tracerCpuPercent, ...rest } =
      estimateCapture(cpuProfile, profile(15, 49), 8) ?? expect.unreachable()
    // 0.784 for the samples, 1.33 for the start, 0.4 for the supervisor
    expect(tracerCpuPercent).toBeCloseTo(2.517, 3)
    expect(rest).toEqual({
      ...{ seconds: 15, cpus: 8, rate: 49, probes: 8, events: 5880 },
      ...{ bytes: 1_000_000 + 5880 * 3050, costClass: 'low' },
      ...{ eventsPerThread: null, microsecondsPerHit: null },
    })
  })

  it('is of one CPU where the host was not probed', () => {
    expect(estimateCapture(cpuProfile, profile(15, 49), null)).toMatchObject({
      ...{ cpus: null, events: 735, probes: 1 },
    })
  })

  it('counts the bytes of DWARF stacks, and what does not fit into the budget is of high cost', () => {
    const dwarf = profile(15, 49, 'dwarf')
    expect(estimateCapture(cpuProfile, dwarf, 8)).toMatchObject({ bytes: 75_088_000, costClass: 'low' })
    expect(estimateCapture(cpuProfile, dwarf, 64)).toMatchObject({ bytes: 593_704_000, costClass: 'high' })
    expect(estimateCapture(cpuProfile, profile(15, 999), 8)).toMatchObject({ costClass: 'high' })
  })

  it('of a recipe whose events are up to the host says what is known: probes, cost of a hit, a bound for a thread', () => {
    expect(estimateCapture(syscallLatency, { seconds: 10, thresholdUs: 10_000, pids: [] }, 8)).toEqual({
      ...{ seconds: 10, cpus: 8, rate: null, probes: 4, events: null, bytes: null, tracerCpuPercent: null },
      ...{ eventsPerThread: 100, microsecondsPerHit: 0.75, costClass: 'medium' },
    })
  })

  it('is none while the duration is missing', () => {
    expect(estimateCapture(cpuProfile, { hz: 49 }, 8)).toBeNull()
  })
})

describe('the ladder', () => {
  it('is climbed rung by rung, and descended', () => {
    const first = profile(5, 19)
    expect(rungOf(cpuProfile, first)).toBe(0)
    expect(smallerRung(cpuProfile, first)).toBeNull()
    const second = nextRung(cpuProfile, first)
    expect(second?.title).toBe('15 s at 49 Hz')
    expect(smallerRung(cpuProfile, profile(15, 49))?.title).toBe('5 s at 19 Hz')
    expect(nextRung(cpuProfile, profile(60, 99))?.title).toBe('15 s at 49 Hz, DWARF')
    expect(nextRung(cpuProfile, profile(15, 49, 'dwarf'))).toBeNull()
  })

  it('keeps what a rung does not name: the chosen processes', () => {
    const values = { ...profile(5, 19), pids: [42] }
    const rung = nextRung(cpuProfile, values)
    expect(rung && onRung(values, rung)).toEqual({ seconds: 15, hz: 49, callGraph: 'fp', pids: [42] })
    expect(rungOf(cpuProfile, values)).toBe(0)
  })

  it('finds the rungs beside settings of one’s own by what they ask of the host', () => {
    expect(rungOf(cpuProfile, profile(20, 49))).toBeNull()
    expect(nextRung(cpuProfile, profile(20, 49))?.title).toBe('60 s at 99 Hz')
    expect(smallerRung(cpuProfile, profile(20, 49))?.title).toBe('15 s at 49 Hz')
    // another way to find callers is nothing smaller
    expect(smallerRung(cpuProfile, profile(40, 499))?.title).toBe('60 s at 99 Hz')
    expect(nextRung(cpuProfile, profile(40, 499))).toBeNull()
    const calls = { seconds: 20, thresholdUs: 10_000, pids: [] }
    expect(nextRung(syscallLatency, calls)?.title).toBe('60 s, calls from 10 ms')
  })
})

describe('the limits', () => {
  it('are the recipe’s, and a person’s own in their place; null is none', () => {
    expect(limitsOf(syscallLatency)).toEqual({
      ...{ 'tracer-cpu': 50, 'bpf-cpu': 50, events: 20_000, lost: 100_000, 'host-busy': null },
      bytes: 268_435_456,
    })
    const own = withLimits(syscallLatency, { 'tracer-cpu': 5, lost: null, bytes: 1e6 })
    expect(own.budget).toEqual({
      ...{ bytes: 1_000_000, renderSeconds: 60 },
      limits: { 'tracer-cpu': 5, 'bpf-cpu': 50, events: 20_000, lost: null, 'host-busy': null },
    })
    expect(limitsOf(own)['tracer-cpu']).toBe(5)
  })

  it('are others with parameters that cost more, and a person’s own are before those', () => {
    const each = { recordedBytes: 1, readBytes: 1, microseconds: 1 }
    const estimate = {
      ...{ probes: { fixed: 0, perCpu: 1 }, baseBytes: 1 },
      perEvent: [{ ...each, when: 'reading', is: 'live', limits: { 'tracer-cpu': 100 } }, each],
    }
    const limitOf = (values: ParameterValues, given?: Limits) =>
      limitsOf(withLimits({ ...syscallLatency, estimate }, given, values))['tracer-cpu']
    expect(limitOf({ reading: 'live' })).toBe(100)
    expect(limitOf({ reading: 'live' }, { 'tracer-cpu': 7 })).toBe(7)
    expect(limitOf({ reading: 'afterwards' }, { lost: null })).toBe(50)
  })

  it('that a person had set hold for what is taken after', () => {
    const uses = wholeBudget({ elapsedSeconds: 1, plannedSeconds: 5, bytes: 10, budgetBytes: 268_435_456 }, [
      { id: 'tracer-cpu', unit: 'percent', used: 1, peak: 1, limit: 5 },
      { id: 'lost', unit: 'events', used: 0, peak: 0, limit: null },
      { id: 'events', unit: 'per-second', used: 1, peak: 1, limit: 20_000 },
    ])
    expect(ownLimits(syscallLatency, uses)).toEqual({ 'tracer-cpu': 5, lost: null })
    expect(ownLimits(syscallLatency, uses.slice(0, 2))).toBeUndefined()
  })

  it('never leave a spool without one', () => {
    expect(withLimits(syscallLatency, { bytes: null }).budget.bytes).toBe(268_435_456)
  })

  it('are shown with time and bytes before them', () => {
    const extent = { elapsedSeconds: 6, plannedSeconds: 5, bytes: 10, budgetBytes: 100 }
    expect(wholeBudget(extent, [])).toEqual([
      { id: 'seconds', used: 5, peak: 6, limit: 5, unit: 's' },
      { id: 'bytes', used: 10, peak: 10, limit: 100, unit: 'bytes' },
    ])
  })

  it.each([
    ['tracer-cpu', 'percent', 31.4, 5, 'The tracer took 31 % of one CPU; its limit was 5 %.'],
    [
      'events',
      'per-second',
      1148,
      200,
      'The tool wrote about 1,148 events a second; the limit was 200 events a second.',
    ],
    ['lost', 'events', 115751, 10, 'The tool lost 115,751 events; the limit was 10.'],
    ['host-busy', 'percent', 99.5, 90, 'The host was 100 % busy; the limit was 90 %.'],
  ] as const)('that are passed are said: %s', (id, unit, used, limit, sentence) => {
    expect(sayOverBudget(id, [{ id, unit, used, peak: used, limit }])).toBe(sentence)
  })
})

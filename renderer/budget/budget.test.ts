import { describe, expect, it } from 'vitest'
import type { BudgetUse } from '../../shared/model/budget.ts'
import type { CaptureProgress } from '../../shared/model/capture.ts'
import { describeUse, shareOf, tightest, toneOf } from './budget-words.ts'
import { addToTrend, type Trend, trendLine } from './trend.ts'

const tracer = (used: number | null, limit: number | null = 25): BudgetUse => ({
  ...{ id: 'tracer-cpu', unit: 'percent', used, peak: used, limit },
})
const time: BudgetUse = { id: 'seconds', unit: 's', used: 5, peak: 5, limit: 5 }
const host: BudgetUse = { id: 'host-busy', unit: 'percent', used: 98, peak: 98, limit: null }

describe('a use of the budget', () => {
  it('is said beside its limit', () => {
    expect(describeUse(tracer(0.8))).toBe('0.8 % of 25 %')
    expect(describeUse(tracer(null))).toBe('– of 25 %')
    expect(describeUse(host)).toBe('98 %, no limit')
    expect(describeUse({ id: 'events', unit: 'per-second', used: 1234, peak: 1234, limit: 20_000 })).toBe(
      '1.23 k /s of 20 k /s',
    )
  })

  it('is near its limit from four fifths on; time and what has no limit never are', () => {
    expect([19, 20, 25, 26].map((used) => toneOf(tracer(used)))).toEqual(['calm', 'near', 'near', 'over'])
    expect(toneOf(time)).toBe('calm')
    expect(toneOf(host)).toBe('calm')
    expect(shareOf(host)).toBe(0.98)
    expect(shareOf(tracer(3, null))).toBeNull()
  })

  it('that is nearest to its limit is told among all', () => {
    const bytes: BudgetUse = { id: 'bytes', unit: 'bytes', used: 90, peak: 90, limit: 100 }
    expect(tightest([time, tracer(1), bytes, host])).toBe(bytes)
    expect(tightest([time, host])).toBeNull()
  })
})

describe('the trend', () => {
  const at = (elapsedSeconds: number, used: number | null): CaptureProgress => ({
    ...{ captureId: 'c', name: '', hostLabel: '', state: 'running', phase: '', plannedSeconds: 100 },
    ...{ bytes: 0, received: 0, budgetBytes: 1, tracerCpuSeconds: 0, connection: 'up' },
    ...{ elapsedSeconds, budgets: [tracer(used)] },
  })

  it('holds the last minute, each moment once', () => {
    let trend: Trend = []
    for (const second of [0, 1, 1, 2, 30, 62]) trend = addToTrend(trend, at(second, second))
    expect(trend).toEqual([2, 30, 62].map((second) => ({ at: second, used: { 'tracer-cpu': second } })))
    expect(addToTrend(trend, at(63, null))).toBe(trend)
  })

  it('is drawn up to now, with the limit where it is not far off', () => {
    const trend = addToTrend(addToTrend([], at(0, 10)), at(30, 20))
    expect(trendLine(trend, 'tracer-cpu', 25)).toEqual({
      points: [
        [0, 0.4],
        [1, 0.8],
      ],
      limit: 1,
    })
    expect(trendLine(trend, 'tracer-cpu', 1000)).toEqual({
      points: [
        [0, 0.5],
        [1, 1],
      ],
      limit: null,
    })
    expect(trendLine([], 'tracer-cpu', null)).toEqual({ points: [], limit: null })
  })
})

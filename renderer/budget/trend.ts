/** What running captures used over the last minute. */
import type { BudgetId } from '../../shared/model/budget.ts'
import type { CaptureProgress } from '../../shared/model/capture.ts'

export interface TrendPoint {
  /** seconds since the start of the recording */
  readonly at: number
  readonly used: Readonly<Partial<Record<BudgetId, number>>>
}
export type Trend = readonly TrendPoint[]

export const TREND_SECONDS = 60
/** A capture of a few seconds is not drawn in a corner. */
const LEAST_SECONDS = 10

/** The same when there is nothing new in it. */
export function addToTrend(trend: Trend, { elapsedSeconds, budgets = [] }: CaptureProgress): Trend {
  const used = Object.fromEntries(budgets.flatMap((use) => (use.used === null ? [] : [[use.id, use.used]])))
  const last = trend.at(-1)
  if (Object.keys(used).length === 0 || (last && last.at >= elapsedSeconds)) return trend
  const from = elapsedSeconds - TREND_SECONDS
  return [...trend.filter(({ at }) => at >= from), { at: elapsedSeconds, used }]
}

export interface TrendLine {
  /** 0..1 of the last minute (of all of it, where that is shorter), 1 is now; 0..1 of the most */
  readonly points: readonly (readonly [x: number, y: number])[]
  /** where the limit lies, 0..1; null: none, or far above all that was used */
  readonly limit: number | null
}

/** On a scale of its own, so that it is seen whether it grows; the limit is drawn where it is not far above it. */
export function trendLine(trend: Trend, id: BudgetId, limit: number | null): TrendLine {
  const values = trend.flatMap(({ at, used }) => {
    const value = used[id]
    return value === undefined ? [] : [[at, value] as const]
  })
  const now = trend.at(-1)?.at ?? 0
  const span = Math.min(TREND_SECONDS, Math.max(LEAST_SECONDS, now))
  const most = Math.max(0, ...values.map(([, value]) => value))
  const isNear = limit !== null && limit <= 4 * most
  const top = Math.max(most, isNear ? limit : 0) || 1
  return {
    points: values.map(([at, value]) => [1 - (now - at) / span, value / top]),
    limit: isNear ? limit / top : null,
  }
}

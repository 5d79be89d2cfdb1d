/** What the supervisor on the host is told to keep to (resources/remote/limits.sh), and what it says about it. */

import { eventCost } from '../../../shared/budget/estimate.ts'
import { limitsOf } from '../../../shared/budget/with-limits.ts'
import { type BudgetUse, budgetUnits, type LimitId, type Limits } from '../../../shared/model/budget.ts'
import type { ParameterValues, Recipe } from '../../../shared/model/recipe.ts'

export interface JobLimits {
  readonly limits: Limits
  /** bytes that an event takes of what the tool writes, about */
  readonly eventBytes: number
  /** what a line of its stdout holds that tells lost events; '': it tells none there */
  readonly lostMark: string
  readonly countsBpf: boolean
}

/** As the supervisor calls them. */
const words = {
  'tracer-cpu': 'cpu',
  'bpf-cpu': 'bpf',
  events: 'events',
  lost: 'lost',
  'host-busy': 'busy',
} as const satisfies Partial<Record<LimitId, string>>
type Watched = keyof typeof words
const watched = Object.keys(words) as Watched[]

/** The supervisor counts in hundredths of a percent. */
const scaleOf = (id: Watched): number => (budgetUnits[id] === 'percent' ? 100 : 1)

export const jobLimits = (recipe: Recipe, parameters: ParameterValues): JobLimits => ({
  limits: limitsOf(recipe),
  eventBytes: Math.max(1, Math.round(eventCost(recipe, parameters)?.recordedBytes ?? 100)),
  lostMark: recipe.counts?.lost ?? '',
  countsBpf: recipe.counts?.bpf === true,
})

/** For the job file. */
export const limitVariables = (job: JobLimits | undefined): Record<string, string | number> => {
  const most = (id: Watched): [string, string | number] => {
    const limit = job?.limits[id] ?? null
    return [`limit_${words[id]}`, limit === null ? '' : Math.max(1, Math.round(limit * scaleOf(id)))]
  }
  return {
    ...Object.fromEntries(watched.map(most)),
    event_bytes: job?.eventBytes ?? 100,
    lost_mark: job?.lostMark ?? '',
    counts_bpf: job?.countsBpf === true ? 'yes' : '',
  }
}

/** 'cpu:123:250:2500,...': what is used, the most so far, the limit. What a hostile host makes up is only ever shown. */
export const parseUses = (text: string): BudgetUse[] => {
  const found = new Map<string, BudgetUse>()
  for (const entry of text.slice(0, 1000).split(',')) {
    const match = /^([a-z]{1,10}):(\d{1,15}):(\d{0,15}):(\d{0,15})$/.exec(entry)
    const id = watched.find((each) => words[each] === match?.[1])
    if (!match || id === undefined) continue
    const number = (digits: string | undefined): number | null =>
      digits === undefined || digits === '' ? null : Number(digits) / scaleOf(id)
    found.set(id, {
      ...{ id, used: number(match[2]), peak: number(match[3]), limit: number(match[4]) },
      unit: budgetUnits[id],
    })
  }
  return watched.flatMap((id) => found.get(id) ?? [])
}

/** The limit that ended a recording ('budget-cpu'); null for any other end. */
export const limitOfEnding = (ending: string | null): LimitId | null =>
  ending === 'budget' ? 'bytes' : (watched.find((id) => ending === `budget-${words[id]}`) ?? null)

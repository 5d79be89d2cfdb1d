/** A person's own limits as they are typed, and what they mean. */
import { limitsOf } from '../../shared/budget/with-limits.ts'
import { type LimitId, type Limits, limitIds, MAX_LIMIT } from '../../shared/model/budget.ts'
import type { Recipe } from '../../shared/model/recipe.ts'

/** '' is no limit */
export type LimitTexts = Readonly<Partial<Record<LimitId, string>>>

/** Bytes are typed in MB. */
const scaleOf = (id: LimitId): number => (id === 'bytes' ? 1e6 : 1)

/** Those that mean something for the recipe: what its tool does not tell cannot be limited. */
export const limitsFor = (recipe: Recipe): LimitId[] =>
  limitIds.filter((id) => {
    if (id === 'bpf-cpu') return recipe.counts?.bpf === true
    if (id === 'lost') return recipe.counts?.lost !== undefined
    return id !== 'events' || recipe.estimate !== undefined
  })

export const initialLimitTexts = (recipe: Recipe): LimitTexts => {
  const limits = limitsOf(recipe)
  return Object.fromEntries(
    limitsFor(recipe).map((id) => {
      const limit = limits[id]
      return [id, limit === null ? '' : String(Math.round((limit / scaleOf(id)) * 100) / 100)]
    }),
  )
}

export interface ReadLimits {
  /** only those that are other than the recipe's; undefined: none is */
  readonly limits: Limits | undefined
  readonly errors: Readonly<Partial<Record<LimitId, string>>>
}

export function readLimitTexts(recipe: Recipe, texts: LimitTexts): ReadLimits {
  const initial = initialLimitTexts(recipe)
  const limits: Limits = {}
  const errors: Partial<Record<LimitId, string>> = {}
  for (const id of limitsFor(recipe)) {
    const text = (texts[id] ?? initial[id] ?? '').trim()
    if (text === initial[id]) continue
    const value = /^\d{1,12}(\.\d{1,3})?$/.test(text) ? Number(text) * scaleOf(id) : Number.NaN
    if (text === '' && id !== 'bytes') limits[id] = null
    else if (value > 0 && value <= MAX_LIMIT) limits[id] = value
    else errors[id] = id === 'bytes' ? 'A number above 0' : 'A number above 0, or nothing for no limit'
  }
  return { limits: Object.keys(limits).length === 0 ? undefined : limits, errors }
}

import type { BudgetUse, LimitId, Limits } from '../model/budget.ts'
import type { ParameterValues, Recipe } from '../model/recipe.ts'
import { eventCost } from './estimate.ts'

/** What the host stops the capture over: the recipe's own limits, those of `given` in their place; null: no limit. */
export const limitsOf = (recipe: Recipe, given: Limits = {}): Record<LimitId, number | null> => {
  const { bytes, limits = {} } = recipe.budget
  return {
    ...{ 'tracer-cpu': null, 'bpf-cpu': null, events: null, lost: null, 'host-busy': null },
    ...limits,
    ...given,
    // a spool without any limit would be the host's whole disk
    bytes: given.bytes ?? bytes,
  }
}

/** The limits of a capture that were other than the recipe's, for one that is taken after it; undefined: none were. */
export const ownLimits = (recipe: Recipe, uses: readonly BudgetUse[]): Limits | undefined => {
  const usual = limitsOf(recipe)
  const own = uses.flatMap(({ id, limit }) =>
    id === 'seconds' || usual[id] === limit ? [] : [[id, limit] as const],
  )
  return own.length === 0 ? undefined : Object.fromEntries(own)
}

/** The recipe with a person's own limits in its budget, over those that it has with these parameters. */
export const withLimits = (
  recipe: Recipe,
  given: Limits | undefined,
  values: ParameterValues = {},
): Recipe => {
  const usual = eventCost(recipe, values)?.limits
  if (given === undefined && usual === undefined) return recipe
  const { bytes, ...limits } = limitsOf(recipe, { ...usual, ...given })
  return {
    ...recipe,
    budget: { ...recipe.budget, limits, bytes: Math.max(1, Math.floor(bytes ?? recipe.budget.bytes)) },
  }
}

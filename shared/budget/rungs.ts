/** The ladder of a recipe: its rungs from the cheapest, and where given parameters stand among them. */
import type { ParameterValues, Recipe, Rung } from '../model/recipe.ts'
import { estimateCapture, eventCost } from './estimate.ts'

/** The index of the rung that has these parameters (processes may be chosen on any); null: settings of one's own. */
export const rungOf = (recipe: Recipe, values: ParameterValues): number | null => {
  const index = rungsOf(recipe).findIndex(({ parameters }) =>
    Object.entries(parameters).every(([id, value]) => values[id] === value),
  )
  return index === -1 ? null : index
}

/** The next one up; for settings of one's own the first that asks for more. Null at the top. */
export const nextRung = (recipe: Recipe, values: ParameterValues): Rung | null => {
  const at = rungOf(recipe, values)
  if (at !== null) return rungsOf(recipe)[at + 1] ?? null
  const work = workOf(recipe, values)
  const asksForMore = (rung: Rung) => workOf(recipe, onRung(values, rung)) > work
  return alike(recipe, values).find(asksForMore) ?? rungsOf(recipe).find(asksForMore) ?? null
}

/** The largest that asks for less. Null at the bottom. */
export const smallerRung = (recipe: Recipe, values: ParameterValues): Rung | null => {
  const at = rungOf(recipe, values)
  if (at !== null) return rungsOf(recipe)[at - 1] ?? null
  const work = workOf(recipe, values)
  return alike(recipe, values).findLast((rung) => workOf(recipe, onRung(values, rung)) < work) ?? null
}

/** The parameters with those of the rung; what it does not name, such as the chosen processes, stays. */
export const onRung = (values: ParameterValues, { parameters }: Rung): ParameterValues => ({
  ...values,
  ...parameters,
})

const rungsOf = ({ rungs = [] }: Recipe): readonly Rung[] => rungs

/** The rungs that do it in the same way: with the same choices. */
const alike = (recipe: Recipe, values: ParameterValues): readonly Rung[] =>
  rungsOf(recipe).filter(({ parameters }) =>
    recipe.parameters.every(
      ({ id, type }) => type !== 'choice' || parameters[id] === undefined || parameters[id] === values[id],
    ),
  )

/** Orders settings of one recipe by what they ask of the host; no unit. */
const workOf = (recipe: Recipe, values: ParameterValues): number => {
  const estimate = estimateCapture(recipe, values, 1)
  if (estimate === null) return 0
  const rate = estimate.rate ?? estimate.eventsPerThread ?? 1
  return estimate.seconds * rate * (eventCost(recipe, values)?.recordedBytes ?? 1)
}

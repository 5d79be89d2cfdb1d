/** How long a capture that needs nobody may run. */
import type { Recipe } from './recipe.ts'

/** Seconds that a detached capture may run at most: a week. */
export const longestDetached = 7 * 24 * 3600

/** The recipe as a detached capture has it: it may run for longer, to its budget. */
export const withLongDuration = (recipe: Recipe): Recipe => ({
  ...recipe,
  parameters: recipe.parameters.map((parameter) =>
    parameter.type === 'integer' && parameter.id === recipe.duration
      ? { ...parameter, max: Math.max(parameter.max, longestDetached) }
      : parameter,
  ),
})

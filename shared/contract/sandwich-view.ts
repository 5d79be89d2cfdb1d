/** One function with all its occurrences put together: its callers on one side, its callees on the other. */
import { z } from 'zod'
import { functionRefSchema } from './selection.ts'
import { flameTreeSchema, limitArgs, measureSchema, target } from './views.ts'

export const sandwichArgs = z.object({
  ...target,
  ...limitArgs,
  function: functionRefSchema,
  measure: measureSchema.optional(),
})

/**
 * Both trees have the function at node 0 and the same total there: the weight of all events whose stack contains it,
 * each counted once. Callers are those of its outermost occurrence, callees those below it.
 */
export const sandwichResult = z.object({
  event: z.string(),
  unit: z.string(),
  callers: flameTreeSchema,
  callees: flameTreeSchema,
  self: z.number(),
  total: z.number(),
  count: z.number(),
  /** of the selection without the function: what the shares are of */
  selectedTotal: z.number(),
})
export type SandwichArgs = z.infer<typeof sandwichArgs>
export type SandwichResult = z.infer<typeof sandwichResult>

/** The captures of one ladder: what each asked for, what it cost and how much it gave. */
import { z } from 'zod'
import { budgetUseSchema } from '../model/budget.ts'
import { captureSummarySchema, costSchema } from '../model/capture.ts'
import { parameterValuesSchema } from '../model/recipe.ts'

export const ladderRowSchema = z.object({
  capture: captureSummarySchema,
  parameters: parameterValuesSchema,
  budgets: z.array(budgetUseSchema),
  bpf: costSchema.shape.bpf,
})
export type LadderRow = z.infer<typeof ladderRowSchema>

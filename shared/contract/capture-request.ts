/** What a capture is asked for with, on one host or on several, and how captures are listed. */
import { z } from 'zod'
import { limitsSchema } from '../model/budget.ts'
import { MAX_TOGETHER } from '../model/capture-group.ts'
import { parameterValuesSchema } from '../model/recipe.ts'
import { workloadRequestSchema } from '../model/workload.ts'
import { idSchema } from './limits.ts'

export const captureRequestSchema = z.object({
  hostId: idSchema,
  recipeId: idSchema,
  parameters: parameterValuesSchema,
  /** '' for the default: recipe and time */
  name: z.string().max(200),
  /** absent: the setting */
  graceSeconds: z.number().int().min(1).max(3600).optional(),
  /** runs to its deadline without any client: no grace period, and up to a week long whatever the recipe's longest */
  detached: z.boolean().optional(),
  /** of a detached one whose output is longer than its budget: goes on, and keeps the newest of it */
  rotate: z.boolean().optional(),
  /** in the place of the recipe's; null: no limit */
  limits: limitsSchema.optional(),
  /** the capture after which this one is taken, on the same ladder */
  after: idSchema.optional(),
  /** a command that is run on the host meanwhile */
  workload: workloadRequestSchema.optional(),
})
export type CaptureRequest = z.infer<typeof captureRequestSchema>

/** What is asked of each host; `name` is also the group's. */
export const togetherRequestSchema = captureRequestSchema.omit({ hostId: true, after: true }).extend({
  hostIds: z
    .array(idSchema)
    .min(2)
    .max(MAX_TOGETHER)
    .refine((ids) => new Set(ids).size === ids.length, 'Each host once'),
  /** where one of them cannot, none is started */
  allOrNothing: z.boolean().optional(),
})
export type TogetherRequest = z.infer<typeof togetherRequestSchema>

export const captureSorts = [
  'startedAt',
  'name',
  'hostLabel',
  'recipeTitle',
  'duration',
  'events',
  'lost',
  'bytes',
  'tracerCpuPercent',
] as const

/** A sample capture on disk: NAME.json (this) beside NAME.raw.gz (the artifact, byte for byte, gzipped). */
import { z } from 'zod'
import { captureDetailSchema } from '../../../shared/model/capture.ts'
import { parameterValuesSchema } from '../../../shared/model/recipe.ts'

export const sampleSchema = captureDetailSchema
  .pick({
    name: true,
    hostLabel: true,
    recipeId: true,
    recipeTitle: true,
    startedAt: true,
    commands: true,
    toolMessages: true,
    cost: true,
    probe: true,
    anchors: true,
    firstView: true,
  })
  .extend({
    format: z.literal(1),
    parserId: z.string(),
    parameters: parameterValuesSchema,
    artifact: z.object({ name: z.string(), mediaType: z.string(), sha256: z.string() }),
    notes: z.array(z.string()),
  })
export type Sample = z.infer<typeof sampleSchema>

/** What a capture's spool says about it, so that another library can take it over. Format 1; crosses hosts. */
import { hostname, userInfo } from 'node:os'
import { z } from 'zod'
import { parameterValuesSchema } from '../../../shared/model/recipe.ts'
import { workloadRequestSchema } from '../../../shared/model/workload.ts'

const aboutSchema = z.object({
  format: z.literal(1),
  captureId: z.string().regex(/^[0-9a-z]{10}$/),
  name: z.string().min(1).max(200),
  recipeId: z.string().max(100),
  parameters: parameterValuesSchema,
  plannedSeconds: z.number().nonnegative(),
  /** epoch ms */
  startedAt: z.number(),
  detached: z.boolean(),
  rotates: z.boolean().optional(),
  workload: workloadRequestSchema.optional(),
  startedBy: z.string().max(500),
})
export type AboutCapture = z.infer<typeof aboutSchema>

/** One line. */
export const writeAbout = (about: Omit<AboutCapture, 'format' | 'startedBy'>): string =>
  JSON.stringify({ format: 1, ...about, startedBy: `${userInfo().username}@${hostname()}` })

/** null when it is none, or of a later format: what a host gives is not trusted. */
export const parseAbout = (line: string): AboutCapture | null => {
  try {
    const parsed = aboutSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

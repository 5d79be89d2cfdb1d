/** What the main process and the engine's process say to each other. The contract itself goes over ports. */
import { z } from 'zod'

/** main -> engine. A port comes with 'connect'. */
export type EngineCommand = 'connect' | 'end'

/** engine -> main: it could not begin, in words for the person. */
export const engineFailureSchema = z.object({
  type: z.literal('failed'),
  message: z.string(),
  remedy: z.string(),
})
export type EngineFailure = z.infer<typeof engineFailureSchema>

/** Which captures a capture was started together with. */
import { z } from 'zod'

export const groupRefSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** captures in it, with this one */
  size: z.number(),
})
export type GroupRef = z.infer<typeof groupRefSchema>

/** What a running workbench and one that joins say to each other. */
import { z } from 'zod'

export const JOIN_PATH = '/join'
/** with ?version=: the contract is that of one version */
export const ENGINE_PATH = '/engine'

export const invitationSchema = z.object({
  version: z.string(),
  /** null: its window is in front now */
  url: z.string().nullable(),
})
export type Invitation = z.infer<typeof invitationSchema>

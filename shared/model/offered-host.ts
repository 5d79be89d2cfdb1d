/** What an alias of the ssh config means, as far as it matters here. Crosses the wire, is never stored. */
import { z } from 'zod'
import { transportSchema } from './host.ts'

/** A line that has no effect here, or another one than in `ssh`, and why. */
export const notHonouredSchema = z.object({
  /** 'ProxyCommand', 'Match exec' */
  keyword: z.string(),
  value: z.string(),
  file: z.string(),
  /** from 1 */
  line: z.number(),
  why: z.string(),
})
export type NotHonoured = z.infer<typeof notHonouredSchema>

export const offeredHostSchema = z.object({
  alias: z.string(),
  user: z.string(),
  address: z.string(),
  port: z.number(),
  /** as `ssh -J` takes them, in the order in which they are passed */
  jumps: z.array(z.string()),
  /** key files that may be offered, in order; [] for the usual ones */
  identityFiles: z.array(z.string()),
  identitiesOnly: z.boolean(),
  /** 'system-ssh' when only the system's ssh can do what the config says */
  transport: transportSchema,
  notHonoured: z.array(notHonouredSchema),
  /** the Host line that names it, or whose patterns fit it; '' and 0 where only * does */
  file: z.string(),
  line: z.number(),
  /** id of the saved host that names this alias; null when there is none */
  savedAs: z.string().nullable(),
})
export type OfferedHost = z.infer<typeof offeredHostSchema>

export const sshConfigSchema = z.object({
  /** read, in order: the person's, what it includes, the system's */
  files: z.array(z.string()),
  /** aliases that are written out; patterns such as web-* cannot be listed, but can be saved by name */
  hosts: z.array(offeredHostSchema),
  /** lines that could not be read, and includes that were not followed, in words */
  problems: z.array(z.string()),
})
export type SshConfigReport = z.infer<typeof sshConfigSchema>

/** An entry of a known_hosts file, as it is shown. */
import { z } from 'zod'

export const knownHostSchema = z.object({
  file: z.string(),
  /** from 1 */
  line: z.number(),
  /** whether it stands in Smokejumper's own file, and can be forgotten here */
  isOurs: z.boolean(),
  marker: z.enum(['revoked', 'cert-authority']).nullable(),
  /** as written: 'web-3,10.0.0.3', '*.example.org,!bad.example.org', '|1|salt|hash' */
  hosts: z.string(),
  isHashed: z.boolean(),
  /** 'ED25519' */
  keyType: z.string(),
  /** 'SHA256:...' */
  fingerprint: z.string(),
  comment: z.string(),
  /** labels of the saved hosts that it speaks of */
  matches: z.array(z.string()),
})
export type KnownHostEntry = z.infer<typeof knownHostSchema>

export const knownHostsSchema = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      isOurs: z.boolean(),
      state: z.enum(['read', 'absent', 'unreadable']),
      entries: z.number(),
      /** lines that are no entry and no comment, from 1 */
      skippedLines: z.array(z.number()),
    }),
  ),
  entries: z.array(knownHostSchema),
})
export type KnownHostsReport = z.infer<typeof knownHostsSchema>

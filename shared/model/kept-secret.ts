/** What the app remembers of passwords and passphrases: everything about them, never they themselves. */
import { z } from 'zod'
import { idSchema } from '../contract/limits.ts'

/** One-time codes are none of these: nothing of them is ever kept. */
export const secretKinds = ['password', 'passphrase', 'sudo'] as const
export const secretKindSchema = z.enum(secretKinds)
export type SecretKind = z.infer<typeof secretKindSchema>

export const keptSecretSchema = z.object({
  id: idSchema,
  kind: secretKindSchema,
  /** 'deploy@web-3:22' of a password and of sudo; the path of a passphrase's key file */
  what: z.string(),
  /** whose connections it was kept for: one of a password, perhaps several of a passphrase */
  hostIds: z.array(z.string()),
  /** of the key store that sealed it: 'gnome_libsecret', 'kwallet6', 'keychain', 'dpapi' */
  backend: z.string(),
  /** ms since 1970 */
  keptAt: z.number(),
})
export type KeptSecret = z.infer<typeof keptSecretSchema>

export const secretsStatusSchema = z.object({
  canKeep: z.boolean(),
  /** the key store in words: 'the GNOME keyring'; '' where nothing can be kept */
  keeper: z.string(),
  /** why nothing can be kept, in sentences; '' where it can */
  why: z.string(),
  kept: z.array(keptSecretSchema),
})
export type SecretsStatus = z.infer<typeof secretsStatusSchema>

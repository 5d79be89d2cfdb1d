/** What the main process and the engine's process say to each other. The contract itself goes over ports. */
import { z } from 'zod'
import { vaultRequestSchema } from './vault-messages.ts'

/** main -> engine. A port comes with 'connect'. Answers of the key store come too (vault-messages.ts). */
export const engineCommandSchema = z.enum(['connect', 'end'])
export type EngineCommand = z.infer<typeof engineCommandSchema>

/** engine -> main */
export const engineMessageSchema = z.discriminatedUnion('type', [
  /** it could not begin, in words for the person */
  z.object({ type: z.literal('failed'), message: z.string(), remedy: z.string() }),
  /** somebody started Smokejumper again: bring the window to the front */
  z.object({ type: z.literal('show') }),
  /** the page asked for the end */
  z.object({ type: z.literal('quit') }),
  /** it wants the key store, which only the main process has */
  vaultRequestSchema,
])
export type EngineMessage = z.infer<typeof engineMessageSchema>
export type EngineFailure = Extract<EngineMessage, { type: 'failed' }>

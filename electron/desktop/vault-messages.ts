/** What the engine's process asks of the main process, which alone has safeStorage, and the answers. */
import { z } from 'zod'

const MAX_SECRET = 10_000
const MAX_SEALED = 100_000
const why = z.string().max(2000)
const sealedBytes = z.instanceof(Uint8Array).refine(({ length }) => length <= MAX_SEALED, 'Too long')

export const vaultRequestSchema = z.discriminatedUnion('ask', [
  z.object({ type: z.literal('vault'), id: z.number().int(), ask: z.literal('state') }),
  z.object({
    ...{ type: z.literal('vault'), id: z.number().int(), ask: z.literal('seal') },
    text: z.string().max(MAX_SECRET),
  }),
  z.object({
    ...{ type: z.literal('vault'), id: z.number().int(), ask: z.literal('open') },
    bytes: sealedBytes,
  }),
])
export type VaultRequest = z.infer<typeof vaultRequestSchema>

export const vaultStateSchema = z.discriminatedUnion('canKeep', [
  z.object({ canKeep: z.literal(true), backend: z.string().max(100), keeper: z.string().max(200) }),
  z.object({ canKeep: z.literal(false), why }),
])
export const sealedSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('sealed'), bytes: sealedBytes, backend: z.string().max(100) }),
  z.object({ outcome: z.literal('refused'), why }),
])
export const openedSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('opened'),
    text: z.string().max(MAX_SECRET),
    resealed: sealedBytes.nullable(),
  }),
  z.object({ outcome: z.literal('refused'), why }),
])

/** main -> engine. What the answer is, is checked by who asked; null: it broke, and the main process has said so. */
export const vaultAnswerSchema = z.object({
  type: z.literal('vault'),
  id: z.number().int(),
  answer: z.unknown(),
})
export type VaultAnswer = z.infer<typeof vaultAnswerSchema>

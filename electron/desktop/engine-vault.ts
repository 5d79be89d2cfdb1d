/** The main process's key store, as the engine's process has it: each question is a message, and so is its answer. */
import type { z } from 'zod'
import type { SecretVault } from '../engine/secrets/secret-vault.ts'
import {
  openedSchema,
  sealedSchema,
  type VaultRequest,
  vaultAnswerSchema,
  vaultStateSchema,
} from './vault-messages.ts'

export interface EngineVault extends SecretVault {
  /** Takes what the main process said; false when it is no answer to a question of ours. */
  hear(message: unknown): boolean
}

type Unnumbered = VaultRequest extends infer R
  ? R extends VaultRequest
    ? Omit<R, 'type' | 'id'>
    : never
  : never

export const createEngineVault = (tell: (request: VaultRequest) => void): EngineVault => {
  const waiting = new Map<number, (answer: unknown) => void>()
  let last = 0
  const ask = async <S extends z.ZodType>(request: Unnumbered, schema: S): Promise<z.infer<S>> => {
    last += 1
    const id = last
    const answer = new Promise<unknown>((resolve) => waiting.set(id, resolve))
    tell({ type: 'vault', id, ...request })
    return schema.parse(await answer)
  }
  return {
    state: () => ask({ ask: 'state' }, vaultStateSchema),
    seal: (text) => ask({ ask: 'seal', text }, sealedSchema),
    open: (bytes) => ask({ ask: 'open', bytes: new Uint8Array(bytes) }, openedSchema),
    hear(message) {
      const { success, data } = vaultAnswerSchema.safeParse(message)
      if (!success) return false
      waiting.get(data.id)?.(data.answer)
      return waiting.delete(data.id)
    },
  }
}

/** The other end: one question, answered. */
export const answerVault = async (vault: SecretVault, request: VaultRequest): Promise<unknown> => {
  if (request.ask === 'state') return vault.state()
  return request.ask === 'seal' ? vault.seal(request.text) : vault.open(request.bytes)
}

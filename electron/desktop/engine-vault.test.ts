import { describe, expect, it } from 'vitest'
import type { SecretVault } from '../engine/secrets/secret-vault.ts'
import { answerVault, createEngineVault } from './engine-vault.ts'
import { type VaultRequest, vaultRequestSchema } from './vault-messages.ts'

const reversed = (bytes: Uint8Array) => bytes.toReversed()

const real: SecretVault = {
  state: async () => ({ canKeep: true, backend: 'kwallet6', keeper: 'KWallet' }),
  seal: async (text) => ({
    outcome: 'sealed',
    bytes: reversed(new TextEncoder().encode(text)),
    backend: 'kwallet6',
  }),
  open: async (bytes) => ({
    outcome: 'opened',
    text: new TextDecoder().decode(reversed(bytes)),
    resealed: null,
  }),
}

/** Both ends, with each message copied as between processes. */
const connect = (vault: SecretVault) => {
  const requests: VaultRequest[] = []
  const engineVault = createEngineVault(async (request) => {
    requests.push(request)
    const checked = vaultRequestSchema.parse(structuredClone(request))
    const answer = await answerVault(vault, checked)
    engineVault.hear(structuredClone({ type: 'vault', id: checked.id, answer }))
  })
  return { engineVault, requests }
}

describe("the engine's key store", () => {
  it('is that of the main process, question by question', async () => {
    const { engineVault, requests } = connect(real)
    const [state, sealed] = await Promise.all([engineVault.state(), engineVault.seal('secret')])
    expect(state).toEqual({ canKeep: true, backend: 'kwallet6', keeper: 'KWallet' })
    expect(sealed).toEqual({
      outcome: 'sealed',
      bytes: reversed(new TextEncoder().encode('secret')),
      backend: 'kwallet6',
    })
    if (sealed.outcome !== 'sealed') throw new Error(sealed.why)
    expect(await engineVault.open(sealed.bytes)).toEqual({
      outcome: 'opened',
      text: 'secret',
      resealed: null,
    })
    expect(requests.map(({ ask, id }) => [ask, id])).toEqual([
      ['state', 1],
      ['seal', 2],
      ['open', 3],
    ])
  })

  it('takes no answer of another form, and no message that is none', async () => {
    const odd = createEngineVault(({ id }) => odd.hear({ type: 'vault', id, answer: { canKeep: 'perhaps' } }))
    await expect(odd.state()).rejects.toThrow(/Invalid/)
    for (const message of ['connect', { type: 'vault', id: 99, answer: null }, { type: 'vault' }, null])
      expect(odd.hear(message)).toBe(false)
  })
})

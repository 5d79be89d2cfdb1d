/** A key store for tests: it seals for real, with a key that lives as long as it does. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { SecretVault } from './secret-vault.ts'

export interface FakeVault extends SecretVault {
  /** From now on there is a new key; what the old one sealed is opened once more and sealed anew. */
  rotate(): void
}

const key = Buffer.alloc(32, 7)

export const fakeVault = (): FakeVault => {
  let generation = 1
  const seal = (text: string): Uint8Array => {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return new Uint8Array(Buffer.concat([Buffer.of(generation), iv, cipher.getAuthTag(), body]))
  }
  return {
    rotate: () => {
      generation += 1
    },
    state: async () => ({ canKeep: true, backend: 'test_keyring', keeper: 'the test keyring' }),
    seal: async (text) => ({ outcome: 'sealed', bytes: seal(text), backend: 'test_keyring' }),
    open: async (bytes) => {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13))
      decipher.setAuthTag(bytes.subarray(13, 29))
      const text = Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8')
      return { outcome: 'opened', text, resealed: bytes[0] === generation ? null : seal(text) }
    },
  }
}

import { describe, expect, it } from 'vitest'
import { createSafeStorageVault, type Storage } from './safe-storage-vault.ts'

type Backend = ReturnType<Storage['getSelectedStorageBackend']>

/** As Electron's: `prefix` is what Chromium writes before what it sealed. */
const makeStorage = (
  has: { backend?: Backend; prefix?: string; isThere?: boolean; fails?: string; isRotated?: boolean } = {},
): Storage & { calls: string[] } => {
  const { backend = 'gnome_libsecret', prefix = 'v11', isThere = true, fails, isRotated = false } = has
  const calls: string[] = []
  const seal = (text: string) => Buffer.from(`${prefix}${Buffer.from(text).toString('hex')}`)
  return {
    calls,
    isAsyncEncryptionAvailable: async () => isThere,
    getSelectedStorageBackend: () => backend,
    isEncryptionAvailable: () => {
      calls.push('isEncryptionAvailable')
      return true
    },
    encryptStringAsync: async (text) => {
      calls.push('encryptStringAsync')
      if (fails) throw new Error(fails)
      return seal(text)
    },
    decryptStringAsync: async (bytes) => {
      if (fails) throw new Error(fails)
      return {
        result: Buffer.from(bytes.toString().slice(3), 'hex').toString(),
        shouldReEncrypt: isRotated,
      }
    },
  }
}

describe('the key store of the system', () => {
  it.each([
    ['linux', 'gnome_libsecret', 'v11', 'gnome_libsecret'],
    ['linux', 'kwallet6', 'v12', 'kwallet6'],
    // there, v10 is the usual form
    ['darwin', 'unknown', 'v10', 'keychain'],
    ['win32', 'unknown', 'v10', 'dpapi'],
  ] as const)(
    'on %s with %s seals and opens, and its name is told',
    async (platform, backend, prefix, name) => {
      const vault = createSafeStorageVault(makeStorage({ backend, prefix }), platform)
      expect(await vault.state()).toMatchObject({ canKeep: true, backend: name })
      const sealed = await vault.seal('pass wörd')
      if (sealed.outcome !== 'sealed') throw new Error(sealed.why)
      expect(sealed.backend).toBe(name)
      expect(Buffer.from(sealed.bytes).toString()).not.toContain('pass')
      expect(await vault.open(sealed.bytes)).toEqual({ outcome: 'opened', text: 'pass wörd', resealed: null })
    },
  )

  it.each(['basic_text', 'unknown'] as const)('that is %s keeps nothing and says why', async (backend) => {
    const storage = makeStorage({ backend, prefix: 'v10' })
    const vault = createSafeStorageVault(storage, 'linux')
    expect(await vault.state()).toEqual({
      canKeep: false,
      why: expect.stringMatching(new RegExp(`No keyring .*${backend}.*asked for each time`)),
    })
    expect(await vault.seal('secret')).toMatchObject({ outcome: 'refused' })
    expect(storage.calls).not.toContain('encryptStringAsync')
  })

  it('that is a keyring by name, and seals with a password that everybody knows, keeps nothing', async () => {
    const vault = createSafeStorageVault(makeStorage({ prefix: 'v10' }), 'linux')
    expect(await vault.seal('secret')).toEqual({ outcome: 'refused', why: expect.stringContaining('locked') })
  })

  it('that does not answer keeps nothing, and breaks nothing', async () => {
    const vault = createSafeStorageVault(makeStorage({ isThere: false }), 'linux')
    expect(await vault.state()).toMatchObject({ canKeep: false, why: expect.stringContaining('not answer') })
    const failing = createSafeStorageVault(makeStorage({ fails: 'temporarily unavailable' }), 'linux')
    const refused = { outcome: 'refused', why: expect.stringContaining('temporarily unavailable') }
    expect(await failing.seal('secret')).toEqual(refused)
    expect(await failing.open(Uint8Array.of(1))).toEqual(refused)
  })

  it('that has a new key gives what was sealed anew', async () => {
    const vault = createSafeStorageVault(makeStorage({ isRotated: true }), 'linux')
    const sealed = Buffer.from('v11736563726574')
    expect(await vault.open(sealed)).toEqual({
      outcome: 'opened',
      text: 'secret',
      resealed: new Uint8Array(sealed),
    })
  })
})

/**
 * The system's key store, through Electron's asynchronous safeStorage. What it would seal with a key that is no secret
 * is not sealed at all. https://www.electronjs.org/docs/latest/api/safe-storage
 */
import type { SafeStorage } from 'electron'
import type { SecretVault, VaultState } from '../engine/secrets/secret-vault.ts'

export type Storage = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'getSelectedStorageBackend'
  | 'isEncryptionAvailable'
>

/** Those of Linux that keep their key from others; `basic_text` and `unknown` do not. */
const keepers: Readonly<Record<string, string>> = {
  gnome_libsecret: 'the keyring of the desktop (Secret Service)',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
}

/**
 * What Chromium writes before text that it sealed with the password that stands in its sources, when no keyring answers:
 * the backend's name alone does not tell (os_crypt, PosixKeyProvider).
 */
const openToAll = Buffer.from('v10')

/** Only when the app is ready. */
export const createSafeStorageVault = (storage: Storage, platform: NodeJS.Platform): SecretVault => {
  const state = async (): Promise<VaultState> => {
    const isThere = await settle(storage.isAsyncEncryptionAvailable())
    if (isThere instanceof Failed || !isThere) return refusal(noStore(platform))
    if (platform === 'darwin') return { canKeep: true, backend: 'keychain', keeper: 'the Keychain' }
    if (platform === 'win32')
      return { canKeep: true, backend: 'dpapi', keeper: "Windows' data protection (DPAPI)" }
    const backend = selectedBackend(storage)
    const keeper = Object.hasOwn(keepers, backend) ? keepers[backend] : undefined
    return keeper === undefined ? refusal(weak(backend)) : { canKeep: true, backend, keeper }
  }
  return {
    state,
    async seal(text) {
      const now = await state()
      if (!now.canKeep) return { outcome: 'refused', why: now.why }
      const bytes = await settle(storage.encryptStringAsync(text))
      if (bytes instanceof Failed)
        return { outcome: 'refused', why: `${now.keeper} did not seal it: ${bytes.why}.` }
      if (platform === 'linux' && bytes.subarray(0, openToAll.length).equals(openToAll))
        return { outcome: 'refused', why: locked(now.keeper) }
      return { outcome: 'sealed', bytes: new Uint8Array(bytes), backend: now.backend }
    },
    async open(bytes) {
      const opened = await settle(storage.decryptStringAsync(Buffer.from(bytes)))
      if (opened instanceof Failed)
        return { outcome: 'refused', why: `the key store did not open it (${opened.why}).` }
      if (!opened.shouldReEncrypt) return { outcome: 'opened', text: opened.result, resealed: null }
      const sealed = await this.seal(opened.result)
      return {
        outcome: 'opened',
        text: opened.result,
        resealed: sealed.outcome === 'sealed' ? sealed.bytes : null,
      }
    },
  }
}

/** It is chosen when it is first needed, which asking whether there is encryption does, also where nothing is sealed. */
const selectedBackend = (storage: Storage): string => {
  const chosen: string = storage.getSelectedStorageBackend()
  if (chosen !== '' && chosen !== 'unknown') return chosen
  storage.isEncryptionAvailable()
  return storage.getSelectedStorageBackend()
}

class Failed {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

/** Its errors say nothing of what was to be sealed or opened. */
const settle = <T>(work: Promise<T>): Promise<T | Failed> =>
  work.catch((error: unknown) => new Failed(error instanceof Error ? error.message : String(error)))

const refusal = (why: string): VaultState => ({ canKeep: false, why })

const noStore = (platform: NodeJS.Platform): string =>
  `The key store of this system (${platform === 'darwin' ? 'Keychain' : platform === 'win32' ? 'DPAPI' : 'a keyring'}) does not answer, so passwords and passphrases are asked for each time.`

const weak = (backend: string): string =>
  `No keyring (GNOME Keyring, KWallet) is behind this session (${backend || 'unknown'}): what is stored could be read by anyone who has the file. Passwords and passphrases are asked for each time.`

const locked = (keeper: string): string =>
  `${keeper} is locked or does not answer, and without it what is stored could be read by anyone who has the file.`

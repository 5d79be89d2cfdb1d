/** What a door gives the engine to keep secrets with: it seals and opens them, and stores nothing. */

export type VaultState =
  | {
      readonly canKeep: true
      /** stored beside what it seals: 'gnome_libsecret', 'kwallet6', 'keychain', 'dpapi' */
      readonly backend: string
      /** 'the GNOME keyring' */
      readonly keeper: string
    }
  | {
      readonly canKeep: false
      /** in sentences, for a person */
      readonly why: string
    }

export type Sealed =
  | { readonly outcome: 'sealed'; readonly bytes: Uint8Array; readonly backend: string }
  | { readonly outcome: 'refused'; readonly why: string }

export type Opened =
  | {
      readonly outcome: 'opened'
      readonly text: string
      /** the key store has a new key: these bytes are to take the place of the old ones; null otherwise */
      readonly resealed: Uint8Array | null
    }
  | { readonly outcome: 'refused'; readonly why: string }

export interface SecretVault {
  /** Asked each time: a keyring may be locked or unlocked meanwhile. */
  state(): Promise<VaultState>
  seal(text: string): Promise<Sealed>
  open(bytes: Uint8Array): Promise<Opened>
}

/** Where there is no key store at all: behind the browser door and on the command line. */
export const noVault = (why: string): SecretVault => ({
  state: async () => ({ canKeep: false, why }),
  seal: async () => ({ outcome: 'refused', why }),
  open: async () => ({ outcome: 'refused', why }),
})

export const onlyInTheApp =
  'Passwords and passphrases are remembered only by the desktop app, which has the key store of the system; here they are asked for each time.'

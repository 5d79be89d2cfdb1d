/** Keeps secrets that a person asked to be kept: sealed by the door's key store, in a file beside the library. */
import { randomUUID } from 'node:crypto'
import { isExpected } from '../../../shared/errors/errors.ts'
import type { KeptSecret, SecretKind, SecretsStatus } from '../../../shared/model/kept-secret.ts'
import type { SecretVault } from './secret-vault.ts'
import { readSecrets, type SealedEntry, secretsPathOf, writeSecrets } from './secrets-file.ts'

export interface SecretName {
  readonly kind: SecretKind
  /** 'deploy@web-3:22', or the path of a key */
  readonly what: string
}

export type Kept =
  | { readonly found: 'yes'; readonly text: string }
  | { readonly found: 'no' }
  /** there is one, and the key store does not open it now */
  | { readonly found: 'sealed'; readonly why: string }

/** What is kept for the connections of one host. A passphrase belongs to its key file, whichever host it is for. */
export interface HostSecretKeeper {
  /** whether something can be kept now: by what, or why not */
  offer(): Promise<{ readonly canKeep?: string; readonly notKept?: string }>
  read(name: SecretName): Promise<Kept>
  /** One that was shown to be right. What keeps it from being kept is told by `onChange`. */
  keep(name: SecretName, text: string): Promise<void>
  forget(name: SecretName): Promise<void>
}

export interface SecretKeeper {
  status(): Promise<SecretsStatus>
  forHost(hostId: string): HostSecretKeeper
  forget(ids: readonly string[]): Promise<void>
  /** What was kept for this host and no other; with `only`, only these kinds. A problem is told by `onChange`. */
  forgetHost(hostId: string, only?: readonly SecretKind[]): Promise<void>
}

export interface SecretKeeperOptions {
  readonly libraryPath: string
  readonly vault: SecretVault
  /** something was kept or forgotten, or could not be kept, for which `problem` says why */
  readonly onChange: (problem?: string) => void
}

export const createSecretKeeper = ({ libraryPath, vault, onChange }: SecretKeeperOptions): SecretKeeper => {
  const path = secretsPathOf(libraryPath)
  // One change after the other: each reads the whole file and writes it.
  let last: Promise<unknown> = Promise.resolve()
  const change = (edit: (secrets: readonly SealedEntry[]) => readonly SealedEntry[]): Promise<void> => {
    const work = async () => {
      const before = await readSecrets(path)
      const after = edit(before)
      if (after === before) return
      await writeSecrets(path, after)
      onChange()
    }
    const done = last.then(work, work)
    last = done
    return done
  }

  const tellProblem = (error: unknown): void => {
    if (!isExpected(error) && !isOfFiles(error)) throw error
    onChange(`What is remembered could not be changed: ${error.message}`)
  }

  const forHost = (hostId: string): HostSecretKeeper => {
    const isIt =
      ({ kind, what }: SecretName) =>
      (entry: SealedEntry): boolean =>
        entry.kind === kind &&
        entry.what === what &&
        (kind === 'passphrase' || entry.hostIds.includes(hostId))
    return {
      offer: async () => {
        const state = await vault.state()
        return state.canKeep ? { canKeep: state.keeper } : { notKept: state.why }
      },
      async read(name) {
        await last.catch(() => undefined)
        let entry: SealedEntry | undefined
        try {
          entry = (await readSecrets(path)).find(isIt(name))
        } catch (error) {
          if (!isExpected(error)) throw error
          return { found: 'sealed', why: `${error.message} ${error.remedy}` }
        }
        if (entry === undefined) return { found: 'no' }
        const { id } = entry
        const opened = await vault.open(Buffer.from(entry.sealed, 'base64'))
        if (opened.outcome === 'refused') return { found: 'sealed', why: opened.why }
        const { resealed, text } = opened
        if (resealed !== null)
          await change((secrets) =>
            secrets.map((one) => (one.id === id ? { ...one, sealed: base64(resealed) } : one)),
          )
        return { found: 'yes', text }
      },
      async keep(name, text) {
        try {
          const sealed = await vault.seal(text)
          if (sealed.outcome === 'refused') return onChange(`Not remembered: ${sealed.why}`)
          await change((secrets) => {
            const before = secrets.find(isIt(name))
            const entry: SealedEntry = {
              ...{ ...name, id: before?.id ?? randomUUID(), backend: sealed.backend, keptAt: Date.now() },
              hostIds: [...new Set([...(before?.hostIds ?? []), hostId])],
              sealed: base64(sealed.bytes),
            }
            return [...secrets.filter((one) => one !== before), entry]
          })
        } catch (error) {
          // The login worked, and goes on: that nothing was kept is told, and no reason to end it.
          tellProblem(error)
        }
      },
      forget: (name) => change((secrets) => without(secrets, isIt(name))).catch(tellProblem),
    }
  }

  return {
    forHost,
    async status() {
      const [state, kept] = await Promise.all([vault.state(), list(path)])
      const problem = 'why' in kept ? kept.why : ''
      return {
        canKeep: state.canKeep && problem === '',
        keeper: state.canKeep ? state.keeper : '',
        why: problem !== '' ? problem : state.canKeep ? '' : state.why,
        kept: 'kept' in kept ? kept.kept : [],
      }
    },
    forget: (ids) => change((secrets) => without(secrets, ({ id }) => ids.includes(id))),
    forgetHost: (hostId, only) =>
      change((secrets) => {
        const isMeant = ({ hostIds, kind }: SealedEntry) =>
          hostIds.includes(hostId) && (only === undefined || only.includes(kind))
        if (!secrets.some(isMeant)) return secrets
        return secrets.flatMap((entry) => {
          if (!isMeant(entry)) return [entry]
          const hostIds = entry.hostIds.filter((id) => id !== hostId)
          return hostIds.length === 0 ? [] : [{ ...entry, hostIds }]
        })
      }).catch(tellProblem),
  }
}

const list = async (path: string): Promise<{ kept: KeptSecret[] } | { why: string }> => {
  try {
    return { kept: (await readSecrets(path)).map(({ sealed: _, ...kept }) => kept) }
  } catch (error) {
    if (!isExpected(error)) throw error
    return { why: `${error.message} ${error.remedy}` }
  }
}

/** The same list when none is left out. */
const without = (
  secrets: readonly SealedEntry[],
  isOut: (entry: SealedEntry) => boolean,
): readonly SealedEntry[] => (secrets.some(isOut) ? secrets.filter((entry) => !isOut(entry)) : secrets)

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** The disk is full, or the folder may not be written. */
const isOfFiles = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && 'code' in error

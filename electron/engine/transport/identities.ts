/** Which keys are offered for a hop, in OpenSSH's order (ssh_config(5), IdentitiesOnly): pubkey_prepare in sshconnect2.c. */
import { readFile } from 'node:fs/promises'
import ssh2, {
  BaseAgent,
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2'
import { readOpenSshHead } from './openssh-key.ts'
import { decryptKey, expandHome, readKeyFile } from './private-key.ts'

export interface Identity {
  /** for messages: 'the key ~/.ssh/id_ed25519', 'a key of the ssh-agent (deploy@laptop)' */
  readonly name: string
  readonly source: 'agent' | 'file'
  readonly publicKey: ParsedKey
  /** What ssh2 makes a signature of. Rejects when it cannot sign; may ask for a passphrase. */
  readonly sign: (data: Buffer, options: SigningRequestOptions) => Promise<Buffer>
}

export interface KeyFile {
  readonly path: string
  /** null: not known before it is decrypted (the old PEM forms without a .pub beside) */
  readonly publicKey: ParsedKey | null
  /** null: only the public key is here, so only an agent can sign with it */
  readonly bytes: Buffer | null
}

/** A private key or a public one; of a private one that is not there, the .pub beside. Throws ssh.key-unreadable. */
export const openKeyFile = async (path: string): Promise<KeyFile> => {
  if (path.endsWith('.pub')) {
    const publicKey = await readPublicKey(path)
    if (publicKey !== null) return { path, publicKey, bytes: null }
  }
  const beside = await readPublicKey(`${path}.pub`)
  try {
    const bytes = await readKeyFile(path)
    return { path, bytes, publicKey: publicPartOf(path, bytes) ?? beside }
  } catch (error) {
    if (beside === null) throw error
    return { path, publicKey: beside, bytes: null }
  }
}

const publicPartOf = (path: string, bytes: Buffer): ParsedKey | null => {
  const open = decryptKey(path, bytes, null)
  if (open !== null) return open
  const head = readOpenSshHead(bytes)
  return head === null ? null : parsePublic(head.publicBlob)
}

/** null when it is not there or no public key. */
const readPublicKey = async (path: string): Promise<ParsedKey | null> => {
  try {
    return parsePublic(await readFile(expandHome(path)))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

const parsePublic = (bytes: Buffer): ParsedKey | null => {
  const key = ssh2.utils.parseKey(bytes)
  return key instanceof Error ? null : key
}

/** The agent's own keys, in its order. */
export const agentIdentities = async (agent: BaseAgent): Promise<Identity[]> => {
  const keys = await new Promise<readonly unknown[]>((resolve, reject) => {
    agent.getIdentities((error, found) => (error ? reject(error) : resolve(found ?? [])))
  })
  return keys.filter(isKey).map((key) => ({
    name: `a key of the ssh-agent (${key.comment || key.type})`,
    source: 'agent',
    publicKey: key,
    sign: (data, options) =>
      new Promise((resolve, reject) => {
        agent.sign(key, data, options, (error, signature) => {
          if (error || signature === undefined) reject(error ?? new Error('The agent gave no signature.'))
          else resolve(signature)
        })
      }),
  }))
}

const isKey = (key: unknown): key is ParsedKey =>
  typeof key === 'object' && key !== null && 'getPublicSSH' in key && 'type' in key

export const isSameKey = (a: ParsedKey, b: ParsedKey): boolean => a.getPublicSSH().equals(b.getPublicSSH())

/**
 * The agent's keys that are named come first, then its others (none of those with `onlyNamed`), then the files that no
 * agent holds.
 */
export const orderIdentities = (
  fromAgent: readonly Identity[],
  fromFiles: readonly Identity[],
  named: readonly ParsedKey[],
  onlyNamed: boolean,
): Identity[] => {
  const isIn = (key: ParsedKey, keys: readonly ParsedKey[]) => keys.some((one) => isSameKey(one, key))
  const namedInAgent = named.flatMap(
    (key) => fromAgent.find(({ publicKey }) => isSameKey(publicKey, key)) ?? [],
  )
  const others = onlyNamed ? [] : fromAgent.filter(({ publicKey }) => !isIn(publicKey, named))
  const held = namedInAgent.map(({ publicKey }) => publicKey)
  return [...namedInAgent, ...others, ...fromFiles.filter(({ publicKey }) => !isIn(publicKey, held))]
}

/** An agent, as ssh2 takes it, that holds this one key. */
export class KeyRing extends BaseAgent<ParsedKey> {
  readonly #identity: Identity
  readonly #signing: (work: () => Promise<Buffer>, use: (result: Buffer | Error) => void) => void

  /** `signing` is called when the host accepts the key and wants its signature. */
  constructor(
    identity: Identity,
    signing: (work: () => Promise<Buffer>, use: (result: Buffer | Error) => void) => void,
  ) {
    super()
    this.#identity = identity
    this.#signing = signing
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(null, [this.#identity.publicKey])
  }

  override sign(
    _key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const answer = typeof options === 'function' ? options : callback
    this.#signing(
      () => this.#identity.sign(data, typeof options === 'function' ? {} : options),
      (result) => (result instanceof Error ? answer?.(result) : answer?.(undefined, result)),
    )
  }
}

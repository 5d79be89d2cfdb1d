/** Logging in: which method comes next, in OpenSSH's order, and what it needs to know from the person. */
import type { AnyAuthMethod, ParsedKey } from 'ssh2'
import { isCancellation, isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Authentication } from '../../../shared/model/host.ts'
import { createLastingSecret } from '../secrets/ask-secret.ts'
import { openAgent } from './agent.ts'
import {
  agentIdentities,
  type Identity,
  type KeyFile,
  KeyRing,
  openKeyFile,
  orderIdentities,
} from './identities.ts'
import {
  type Asking,
  answerHost,
  askSecret,
  createPasswords,
  passwordAttempts,
  refused,
} from './passwords.ts'
import { decryptKey, passphraseAttempts, passphraseWrong, readKeyFile } from './private-key.ts'
import { authFailed, type Refusal } from './ssh-errors.ts'
import { unlockKey } from './unlock-key.ts'

/** Kept in memory only, for as long as the pool lives, so that a lost connection comes back without questions. */
export interface Secrets {
  /** one that worked */
  password: string | null
  /** decrypted keys, by the path of their file */
  readonly keys: Map<string, ParsedKey>
}

export interface Login extends Asking {
  readonly authentication: Authentication
  readonly secrets: Secrets
  readonly agentSocket: string | undefined
  /** those of the host's destination that are there, in order */
  readonly keyFiles: readonly string[]
  /** the agent may offer only the keys of `keyFiles` */
  readonly identitiesOnly: boolean
  /** SHA-1 signatures too */
  readonly oldAlgorithms: boolean
}

/** What a login needs of the connection that it is for. */
export interface Session {
  /**
   * Runs what may ask a person: meanwhile nothing runs out, and the host may hang up. `use` gets the result when the
   * host is still there; otherwise the login begins anew, with what was answered. Rejections end the login.
   */
  readonly whileAsking: <T>(work: () => Promise<T>, use: (value: T) => void) => void
}

/** `allowed` null: the host was not asked yet. Gives the next method to try, or throws why there is none. */
export type NextMethod = (allowed: readonly string[] | null, partial: boolean) => Promise<AnyAuthMethod>

/**
 * One login, perhaps over several connections: when the host hangs up while a question is open, the answer is used on
 * the next connection, and the count of attempts goes on. `begin` starts each connection.
 */
export interface Authenticator {
  begin(session: Session): Promise<NextMethod>
  /** the keys that the last connection offered */
  offered(): readonly Pick<Identity, 'name' | 'source'>[]
  /** The last password is to be tried first from now on: the host hung up before it was sent. */
  keepPassword(): void
  /** The last password was right, if there was one: it is kept where that was wanted. */
  succeeded(): Promise<void>
}

export const createAuthenticator = (login: Login): Authenticator => {
  const passwords = createPasswords(login, login.secrets)
  let offered: Identity[] = []
  return {
    offered: () => offered,
    keepPassword: passwords.keep,
    succeeded: passwords.succeeded,
    async begin(session) {
      const { target, authentication } = login
      const username = target.user
      const keys = await gatherKeys(login)
      /** what was right, when the host wants more than that */
      const proven: string[] = []
      offered = []
      let signed: string | null = null
      let interactiveAttempts = 0
      let isInteractiveSilent = false

      const offer = (identity: Identity): AnyAuthMethod => {
        offered.push(identity)
        const agent = new KeyRing(identity, (work, use) =>
          session.whileAsking(async () => {
            try {
              const signature = await work()
              signed = identity.name
              return signature
            } catch (error) {
              if (!isPassedOver(error, authentication)) throw error
              return error instanceof Error ? error : new Error(String(error))
            }
          }, use),
        )
        return { type: 'agent', username, agent }
      }

      const interactive = (allowed: readonly string[]): AnyAuthMethod => {
        interactiveAttempts += 1
        isInteractiveSilent = true
        const prompt = answerHost({
          ...{ asking: login, passwords, allowed, attempt: interactiveAttempts },
          answering: session.whileAsking,
          onAsked: () => {
            isInteractiveSilent = false
          },
        })
        return { type: 'keyboard-interactive', username, prompt }
      }

      return async (allowed, partial) => {
        // As OpenSSH does: "none" makes the host say what it allows.
        if (allowed === null) return { type: 'none', username }
        if (signed !== null) {
          // The key was accepted, and still the host goes on: it wants a second proof. ssh2 does not hand over what
          // the host said about a key, so it is asked once more.
          proven.push(signed)
          signed = null
          return { type: 'none', username }
        }
        if (partial) proven.push('the password')
        if (authentication.method !== 'password' && allowed.includes('publickey')) {
          const identity = await keys.next()
          if (identity !== null) return offer(identity)
        }
        if (authentication.method === 'auto' || authentication.method === 'password' || proven.length > 0) {
          const mayAsk = interactiveAttempts < passwordAttempts && !isInteractiveSilent
          if (allowed.includes('keyboard-interactive') && mayAsk && passwords.hasNext())
            return interactive(allowed)
          if (allowed.includes('password'))
            return { type: 'password', username, password: await passwords.next(allowed) }
        }
        if (interactiveAttempts > 0 && !passwords.hasNext()) throw refused(target, allowed)
        const tried = offered.map(({ name }) => name)
        throw refusalOf(login, { allowed, tried, proven, interactiveAttempts, keys })
      }
    },
  }
}

interface Keys {
  next(): Promise<Identity | null>
  /** why some could not be offered */
  readonly problems: readonly SmokejumperError[]
}

/** Throws ssh.no-agent and ssh.key-unreadable where the agent or a key file was chosen for the host. */
const gatherKeys = async (login: Login): Promise<Keys> => {
  const { authentication, agentSocket } = login
  const problems: SmokejumperError[] = []
  if (authentication.method === 'password') return { next: async () => null, problems }
  const isAgentOnly = authentication.method === 'agent'
  const paths = authentication.method === 'key' ? [authentication.path] : login.keyFiles
  const files: KeyFile[] = []
  for (const path of isAgentOnly && !login.identitiesOnly ? [] : paths)
    try {
      files.push(await openKeyFile(path))
    } catch (error) {
      if (!(error instanceof SmokejumperError) || authentication.method === 'key') throw error
      problems.push(error)
    }
  const fromAgent = await openAgent(agentSocket).then(agentIdentities, (error: unknown) => {
    if (!(error instanceof SmokejumperError) || isAgentOnly) throw error
    return []
  })
  const named = files.flatMap(({ publicKey }) => publicKey ?? [])
  const onlyNamed = login.identitiesOnly || authentication.method === 'key'
  const fromFiles = isAgentOnly
    ? []
    : files.flatMap((file) => (file.publicKey === null ? [] : fileIdentity(login, file, file.publicKey)))
  const ready = orderIdentities(fromAgent, fromFiles, named, onlyNamed)
  if (isAgentOnly && ready.length === 0) throw notInAgent(login)
  if (authentication.method === 'key' && ready.length === 0 && files[0]?.bytes === null) {
    // says why the file itself does not do
    if (fromAgent.length === 0) await readKeyFile(authentication.path)
    throw notInAgent(login)
  }
  // Of these even the public part is encrypted: each is opened when it is its turn.
  const sealed = isAgentOnly ? [] : files.filter(({ publicKey }) => publicKey === null)
  return {
    problems,
    async next() {
      const identity = ready.shift()
      if (identity !== undefined) return identity
      for (let file = sealed.shift(); file !== undefined; file = sealed.shift())
        try {
          const key = await openKey(login, file)
          return { name: `the key ${file.path}`, source: 'file', publicKey: key, sign: signWith(login, key) }
        } catch (error) {
          if (!isPassedOver(error, authentication)) throw error
        }
      return null
    },
  }
}

const fileIdentity = (login: Login, file: KeyFile, publicKey: ParsedKey): Identity[] =>
  file.bytes === null
    ? []
    : [
        {
          name: `the key ${file.path}`,
          source: 'file',
          publicKey,
          sign: async (data, options) => signWith(login, await openKey(login, file))(data, options),
        },
      ]

const signWith =
  (login: Login, key: ParsedKey): Identity['sign'] =>
  async (data, { hash }) => {
    if (key.type === 'ssh-rsa' && hash === 'sha1' && !login.oldAlgorithms)
      throw new SmokejumperError({
        code: 'ssh.auth-failed',
        message: `${login.target.name} accepts RSA keys only with SHA-1 signatures, which are no longer safe.`,
        remedy: 'Use an ed25519 or ecdsa key, or allow old algorithms for this host.',
      })
    const signature: unknown = key.sign(data, hash)
    if (!Buffer.isBuffer(signature)) throw signature
    return signature
  }

const openKey = async (login: Login, { path, bytes }: KeyFile): Promise<ParsedKey> => {
  if (bytes === null) throw new TypeError('a public key cannot be opened')
  const known = login.secrets.keys.get(path) ?? decryptKey(path, bytes, null)
  if (known !== null) return known
  const lasting = createLastingSecret({ kind: 'passphrase', what: path }, login)
  const open = async (passphrase: string): Promise<ParsedKey | null> => {
    const key = await unlockKey(path, bytes, passphrase)
    if (key !== null) login.secrets.keys.set(path, key)
    return key
  }
  const kept = await lasting.kept()
  if (kept !== null) {
    const key = await open(kept)
    if (key !== null) return key
    await lasting.keptFailed(true)
  }
  for (let attempt = 1; attempt <= passphraseAttempts; attempt++) {
    const passphrase = await askSecret(login, lasting, {
      ...{ question: `Passphrase for ${path}`, keyPath: path },
      ...{ attempt, attempts: passphraseAttempts },
    })
    const key = await open(passphrase)
    if (key === null) continue
    await lasting.worked(passphrase)
    return key
  }
  throw passphraseWrong(path)
}

/** One key that cannot sign is not the end, where others may be tried. What a person ended is. */
const isPassedOver = (error: unknown, authentication: Authentication): boolean =>
  !isCancellation(error) &&
  (!isExpected(error) || (authentication.method === 'auto' && error.code !== 'prompt.dismissed'))

interface Tried {
  readonly allowed: readonly string[]
  readonly tried: readonly string[]
  readonly proven: readonly string[]
  readonly interactiveAttempts: number
  readonly keys: Keys
}

const refusalOf = (login: Login, { allowed, tried, proven, interactiveAttempts, keys }: Tried): Error => {
  const { authentication, target } = login
  const methods = [
    ...(tried.length === 0 ? [] : [authentication.method === 'agent' ? 'publickey (agent)' : 'publickey']),
    ...(interactiveAttempts === 0 ? [] : ['keyboard-interactive']),
  ]
  const failed = (refusal: Pick<Refusal, 'what' | 'remedy'>) =>
    authFailed(target, { tried: methods, allowed, ...refusal })
  if (interactiveAttempts > 0)
    return failed({
      what: 'the answers to what it asks were refused',
      remedy: `Check the user name ${target.user}, the password and the code, then connect again. Some hosts lock an account after failed logins.`,
    })
  if (proven.length > 0)
    return failed({
      what: `${proven.join(' and ')} is right, but the host wants another proof as well`,
      remedy: 'Choose "auto" for this host, so that every way to log in is tried.',
    })
  if (authentication.method === 'password')
    return failed({
      what: 'it does not allow passwords',
      remedy: 'Choose a key file or the agent for this host.',
    })
  if (!allowed.includes('publickey'))
    return failed({
      what: 'it does not allow keys',
      remedy: 'Choose password for this host, or allow PubkeyAuthentication in its sshd_config.',
    })
  const [problem] = keys.problems
  if (tried.length === 0 && problem !== undefined) return problem
  if (authentication.method === 'agent')
    return failed({
      what: 'the keys of the ssh-agent were refused',
      remedy: `Add the right key with "ssh-add FILE", or add its public key to ~/.ssh/authorized_keys of ${target.user} on the host.`,
    })
  if (authentication.method === 'key')
    return failed({
      what: `the key ${authentication.path} was refused`,
      remedy: `Add ${authentication.path}.pub to ~/.ssh/authorized_keys of ${target.user} on the host, or choose another key or user.`,
    })
  return failed({
    what:
      tried.length === 0
        ? 'there is no key to offer, neither in the ssh-agent nor in ~/.ssh'
        : `none of what was offered was accepted: ${tried.join(', ')}`,
    remedy: `Add a public key to ~/.ssh/authorized_keys of ${target.user} on the host, or choose another way to log in.`,
  })
}

const notInAgent = (login: Login) =>
  new SmokejumperError({
    code: 'ssh.no-agent',
    message: `The ssh-agent does not hold the key that is chosen for ${login.target.name}: ${
      login.authentication.method === 'key'
        ? login.authentication.path
        : login.keyFiles.join(', ') || 'none is named'
    }.`,
    remedy: 'Add it with "ssh-add FILE", or choose another key for this host.',
    facts: { user: login.target.user, address: login.target.address, port: login.target.port },
  })

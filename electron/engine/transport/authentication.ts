/** Logging in: which method comes next, and what it needs to know from the person. */
import type { AnyAuthMethod, KeyboardInteractiveAuthMethod, ParsedKey, Prompt as ServerPrompt } from 'ssh2'
import { isExpected } from '../../../shared/errors/errors.ts'
import type { Authentication } from '../../../shared/model/host.ts'
import type { Question } from '../prompts.ts'
import { openAgent } from './agent.ts'
import { decryptKey, passphraseAttempts, passphraseWrong, readKeyFile } from './private-key.ts'
import { authFailed, printable, promptDismissed, type Refusal, type Target } from './ssh-errors.ts'
import { unlockKey } from './unlock-key.ts'

export const passwordAttempts = 3

/** Kept in memory only, for as long as the pool lives, so that a lost connection comes back without questions. */
export interface Secrets {
  /** one that worked */
  password: string | null
  /** decrypted keys, by the path of their file */
  readonly keys: Map<string, ParsedKey>
}

export interface Login {
  readonly target: Target
  readonly hostLabel: string
  readonly authentication: Authentication
  readonly secrets: Secrets
  readonly agentSocket: string | undefined
  /** for 'auto': those of the host's destination that are there, in order */
  readonly keyFiles: readonly string[]
  /** Asks the person; rejects when cancelled. */
  readonly ask: (question: Question) => Promise<string | boolean | null>
  readonly onStep: (step: string) => void
}

/** `allowed` null: the host was not asked yet. Gives the next method to try, or throws why there is none. */
export type NextMethod = (allowed: readonly string[] | null, partial: boolean) => Promise<AnyAuthMethod>

/**
 * One login, perhaps over several connections: when the host hangs up while a question is open, the answer is used on
 * the next connection, and the count of attempts goes on. `begin` starts each connection.
 */
export interface Authenticator {
  begin(): Promise<NextMethod>
  /** The last password is to be tried first from now on: it was right, or the host hung up before it was sent. */
  keepPassword(): void
}

export const createAuthenticator = (login: Login): Authenticator => {
  const { authentication } = login
  const passwords = createPasswords(login)
  const method = {
    auto: () => autoMethod(login, passwords),
    agent: () => agentMethod(login),
    key: () => keyMethod(login, authentication.method === 'key' ? authentication.path : ''),
    password: () => passwordMethod(login, passwords),
  }[authentication.method]
  return {
    async begin() {
      const next = await method()
      return async (allowed, partial) =>
        // As OpenSSH does: "none" makes the host say what it allows.
        allowed === null ? { type: 'none', username: login.target.user } : next(allowed, partial)
    },
    keepPassword: passwords.keep,
  }
}

type AfterNone = (allowed: readonly string[], partial: boolean) => Promise<AnyAuthMethod>

const agentMethod = async (login: Login): Promise<AfterNone> => {
  const agent = await openAgent(login.agentSocket)
  return offerOnce(login, {
    tried: 'publickey (agent)',
    name: 'the keys of the ssh-agent',
    remedy: `Add the right key with "ssh-add FILE", or add its public key to ~/.ssh/authorized_keys of ${login.target.user} on the host.`,
    method: async () => ({ type: 'agent', username: login.target.user, agent }),
  })
}

const keyMethod = async (login: Login, path: string): Promise<AfterNone> => {
  const bytes = await readKeyFile(path)
  return offerOnce(login, {
    tried: 'publickey',
    name: `the key ${path}`,
    remedy: `Add ${path}.pub to ~/.ssh/authorized_keys of ${login.target.user} on the host, or choose another key or user.`,
    method: async () => {
      const key = login.secrets.keys.get(path) ?? (await openKey(login, path, bytes))
      login.secrets.keys.set(path, key)
      return { type: 'publickey', username: login.target.user, key }
    },
  })
}

/** In OpenSSH's order: the agent's keys, the key files, a password. What cannot be tried is passed over. */
const autoMethod = async (login: Login, passwords: Passwords): Promise<AfterNone> => {
  const ways = [
    ...(login.agentSocket ? [() => agentMethod(login)] : []),
    ...login.keyFiles.map((path) => () => keyMethod(login, path)),
    () => passwordMethod(login, passwords),
  ]
  const refusals: unknown[] = []
  let current: AfterNone | null = null
  return async (allowed, partial) => {
    for (;;) {
      const [way] = ways
      // what was refused first says the most: a password is often not allowed at all
      if (way === undefined) throw refusals[0]
      try {
        current ??= await way()
        return await current(allowed, partial)
      } catch (error) {
        if (!isExpected(error) || !passedOver.has(error.code)) throw error
        refusals.push(error)
        current = null
        ways.shift()
      }
    }
  }
}

const passedOver: ReadonlySet<string> = new Set(['ssh.auth-failed', 'ssh.no-agent', 'ssh.key-unreadable'])

interface Offer {
  readonly tried: string
  readonly name: string
  readonly remedy: string
  readonly method: () => Promise<AnyAuthMethod>
}

const offerOnce = (login: Login, offer: Offer): AfterNone => {
  let offered = false
  return async (allowed, partial) => {
    if (!offered && allowed.includes('publickey')) {
      offered = true
      return offer.method()
    }
    const refusal = { tried: offered ? [offer.tried] : [], allowed }
    if (partial)
      throw failed(login, {
        ...refusal,
        what: `${offer.name} is right, but the host wants a second proof as well`,
        remedy: 'Use a user without a second factor for tracing.',
      })
    if (!offered)
      throw failed(login, {
        ...refusal,
        what: 'it does not allow keys',
        remedy: 'Choose password for this host, or allow PubkeyAuthentication in its sshd_config.',
      })
    throw failed(login, { ...refusal, what: `${offer.name} was refused`, remedy: offer.remedy })
  }
}

const openKey = async (login: Login, path: string, bytes: Buffer): Promise<ParsedKey> => {
  const open = decryptKey(path, bytes, null)
  if (open !== null) return open
  for (let attempt = 1; attempt <= passphraseAttempts; attempt++) {
    const passphrase = await askSecret(login, `Passphrase for ${path}`, attempt, passphraseAttempts)
    const key = await unlockKey(path, bytes, passphrase)
    if (key !== null) return key
  }
  throw passphraseWrong(path)
}

interface Passwords {
  /** the one to try now; throws when the attempts are used up */
  readonly next: (allowed: readonly string[]) => Promise<string>
  readonly keep: () => void
}

const createPasswords = (login: Login): Passwords => {
  const { secrets, target } = login
  let asked = 0
  let current: string | null = null
  return {
    async next(allowed) {
      if (secrets.password !== null) {
        // It worked before; if it does not now, ask.
        const kept = secrets.password
        secrets.password = null
        current = kept
        return kept
      }
      if (asked === passwordAttempts)
        throw failed(login, {
          tried: ['password'],
          allowed,
          what: `the password was refused ${passwordAttempts} times`,
          remedy: `Check the user name ${target.user} and the password, then connect again. Some hosts lock an account after failed logins.`,
        })
      asked += 1
      const question = `Password for ${target.user}@${target.name}`
      current = await askSecret(login, question, asked, passwordAttempts)
      return current
    },
    keep: () => {
      secrets.password = current
    },
  }
}

const passwordMethod = async (login: Login, passwords: Passwords): Promise<AfterNone> => {
  const username = login.target.user
  return async (allowed, partial) => {
    if (partial)
      throw failed(login, {
        tried: ['password'],
        allowed,
        what: 'the password is right, but the host wants a second proof as well',
        remedy: 'Use a user without a second factor for tracing.',
      })
    if (allowed.includes('password'))
      return { type: 'password', username, password: await passwords.next(allowed) }
    if (allowed.includes('keyboard-interactive'))
      return { type: 'keyboard-interactive', username, prompt: answerWith(await passwords.next(allowed)) }
    throw failed(login, {
      tried: [],
      allowed,
      what: 'it does not allow passwords',
      remedy: 'Choose a key file or the agent for this host.',
    })
  }
}

/** The password answers the one hidden question; to more questions than that there is no answer. */
const answerWith = (password: string): KeyboardInteractiveAuthMethod['prompt'] => {
  let given = false
  return (_name, _instructions, _language, prompts, finish) => {
    const isPassword = prompts.length === 1 && prompts[0]?.echo !== true && !given
    given = true
    finish(isPassword ? [password] : prompts.map((_: ServerPrompt) => ''))
  }
}

const askSecret = async (
  login: Login,
  question: string,
  attempt: number,
  attempts: number,
): Promise<string> => {
  const { hostLabel } = login
  login.onStep('waiting for an answer')
  const answer = await login.ask({ kind: 'secret', hostLabel, question, attempt, attempts })
  login.onStep('logging in')
  if (typeof answer !== 'string') throw promptDismissed(question)
  return answer
}

const failed = (login: Login, refusal: Refusal) =>
  authFailed(login.target, { ...refusal, allowed: refusal.allowed.map(printable) })

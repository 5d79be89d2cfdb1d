/** What the system's ssh asks, in our words; and what it may not be told. */
import { isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import { type Hop, placeOf } from '../hosts/destination.ts'
import { knownHostsName } from '../hosts/known-hosts.ts'
import type { Ask } from '../prompts.ts'
import { askOnce, createLastingSecret, type LastingSecret } from '../secrets/ask-secret.ts'
import type { HostSecretKeeper } from '../secrets/secret-keeper.ts'
import type { AskpassQuestion } from './askpass.ts'
import { asksForPassword } from './passwords.ts'
import { readKeyFile } from './private-key.ts'
import { printable, promptDismissed } from './ssh-errors.ts'
import { unlockKey } from './unlock-key.ts'

const attempts = 3

export interface SshPrompts {
  /** Rejects with hostkey.changed, hostkey.unknown or prompt.dismissed; null where nothing is to be answered. */
  answer(question: AskpassQuestion): Promise<string | null>
  /** The answers were right: those that may be given again are kept. */
  keep(): Promise<void>
  /** whether a host key was accepted, which ssh has remembered */
  hasAccepted(): boolean
}

export interface SshPromptsTask {
  readonly hostLabel: string
  /** to tell which of them asks: ssh says only whose password it wants */
  readonly hops: readonly Hop[]
  readonly ask: Ask
  readonly keeper: HostSecretKeeper
  readonly onStep: (step: string) => void
  readonly onTrace: (step: 'host-key' | 'authentication', state: 'asking' | 'running') => void
  /** passwords and passphrases that worked, by their question; in memory only */
  readonly kept: Map<string, string>
}

/** What was asked for, over all tries. */
interface Asked {
  readonly lasting: LastingSecret | null
  /** of a passphrase */
  readonly keyPath: string
  attempts: number
  given: string | null
  /** whether nothing else was asked since it was given */
  isAlone: boolean
}

export const createSshPrompts = (task: SshPromptsTask): SshPrompts => {
  const asked = new Map<string, Asked>()
  let accepted = 0
  const trackOf = (secret: Secret): Asked => {
    const known = asked.get(secret.question)
    if (known !== undefined) return known
    const { kind } = secret
    const what = kind === 'passphrase' ? (secret.keyPath ?? '') : (hopOf(secret.who)?.name ?? secret.who)
    const lasting = kind === null ? null : createLastingSecret({ kind, what }, task)
    const track: Asked = { lasting, keyPath: secret.keyPath ?? '', attempts: 0, given: null, isAlone: true }
    asked.set(secret.question, track)
    return track
  }
  /** null when that is not certain: two hops may have the same user and address, with other ports. */
  const hopOf = (who: string): Hop | null => {
    const found = task.hops.filter(
      ({ user, address }) => `${user}@${address}`.toLowerCase() === who.toLowerCase(),
    )
    return found.length === 1 ? (found[0] ?? null) : null
  }
  const naming = (hop: Hop | null) => {
    if (hop === null) return {}
    const place = placeOf(task.hops, task.hops.indexOf(hop))
    return { login: hop.name, ...(place === '' ? {} : { hop: place }) }
  }

  const askSecret = async (secret: Secret): Promise<string> => {
    const track = trackOf(secret)
    const { lasting } = track
    const give = (answer: string) => {
      if (secret.kind !== 'passphrase')
        for (const other of asked.values()) if (other !== track) other.isAlone = false
      track.given = answer
      track.isAlone = true
      return answer
    }
    const before = task.kept.get(secret.question)
    if (lasting !== null) {
      // It worked before; if it does not now, ask.
      if (task.kept.delete(secret.question) && before !== undefined) return give(before)
      const remembered = await lasting.kept()
      if (remembered !== null && remembered !== track.given) return give(remembered)
      await lasting.keptFailed(track.isAlone)
    }
    track.attempts += 1
    task.onStep('waiting for an answer')
    task.onTrace('authentication', 'asking')
    const question = {
      ...{ hostLabel: task.hostLabel, question: secret.question, ...naming(hopOf(secret.who)) },
      ...{ attempt: track.attempts, attempts: Math.max(attempts, track.attempts) },
      ...(secret.keyPath === undefined ? {} : { keyPath: secret.keyPath }),
      ...(secret.isShown ? { isShown: true } : {}),
    }
    const answer = await (lasting === null ? askOnce(task.ask, question) : lasting.ask(question))
    task.onStep('logging in')
    task.onTrace('authentication', 'running')
    if (answer === null) throw promptDismissed(secret.question)
    return give(answer)
  }
  return {
    async answer({ text, kind }) {
      if (kind === 'none') {
        task.onStep(printable(text))
        return null
      }
      const key = readHostKeyQuestion(text)
      if (key === null) return askSecret(readSecret(text, kind))
      if (/keys of different type are already known/.test(text)) throw otherType(key)
      task.onTrace('host-key', 'asking')
      const shown = task.hops.filter(({ address, port }) => knownHostsName(address, port) === key.address)
      const answer = await task.ask({
        ...{ kind: 'host-key', hostLabel: task.hostLabel, ...key },
        ...naming(shown.length === 1 ? (shown[0] ?? null) : null),
      })
      task.onTrace('host-key', 'running')
      if (answer !== true) throw notAccepted(key)
      accepted += 1
      return 'yes'
    },
    hasAccepted: () => accepted > 0,
    async keep() {
      for (const [question, { lasting, given, keyPath }] of asked) {
        if (lasting === null || given === null) continue
        task.kept.set(question, given)
        // ssh does not say whether the last passphrase fitted: another key may have done
        const isRight = keyPath === '' || !lasting.isToBeKept(given) || (await opensKey(keyPath, given))
        if (isRight) await lasting.worked(given)
      }
    },
  }
}

const opensKey = async (path: string, passphrase: string): Promise<boolean> => {
  try {
    return (await unlockKey(path, await readKeyFile(path), passphrase)) !== null
  } catch (error) {
    // of a form that only ssh reads
    if (isExpected(error)) return false
    throw error
  }
}

interface ShownKey {
  readonly address: string
  readonly keyType: string
  readonly fingerprint: string
}

/** check_host_key of OpenSSH's sshconnect.c */
export const readHostKeyQuestion = (text: string): ShownKey | null => {
  const host = /authenticity of host '([^']+)' can't be established/.exec(text)?.[1]
  const key = /(\S+) key fingerprint is (SHA256:[A-Za-z0-9+/]+)/.exec(text)
  if (host === undefined || key === null) return null
  // '[web-3]:2222 ([10.0.0.3]:2222)'
  const address = printable(host.replace(/ \([^)]*\)$/, ''))
  return { address, keyType: key[1] ?? '', fingerprint: key[2] ?? '' }
}

interface Secret {
  readonly question: string
  /** a password or a passphrase: the same the next time. null: a code, or something else, is not. */
  readonly kind: 'password' | 'passphrase' | null
  /** 'deploy@web-3'; '' where ssh does not say it */
  readonly who: string
  readonly keyPath?: string
  readonly isShown: boolean
}

export const readSecret = (text: string, kind: AskpassQuestion['kind']): Secret => {
  const line = printable(text).replace(/[\s:]+$/, '')
  const passwordFor = (who: string): Secret => ({
    ...{ question: `Password for ${who}`, kind: 'password', who, isShown: false },
  })
  const password = /^(\S+@\S+?)'s password$/.exec(line)
  if (password) return passwordFor(password[1] ?? '')
  const passphrase = /^Enter passphrase for (?:key )?'?(.+?)'?$/.exec(line)
  if (passphrase) {
    const [, keyPath = ''] = passphrase
    return { question: `Passphrase for ${keyPath}`, kind: 'passphrase', who: '', keyPath, isShown: false }
  }
  const interactive = /^\((\S+@\S+?)\) (.*)$/.exec(line)
  if (interactive) {
    const [, who = '', what = ''] = interactive
    return asksForPassword.test(what)
      ? passwordFor(who)
      : { question: `${who} asks: ${what}`, kind: null, who, isShown: false }
  }
  if (kind === 'confirm') return { question: `${line} (yes or no)`, kind: null, who: '', isShown: true }
  return { question: line || 'ssh asks for something', kind: null, who: '', isShown: false }
}

const facts = ({ address, keyType, fingerprint }: ShownKey) => ({ address, keyType, fingerprint })

const otherType = (key: ShownKey) =>
  new SmokejumperError({
    code: 'hostkey.changed',
    message:
      `${key.address} now shows the ${key.keyType} key ${key.fingerprint}, which is of another type than the keys that it is known by. ` +
      'Somebody may be in between, or the host was installed anew. Nothing was sent to it.',
    remedy: `Ask the host's administrator whether ${key.fingerprint} is right. Only if it is, add it to your known_hosts file and connect again.`,
    facts: facts(key),
  })

const notAccepted = (key: ShownKey) =>
  new SmokejumperError({
    code: 'hostkey.unknown',
    message: `The host key of ${key.address} was not accepted (${key.keyType}, ${key.fingerprint}). Nothing was sent to the host.`,
    remedy: 'Compare the fingerprint with what the administrator says, then connect again and accept it.',
    facts: facts(key),
  })

/** What the system's ssh asks, in our words; and what it may not be told. */
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Question } from '../prompts.ts'
import type { AskpassQuestion } from './askpass.ts'
import { asksForPassword } from './passwords.ts'
import { printable, promptDismissed } from './ssh-errors.ts'

const attempts = 3

export interface SshPrompts {
  /** Rejects with hostkey.changed, hostkey.unknown or prompt.dismissed; null where nothing is to be answered. */
  answer(question: AskpassQuestion): Promise<string | null>
  /** The answers were right: those that may be given again are kept. */
  keep(): void
  /** whether a host key was accepted, which ssh has remembered */
  hasAccepted(): boolean
}

export interface SshPromptsTask {
  readonly hostLabel: string
  readonly ask: (question: Question) => Promise<string | boolean | null>
  readonly onStep: (step: string) => void
  readonly onTrace: (step: 'host-key' | 'authentication', state: 'asking' | 'running') => void
  /** passwords and passphrases that worked, by their question; in memory only */
  readonly kept: Map<string, string>
}

export const createSshPrompts = (task: SshPromptsTask): SshPrompts => {
  const asked = new Map<string, number>()
  const given = new Map<string, string>()
  let accepted = 0
  const askSecret = async (secret: Secret): Promise<string> => {
    const kept = task.kept.get(secret.question)
    if (secret.isLasting && kept !== undefined) {
      // It worked before; if it does not now, ask.
      task.kept.delete(secret.question)
      given.set(secret.question, kept)
      return kept
    }
    const attempt = (asked.get(secret.question) ?? 0) + 1
    asked.set(secret.question, attempt)
    task.onStep('waiting for an answer')
    task.onTrace('authentication', 'asking')
    const answer = await task.ask({
      ...{ kind: 'secret', hostLabel: task.hostLabel, question: secret.question },
      ...{ attempt, attempts: Math.max(attempts, attempt) },
      ...(secret.isShown ? { isShown: true } : {}),
    })
    task.onStep('logging in')
    task.onTrace('authentication', 'running')
    if (typeof answer !== 'string') throw promptDismissed(secret.question)
    if (secret.isLasting) given.set(secret.question, answer)
    return answer
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
      const answer = await task.ask({ kind: 'host-key', hostLabel: task.hostLabel, ...key })
      task.onTrace('host-key', 'running')
      if (answer !== true) throw notAccepted(key)
      accepted += 1
      return 'yes'
    },
    hasAccepted: () => accepted > 0,
    keep() {
      for (const [question, answer] of given) task.kept.set(question, answer)
    },
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
  /** a password or a passphrase: the same the next time. A code is not. */
  readonly isLasting: boolean
  readonly isShown: boolean
}

export const readSecret = (text: string, kind: AskpassQuestion['kind']): Secret => {
  const line = printable(text).replace(/[\s:]+$/, '')
  const lasting = (question: string): Secret => ({ question, isLasting: true, isShown: false })
  const password = /^(\S+@\S+?)'s password$/.exec(line)
  if (password) return lasting(`Password for ${password[1]}`)
  const passphrase = /^Enter passphrase for (?:key )?'?(.+?)'?$/.exec(line)
  if (passphrase) return lasting(`Passphrase for ${passphrase[1]}`)
  const interactive = /^\((\S+@\S+?)\) (.*)$/.exec(line)
  if (interactive) {
    const [, who = '', what = ''] = interactive
    return asksForPassword.test(what)
      ? lasting(`Password for ${who}`)
      : { question: `${who} asks: ${what}`, isLasting: false, isShown: false }
  }
  if (kind === 'confirm') return { question: `${line} (yes or no)`, isLasting: false, isShown: true }
  return { question: line || 'ssh asks for something', isLasting: false, isShown: false }
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

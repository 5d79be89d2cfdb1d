/** What a person types to be let in: a password, or answers to whatever the host asks (RFC 4256). */
import type { KeyboardInteractiveAuthMethod, Prompt as ServerPrompt } from 'ssh2'
import type { Ask } from '../prompts.ts'
import {
  askOnce,
  createLastingSecret,
  type LastingSecret,
  type SecretQuestion,
} from '../secrets/ask-secret.ts'
import type { HostSecretKeeper } from '../secrets/secret-keeper.ts'
import { authFailed, printable, promptDismissed, type Target } from './ssh-errors.ts'

export const passwordAttempts = 3

export interface Asking {
  readonly target: Target
  readonly hostLabel: string
  /** 'jump 1 of 2, deploy@bastion:22'; '' for the host itself */
  readonly hop: string
  /** 'deploy@bastion:22', under which a password is kept */
  readonly login: string
  readonly ask: Ask
  readonly keeper: HostSecretKeeper
  readonly onStep: (step: string) => void
}

/** `by`: what is asked for, when it may be kept; null for what is asked for once. Throws prompt.dismissed. */
export const askSecret = async (
  asking: Asking,
  by: LastingSecret | null,
  about: Omit<SecretQuestion, 'hostLabel' | 'hop' | 'login'>,
): Promise<string> => {
  asking.onStep('waiting for an answer')
  const { hostLabel, hop, login, ask } = asking
  const question = { ...about, hostLabel, login, ...(hop === '' ? {} : { hop }) }
  const answer = await (by === null ? askOnce(ask, question) : by.ask(question))
  asking.onStep('logging in')
  if (answer === null) throw promptDismissed(question.question)
  return answer
}

export interface Passwords {
  /** The one to try now: one that worked before, or what the person says. Throws when the attempts are used up. */
  next(allowed: readonly string[]): Promise<string>
  /** whether another one may be asked for, or waits to be tried */
  hasNext(): boolean
  /** The host asked for something else too: when it says no, that may have been wrong. */
  otherAsked(): void
  /** The last one is to be tried first from now on. */
  keep(): void
  /** It was right. */
  succeeded(): Promise<void>
}

export const createPasswords = (asking: Asking, secrets: { password: string | null }): Passwords => {
  const { target } = asking
  const lasting = createLastingSecret({ kind: 'password', what: asking.login }, asking)
  let asked = 0
  let current: string | null = null
  /** whether the last one was alone in what the host said no to */
  let isAlone = true
  const keep = () => {
    secrets.password = current
  }
  const take = (password: string) => {
    isAlone = true
    current = password
    return password
  }
  return {
    hasNext: () => secrets.password !== null || asked < passwordAttempts,
    async next(allowed) {
      if (secrets.password !== null) {
        // It worked before; if it does not now, ask.
        const { password } = secrets
        secrets.password = null
        return take(password)
      }
      const kept = await lasting.kept()
      if (kept !== null && kept !== current) return take(kept)
      await lasting.keptFailed(isAlone)
      if (asked === passwordAttempts) throw refused(target, allowed)
      asked += 1
      const question = `Password for ${target.user}@${target.name}`
      return take(await askSecret(asking, lasting, { question, attempt: asked, attempts: passwordAttempts }))
    },
    otherAsked: () => {
      isAlone = false
    },
    keep,
    async succeeded() {
      keep()
      if (current !== null) await lasting.worked(current)
    },
  }
}

export const refused = (target: Target, allowed: readonly string[]) =>
  authFailed(target, {
    tried: ['password'],
    allowed,
    what: `the password was refused ${passwordAttempts} times`,
    remedy: `Check the user name ${target.user} and the password, then connect again. Some hosts lock an account after failed logins.`,
  })

/** Asks for a password, in the languages of the systems that ask so. */
export const asksForPassword = /passw|kennwort|mot de passe|contraseña|senha|пароль|パスワード|密码/i

/**
 * One attempt at keyboard-interactive, in as many rounds as the host wants. Its first question for a password is
 * answered with the kept one; everything else is asked in the host's words.
 * `answering` runs what may ask a person, and hands over the answers when the host is still there.
 */
export const answerHost = (task: {
  readonly asking: Asking
  readonly passwords: Passwords
  readonly allowed: readonly string[]
  readonly attempt: number
  readonly answering: (work: () => Promise<string[]>, use: (answers: string[]) => void) => void
  /** it asked something */
  readonly onAsked: () => void
}): KeyboardInteractiveAuthMethod['prompt'] => {
  const { asking, passwords } = task
  let gavePassword = false
  const answerOne = async (prompt: ServerPrompt, note: string): Promise<string> => {
    const text = printable(prompt.prompt).replace(/[\s:]+$/, '')
    const isShown = prompt.echo === true
    if (!isShown && !gavePassword && asksForPassword.test(prompt.prompt)) {
      gavePassword = true
      return passwords.next(task.allowed)
    }
    const { target } = asking
    passwords.otherAsked()
    return askSecret(asking, null, {
      question: `${target.user}@${target.name} asks: ${text || '(nothing in words)'}`,
      attempt: task.attempt,
      attempts: passwordAttempts,
      ...(isShown ? { isShown } : {}),
      ...(note === '' ? {} : { note }),
    })
  }
  return (name, instructions, _language, prompts, finish) => {
    task.onAsked()
    const note = [name, instructions].map(printable).filter(Boolean).join(': ')
    task.answering(async () => {
      const answers: string[] = []
      // one after the other: a person answers one question at a time
      for (const prompt of prompts) answers.push(await answerOne(prompt, note))
      return answers
    }, finish)
  }
}

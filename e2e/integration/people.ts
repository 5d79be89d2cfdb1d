/** Stand-ins for what the engine asks: a person who answers questions, a library that knows one host. */
import type { Prompter, Question } from '../../electron/engine/prompts.ts'
import { type Authentication, type Host, hostDefaults } from '../../shared/model/host.ts'
import type { Sshd } from '../sshd/sshd.ts'

type Answer =
  | string
  | boolean
  | null
  | ((question: Question) => string | boolean | null | Promise<string | boolean | null>)

export interface ScriptedPerson extends Prompter {
  readonly questions: Question[]
}

/** Gives the answers in order; one question too many is an error. */
export const personAnswering = (...answers: Answer[]): ScriptedPerson => {
  const questions: Question[] = []
  const waiting = [...answers]
  return {
    questions,
    async ask(question, signal) {
      questions.push(question)
      const answer = waiting.shift()
      if (answer === undefined) throw new Error(`unexpected question: ${JSON.stringify(question)}`)
      const given = typeof answer === 'function' ? answer(question) : answer
      const cancelled = Promise.withResolvers<never>()
      signal?.addEventListener('abort', () => cancelled.reject(signal.reason), { once: true })
      return Promise.race([given, cancelled.promise])
    },
  }
}

export const hostOf = (sshd: Sshd, authentication?: Authentication, change: Partial<Host> = {}): Host => ({
  ...hostDefaults,
  id: 'host',
  kind: 'ssh',
  label: 'Test host',
  address: sshd.address,
  port: sshd.port,
  user: sshd.user,
  authentication: authentication ?? { method: 'key', path: sshd.key.path },
  spoolDirectory: '',
  createdAt: 0,
  probe: null,
  ...change,
})

/** Asking a person for a secret of one kind: what is kept of it is tried first, and what is asked may be kept. */
import type { Answer, Question } from '../prompts.ts'
import type { HostSecretKeeper, SecretName } from './secret-keeper.ts'

export type SecretQuestion = Omit<
  Extract<Question, { kind: 'secret' }>,
  'kind' | 'purpose' | 'canKeep' | 'notKept' | 'keptBefore'
>

export interface SecretAsker {
  readonly ask: (question: Question) => Promise<Answer>
  readonly keeper: HostSecretKeeper
}

/**
 * One secret, from the first try to the last. `kept` gives the remembered one, once; `ask` asks a person. Each counts as
 * wrong when another is wanted; the last one is right when `worked` is called.
 */
export interface LastingSecret {
  /** null: none is remembered, or it was given already */
  kept(): Promise<string | null>
  /** null: dismissed */
  ask(question: SecretQuestion): Promise<string | null>
  /**
   * The remembered one did not do. `isCertain` false: something else may have been wrong with it, so that it is forgotten
   * only when another one works.
   */
  keptFailed(isCertain: boolean): Promise<void>
  /** whether it was asked for with the wish to keep it */
  isToBeKept(text: string): boolean
  /** Keeps it if that was wanted; a remembered one that was not it is forgotten. */
  worked(text: string): Promise<void>
}

export const createLastingSecret = (name: SecretName, { ask, keeper }: SecretAsker): LastingSecret => {
  let wasRead = false
  let kept: string | null = null
  let keptBefore = ''
  let toKeep: string | null = null
  return {
    async kept() {
      if (wasRead) return null
      wasRead = true
      const found = await keeper.read(name)
      if (found.found === 'sealed') keptBefore = `What is remembered cannot be read: ${found.why}`
      if (found.found === 'yes') kept = found.text
      return kept
    },
    async ask(question) {
      const answer = await ask({
        ...question,
        ...(await keeper.offer()),
        ...(keptBefore === '' ? {} : { keptBefore }),
        kind: 'secret',
        purpose: name.kind,
      })
      if (typeof answer === 'object' && answer !== null) {
        toKeep = answer.remember
        return answer.remember
      }
      toKeep = null
      return typeof answer === 'string' ? answer : null
    },
    async keptFailed(isCertain) {
      if (kept === null) return
      if (!isCertain) {
        keptBefore = 'The remembered one, or what was given with it, was refused.'
        return
      }
      keptBefore = 'The remembered one was refused, and is forgotten.'
      kept = null
      await keeper.forget(name)
    },
    isToBeKept: (text) => toKeep === text,
    async worked(text) {
      if (toKeep === text) await keeper.keep(name, text)
      else if (kept !== null && kept !== text) await keeper.forget(name)
      toKeep = null
    },
  }
}

/** A code, or anything else that is asked once and never kept. null: dismissed. */
export const askOnce = async (ask: SecretAsker['ask'], question: SecretQuestion): Promise<string | null> => {
  const answer = await ask({ ...question, kind: 'secret' })
  if (typeof answer === 'object' && answer !== null) return answer.remember
  return typeof answer === 'string' ? answer : null
}

/** For whoever keeps nothing. */
export const keepsNothing: HostSecretKeeper = {
  offer: async () => ({}),
  read: async () => ({ found: 'no' }),
  keep: async () => {},
  forget: async () => {},
}

/** Questions to the person, from deep inside the engine. Each door answers in its own way. */
import type { Prompt } from '../../shared/contract/contract.ts'

/** A prompt without its id, which the asker does not choose. */
export type Question = Prompt extends infer P ? (P extends Prompt ? Omit<P, 'promptId'> : never) : never

/** A secret that is to be kept, once it has been shown to be right. */
export interface ToRemember {
  readonly remember: string
}

/** host-key: true accepts and remembers, false refuses. secret: the text. null: dismissed. */
export type Answer = string | boolean | null | ToRemember

export type Ask = (question: Question, signal?: AbortSignal) => Promise<Answer>

export interface Prompter {
  /** Rejects with an AbortError when the signal fires, and then the question is taken back. */
  readonly ask: Ask
}

/** Questions to the person, from deep inside the engine. Each door answers in its own way. */
import type { Prompt } from '../../shared/contract/contract.ts'

/** A prompt without its id, which the asker does not choose. */
export type Question = Prompt extends infer P ? (P extends Prompt ? Omit<P, 'promptId'> : never) : never

export interface Prompter {
  /**
   * host-key: true accepts and remembers, false refuses. secret: the text. null: dismissed.
   * Rejects with an AbortError when the signal fires, and then the question is taken back.
   */
  ask(question: Question, signal?: AbortSignal): Promise<string | boolean | null>
}

/** Questions that wait for an answer: told to everyone who listens, answered by the first. */
import { randomUUID } from 'node:crypto'
import type { Prompt } from '../../shared/contract/contract.ts'
import { cancellation } from '../../shared/errors/errors.ts'
import type { Emit, Emitter } from './emitter.ts'
import type { Answer, Prompter, Question } from './prompts.ts'

export interface OpenPrompts extends Prompter {
  /** No error when it was answered already: two windows may both try. */
  answer(promptId: string, answer: Answer): void
  /** What is open now. */
  open(): readonly Prompt[]
  /** Dismisses all. */
  close(): void
}

export const createOpenPrompts = (emit: Emit): OpenPrompts => {
  const waiting = new Map<string, { prompt: Prompt; settle: (answer: Answer) => void }>()
  const take = (promptId: string) => {
    const entry = waiting.get(promptId)
    if (waiting.delete(promptId)) emit('prompt.closed', { promptId })
    return entry
  }
  return {
    ask(question: Question, signal?: AbortSignal) {
      if (signal?.aborted) return Promise.reject(cancellation())
      const prompt: Prompt = { ...question, promptId: randomUUID() }
      return new Promise<Answer>((resolve, reject) => {
        const onAbort = () => {
          take(prompt.promptId)
          reject(cancellation())
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        const settle = (answer: Answer) => {
          signal?.removeEventListener('abort', onAbort)
          resolve(answer)
        }
        waiting.set(prompt.promptId, { prompt, settle })
        emit('prompt.asked', prompt)
      })
    },
    answer: (promptId, answer) => take(promptId)?.settle(answer),
    open: () => [...waiting.values()].map(({ prompt }) => prompt),
    close() {
      for (const promptId of [...waiting.keys()]) take(promptId)?.settle(null)
    },
  }
}

/** Listening that begins with what is asked already: a page that was opened again shows it too. */
export const tellLate =
  (on: Emitter['on'], prompts: Pick<OpenPrompts, 'open'>): Emitter['on'] =>
  (event, listener) => {
    const stop = on(event, listener)
    if (event === 'prompt.asked')
      for (const prompt of prompts.open()) (listener as (value: Prompt) => void)(prompt)
    return stop
  }

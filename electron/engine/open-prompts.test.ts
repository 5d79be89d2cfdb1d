import { describe, expect, it } from 'vitest'
import { createEmitter } from './emitter.ts'
import { createOpenPrompts, tellLate } from './open-prompts.ts'

const question = {
  kind: 'secret',
  hostLabel: 'web-3',
  question: 'Password for deploy@web-3',
  attempt: 1,
  attempts: 3,
} as const

const open = () => {
  const { emit, on } = createEmitter()
  const told: string[] = []
  on('prompt.asked', ({ promptId }) => told.push(`asked ${promptId}`))
  on('prompt.closed', ({ promptId }) => told.push(`closed ${promptId}`))
  return { prompts: createOpenPrompts(emit), told }
}

const idOf = (prompts: ReturnType<typeof open>['prompts']): string => prompts.open()[0]?.promptId ?? ''

describe('a question', () => {
  it('is told, answered by the first, and then closed for all', async () => {
    const { prompts, told } = open()
    const answer = prompts.ask(question)
    const id = idOf(prompts)
    prompts.answer(id, 'secret')
    prompts.answer(id, 'too late')
    expect(await answer).toBe('secret')
    expect(told).toEqual([`asked ${id}`, `closed ${id}`])
    expect(prompts.open()).toEqual([])
  })

  it('is taken back when who asked gives up', async () => {
    const { prompts, told } = open()
    const controller = new AbortController()
    const answer = prompts.ask(question, controller.signal)
    const id = idOf(prompts)
    controller.abort()
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
    expect(told).toEqual([`asked ${id}`, `closed ${id}`])
  })

  it('is told to who begins to listen while it is open', () => {
    const { emit, on } = createEmitter()
    const prompts = createOpenPrompts(emit)
    void prompts.ask(question)
    const told: string[] = []
    tellLate(on, prompts)('prompt.asked', ({ promptId }) => told.push(promptId))
    expect(told).toEqual([idOf(prompts)])
  })

  it('is dismissed when the engine closes', async () => {
    const { prompts } = open()
    const answer = prompts.ask(question)
    prompts.close()
    expect(await answer).toBeNull()
  })
})

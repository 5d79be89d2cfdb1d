import { describe, expect, it } from 'vitest'
import type { Args, Prompt } from '../../shared/contract/contract.ts'
import { SmokejumperError } from '../../shared/errors/errors.ts'
import { makeEngine, makeTerminal } from './cli-fixture.ts'
import { answerPrompts } from './prompts.ts'

const hostKey: Prompt = {
  kind: 'host-key',
  promptId: 'p1',
  hostLabel: 'web-3',
  address: '[10.0.0.3]:2222',
  keyType: 'ssh-ed25519',
  fingerprint: 'SHA256:abc',
}
const secret: Prompt = {
  kind: 'secret',
  promptId: 'p2',
  hostLabel: 'web-3',
  question: 'Password for deploy@web-3',
  attempt: 2,
  attempts: 3,
}

/** Asks and gives what the engine got as answers. */
const askAll = async (prompts: readonly Prompt[], terminal: ReturnType<typeof makeTerminal>) => {
  const got: Args<'prompts.answer'>[] = []
  const all = Promise.withResolvers<void>()
  const { client, emit } = makeEngine({
    'prompts.answer': async (answer) => {
      got.push(answer)
      if (got.length === prompts.length) all.resolve()
      return null
    },
  })
  const answering = answerPrompts(client, terminal.terminal)
  for (const prompt of prompts) emit('prompt.asked', prompt)
  await all.promise
  return { got, answering }
}

describe('the engine asks on the terminal', () => {
  it('for a host key with its fingerprint, which takes a yes and nothing less', async () => {
    for (const [typed, answer] of [
      ['yes', true],
      [' YES ', true],
      ['y', false],
      ['', false],
      [null, null],
    ] as const) {
      const terminal = makeTerminal({ answers: [typed] })
      const { got } = await askAll([hostKey], terminal)
      expect(got).toEqual([{ promptId: 'p1', answer }])
      expect(terminal.notes.join('\n')).toContain('ssh-ed25519 key has the fingerprint SHA256:abc')
      expect(terminal.questions).toMatchObject([{ secret: false }])
    }
  })

  it('for a secret without echo, one question after the other', async () => {
    const terminal = makeTerminal({ answers: ['yes', 'pass word'] })
    const { got } = await askAll([hostKey, secret], terminal)
    expect(got.map(({ answer }) => answer)).toEqual([true, 'pass word'])
    expect(terminal.questions[1]).toEqual({
      question: 'Password for deploy@web-3 (try 2 of 3): ',
      secret: true,
    })
  })

  it('for nothing where there is no terminal, and then says so instead of what followed', async () => {
    const dismissed = new SmokejumperError({
      code: 'prompt.dismissed',
      message: 'Dismissed.',
      remedy: 'Try again.',
    })
    for (const prompt of [hostKey, secret]) {
      const terminal = makeTerminal({ isInteractive: false })
      const { got, answering } = await askAll([prompt], terminal)
      expect(got).toEqual([{ promptId: prompt.promptId, answer: null }])
      expect(terminal.questions).toEqual([])
      expect(answering.explain(dismissed)).toMatchObject({
        message: expect.stringMatching(/no terminal to ask on/),
      })
    }
  })
})

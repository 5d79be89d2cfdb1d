import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createEngineHost, type EngineChild } from './engine-host.ts'

/** A process that remembers what it was told. */
const makeChild = () => {
  const events = new EventEmitter()
  const told: unknown[] = []
  const child: EngineChild<string> = {
    postMessage: (message, transfer) => void told.push([message, ...(transfer ?? [])]),
    kill: () => {
      told.push('killed')
      events.emit('exit', 1)
      return true
    },
    on: (event: string, listener: (value: never) => void) => events.on(event, listener as never),
    once: (event: string, listener: (value: never) => void) => events.once(event, listener as never),
  }
  return { child, events, told }
}

const makeHost = () => {
  const children: ReturnType<typeof makeChild>[] = []
  const exits: string[] = []
  const failures: unknown[] = []
  const asked: string[] = []
  let ports = 0
  const host = createEngineHost({
    fork: () => {
      const made = makeChild()
      children.push(made)
      return made.child
    },
    makePorts: () => {
      ports++
      return {
        port1: `engine end ${ports}`,
        port2: `window end ${ports}`,
      }
    },
    onExit: (why) => exits.push(why),
    onFailure: (failure) => failures.push(failure),
    onShow: () => asked.push('show'),
    onQuit: () => asked.push('quit'),
    onVault: async (request) => {
      asked.push(request.ask)
      return `answer to ${request.ask}`
    },
  })
  return { host, children, exits, failures, asked }
}

describe("the engine's process", () => {
  it('is started for the first connection and serves all of them', () => {
    const { host, children } = makeHost()
    expect([host.connect(), host.connect()]).toEqual(['window end 1', 'window end 2'])
    expect(children.map(({ told }) => told)).toEqual([
      [
        ['connect', 'engine end 1'],
        ['connect', 'engine end 2'],
      ],
    ])
  })

  it('says that a second start wants the window, and that the page wants the end', () => {
    const { host, children, asked } = makeHost()
    host.connect()
    children[0]!.events.emit('message', { type: 'show' })
    children[0]!.events.emit('message', { type: 'quit' })
    expect(asked).toEqual(['show', 'quit'])
  })

  it('asks for the key store, is answered, and says nothing else of it', async () => {
    const { host, children, asked } = makeHost()
    host.connect()
    const [child] = children
    child!.events.emit('message', { type: 'vault', id: 7, ask: 'seal', text: 'hunter2' })
    await Promise.resolve()
    expect(asked).toEqual(['seal'])
    expect(child!.told.at(-1)).toEqual([{ type: 'vault', id: 7, answer: 'answer to seal' }])
  })

  it.each([
    ['of another kind', { type: 'vault', id: 7, ask: 'everything' }],
    ['without a number', { type: 'vault', id: 'seven', ask: 'state' }],
    ['that is too long', { type: 'vault', id: 7, ask: 'seal', text: 'x'.repeat(10_001) }],
    ['without bytes', { type: 'vault', id: 7, ask: 'open', bytes: 'no bytes' }],
    ['of another type', { type: 'shell', command: 'rm' }],
    ['that is a word', 'quit'],
  ])('is not listened to when it says something %s', (_, message) => {
    const { host, children, asked } = makeHost()
    host.connect()
    expect(() => children[0]!.events.emit('message', message)).toThrow(z.ZodError)
    expect(asked).toEqual([])
  })

  it('is said to have died, and started again for the next connection', () => {
    const { host, children, exits } = makeHost()
    host.connect()
    children[0]!.events.emit('exit', 139)
    expect(exits).toEqual([expect.stringContaining('139')])
    host.connect()
    expect(children[1]!.told).toEqual([['connect', 'engine end 2']])
  })

  it('tells why it could not begin', () => {
    const { host, children, failures } = makeHost()
    host.connect()
    const failure = { type: 'failed', message: 'The library is locked.', remedy: 'Close the other one.' }
    children[0]!.events.emit('message', failure)
    expect(failures).toEqual([failure])
  })

  it('is asked to end and waited for, and that is no accident', async () => {
    const { host, children, exits } = makeHost()
    host.connect()
    const ended = host.end(60_000)
    expect(children[0]!.told.at(-1)).toEqual(['end'])
    children[0]!.events.emit('exit', 0)
    await ended
    expect(exits).toEqual([])
  })

  it('is killed when it does not end in time', async () => {
    const { host, children } = makeHost()
    host.connect()
    await host.end(1)
    expect(children[0]!.told.at(-1)).toBe('killed')
  })

  it('that was never started ends at once', async () => {
    const { host } = makeHost()
    await host.end(60_000)
  })
})

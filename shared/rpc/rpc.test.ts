import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import type { Args, EventName, EventValue } from '../contract/contract.ts'
import type { EngineService, Handlers } from '../contract/engine.ts'
import { cancellation, SmokejumperError } from '../errors/errors.ts'
import type { Channel } from './channel.ts'
import { createEngineClient } from './client.ts'
import { decodeMessage, encodeMessage } from './codec.ts'
import { createDirectChannel } from './direct-channel.ts'
import { messagePortChannel } from './message-port.ts'
import { serveEngine } from './server.ts'
import { type SocketLike, webSocketChannel } from './web-socket.ts'
import { RemoteBug, type WireError } from './wire-error.ts'

/** An engine of a few handlers; the others are never called. */
const makeService = (handlers: Partial<Handlers>) => {
  const listeners = new Map<EventName, Set<(value: never) => void>>()
  const service: EngineService = {
    handlers: handlers as Handlers,
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(listener as (value: never) => void))
      return () => set.delete(listener as (value: never) => void)
    },
  }
  return {
    service,
    emit: <E extends EventName>(event: E, value: EventValue<E>) => {
      for (const listener of listeners.get(event) ?? []) listener(value as never)
    },
    listenerCount: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
  }
}

/** Two sockets that are connected to each other, with frames as bytes. */
const makeSocketPair = (): [SocketLike, SocketLike] => {
  const ends = [0, 1].map(() => ({
    message: [] as ((e: { data: unknown }) => void)[],
    close: [] as (() => void)[],
  }))
  let state = 1
  const makeSocket = (own: number): SocketLike => ({
    binaryType: 'blob',
    get readyState() {
      return state
    },
    send: (data) => {
      const frame = data.slice().buffer
      queueMicrotask(() => ends[1 - own]!.message.forEach((listener) => void listener({ data: frame })))
    },
    close: () => {
      state = 3
      queueMicrotask(() => ends.forEach((end) => void end.close.forEach((listener) => void listener())))
    },
    addEventListener: (type: 'message' | 'close', listener: (event: { data: unknown }) => void) => {
      if (type === 'message') ends[own]!.message.push(listener)
      else ends[own]!.close.push(listener as () => void)
    },
  })
  return [makeSocket(0), makeSocket(1)]
}

const channelPairs: Record<string, () => readonly [Channel, Channel]> = {
  'a direct channel': createDirectChannel,
  'a message port': () => {
    const { port1, port2 } = new MessageChannel()
    return [messagePortChannel(port1), messagePortChannel(port2)]
  },
  'a web socket': () => {
    const [client, server] = makeSocketPair()
    return [webSocketChannel(client), webSocketChannel(server)]
  },
}

const connect = (
  handlers: Partial<Handlers>,
  pair: readonly [Channel, Channel] = createDirectChannel(),
  onBug?: (bug: WireError) => void,
) => {
  const engine = makeService(handlers)
  const [clientEnd, engineEnd] = pair
  const served = serveEngine(engine.service, engineEnd, onBug === undefined ? {} : { onBug })
  return { ...engine, client: createEngineClient(clientEnd), clientEnd, engineEnd, served }
}

const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('It was expected to reject, and did not')
}

const flameArgs: Args<'views.flame'> = {
  captureId: 'c1',
  streamId: 0,
  selection: { time: { from: 0, to: 5e9 } },
  order: 'top-down',
  group: 'none',
  zoom: [],
  minShare: 0.001,
  maxNodes: 1000,
  search: '',
}

describe.each(Object.entries(channelPairs))('the contract over %s', (_, makePair) => {
  it('carries arguments there and typed arrays back', async () => {
    let seen: unknown
    const { client, clientEnd } = connect(
      {
        'artifacts.read': async (args) => {
          seen = args
          return { bytes: Uint8Array.of(0, 255, 7), total: 3 }
        },
      },
      makePair(),
    )
    const args = { captureId: 'c1', artifactId: 1, offset: 0, length: 3 }
    expect(await client.call('artifacts.read', args)).toStrictEqual({
      bytes: Uint8Array.of(0, 255, 7),
      total: 3,
    })
    expect(seen).toStrictEqual(args)
    clientEnd.close()
  })

  it('keeps calls apart that end in another order', async () => {
    const gates = new Map([1, 2, 3].map((n) => [n, Promise.withResolvers<void>()]))
    const { client, clientEnd } = connect(
      {
        'artifacts.read': async ({ artifactId }) => {
          await gates.get(artifactId)!.promise
          return { bytes: new Uint8Array(artifactId), total: artifactId }
        },
      },
      makePair(),
    )
    const calls = [1, 2, 3].map((artifactId) =>
      client.call('artifacts.read', { captureId: 'c', artifactId, offset: 0, length: 1 }),
    )
    for (const n of [3, 1, 2]) gates.get(n)!.resolve()
    expect((await Promise.all(calls)).map(({ total }) => total)).toEqual([1, 2, 3])
    clientEnd.close()
  })

  it('reports progress before the result, and events to those who listen', async () => {
    const { client, emit, clientEnd } = connect(
      {
        'captures.start': async (_args, { report }) => {
          report({ step: 'connecting' })
          report({ step: 'starting' })
          return { captureId: 'c9' }
        },
      },
      makePair(),
    )
    const heard: unknown[] = []
    const event = Promise.withResolvers<unknown>()
    const stop = client.on('captures.changed', event.resolve)
    const result = await client.call(
      'captures.start',
      { hostId: 'h', recipeId: 'cpu-profile', parameters: { pids: [12] }, name: '' },
      { onProgress: (progress) => void heard.push(progress) },
    )
    expect([heard, result]).toStrictEqual([
      [{ step: 'connecting' }, { step: 'starting' }],
      { captureId: 'c9' },
    ])
    emit('captures.changed', { captureIds: ['c9'] })
    expect(await event.promise).toStrictEqual({ captureIds: ['c9'] })
    stop()
    clientEnd.close()
  })

  it('brings an expected error across whole', async () => {
    const error = new SmokejumperError({
      code: 'ssh.refused',
      message: 'web-3 refused the connection on port 2222.',
      remedy: 'Check the port, and that sshd runs.',
      facts: { address: 'web-3', port: 2222, proxied: false },
    })
    const { client, clientEnd } = connect({ 'hosts.list': () => Promise.reject(error) }, makePair())
    const thrown = await rejection(client.call('hosts.list', {}))
    expect(thrown).toBeInstanceOf(SmokejumperError)
    expect(thrown).toMatchObject({
      code: error.code,
      message: error.message,
      remedy: error.remedy,
      facts: { address: 'web-3', port: 2222, proxied: false },
    })
    clientEnd.close()
  })

  it('rejects what was asked when the channel closes, and cancels it on the other side', async () => {
    const cancelled = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    const { client, engineEnd, listenerCount } = connect(
      {
        'hosts.list': (_args, { signal }) => {
          signal.addEventListener('abort', () => cancelled.resolve())
          started.resolve()
          return new Promise(() => {})
        },
      },
      makePair(),
    )
    const call = rejection(client.call('hosts.list', {}))
    await started.promise
    engineEnd.close()
    expect(await call).toMatchObject({ code: 'connection.closed', remedy: expect.stringMatching(/reload/) })
    await client.closed
    await cancelled.promise
    expect(listenerCount()).toBe(0)
    expect(await rejection(client.call('hosts.list', {}))).toMatchObject({ code: 'connection.closed' })
  })
})

describe('cancelling', () => {
  it('rejects at once with an AbortError and tells the engine', async () => {
    const cancelled = Promise.withResolvers<boolean>()
    const started = Promise.withResolvers<void>()
    const { client } = connect({
      'views.flame': (_args, { signal }) => {
        signal.addEventListener('abort', () => cancelled.resolve(signal.aborted))
        started.resolve()
        // Never ends: the client must not wait for it.
        return new Promise(() => {})
      },
    })
    const controller = new AbortController()
    const call = rejection(client.call('views.flame', flameArgs, { signal: controller.signal }))
    await started.promise
    controller.abort()
    expect(await call).toMatchObject({ name: 'AbortError' })
    expect(await cancelled.promise).toBe(true)
  })

  it('sends nothing when it was cancelled before the call', async () => {
    let calls = 0
    const { client } = connect({
      'hosts.list': async () => {
        calls++
        return []
      },
    })
    expect(await rejection(client.call('hosts.list', {}, { signal: AbortSignal.abort() }))).toMatchObject({
      name: 'AbortError',
    })
    await client.call('hosts.list', {})
    expect(calls).toBe(1)
  })

  it('is a cancellation on the client when the engine says so', async () => {
    const { client } = connect({ 'hosts.list': () => Promise.reject(cancellation()) })
    expect(await rejection(client.call('hosts.list', {}))).toMatchObject({ name: 'AbortError' })
  })
})

describe('the border', () => {
  it('refuses arguments that are not as agreed and names the field', async () => {
    let calls = 0
    const { client } = connect({
      'artifacts.read': async () => {
        calls++
        return { bytes: new Uint8Array(), total: 0 }
      },
    })
    const thrown = await rejection(
      client.call('artifacts.read', { captureId: 'c', artifactId: 1, offset: -1, length: 1 }),
    )
    expect(thrown).toMatchObject({
      code: 'call.invalid-arguments',
      message: expect.stringMatching(/^offset: /),
      facts: { method: 'artifacts.read', field: 'offset' },
    })
    expect(calls).toBe(0)
  })

  it('names a field inside a list', async () => {
    const { client } = connect({})
    const selection = {
      threads: [
        { pid: 1, tid: null },
        { pid: 1.5, tid: null },
      ],
    }
    expect(await rejection(client.call('views.flame', { ...flameArgs, selection }))).toMatchObject({
      code: 'call.invalid-arguments',
      facts: { field: 'selection.threads.1.pid' },
    })
  })

  it('refuses a method that the engine does not have, also one that every object has', async () => {
    for (const method of ['hosts.explode', 'toString', '__proto__']) {
      const [clientEnd, engineEnd] = createDirectChannel()
      serveEngine(makeService({}).service, engineEnd)
      const answer = new Promise((resolve) => clientEnd.onMessage(resolve))
      clientEnd.send({ type: 'call', id: 1, method, args: {} })
      expect(await answer).toMatchObject({ type: 'error', id: 1, error: { code: 'call.unknown-method' } })
    }
  })

  it('takes a result that is not as agreed for a bug, and names the field', async () => {
    const { client } = connect({ 'artifacts.read': async () => ({ bytes: [1, 2] as never, total: 2 }) })
    const thrown = await rejection(
      client.call('artifacts.read', { captureId: 'c', artifactId: 1, offset: 0, length: 1 }),
    )
    expect(thrown).not.toBeInstanceOf(SmokejumperError)
    expect(String(thrown)).toMatch(/answer to artifacts\.read is not as agreed: bytes/)
  })

  it('brings a bug across with a reference that the engine has too, and its causes for copying', async () => {
    const bugs: WireError[] = []
    const bug = new TypeError('x is undefined', { cause: new Error('the cause') })
    const { client } = connect({ 'hosts.list': () => Promise.reject(bug) }, createDirectChannel(), (b) =>
      bugs.push(b),
    )
    const thrown = await rejection(client.call('hosts.list', {}))
    expect(thrown).toBeInstanceOf(RemoteBug)
    const { reference, message, details } = thrown as RemoteBug
    expect(message).toBe(`TypeError: x is undefined (reference ${reference})`)
    expect(details).toMatch(/rpc\.test\.ts[\s\S]*caused by: Error: the cause/)
    expect(bugs).toMatchObject([{ kind: 'bug', reference }])
  })

  it('answers with a bug when a result cannot be sent', async () => {
    const { client } = connect({ 'hosts.list': async () => [{ id: () => 1 }] as never })
    expect(await rejection(client.call('hosts.list', {}))).toBeInstanceOf(RemoteBug)
  })

  it.each([
    ['no message', 17],
    ['an unknown type', { type: 'eval', id: 1 }],
    ['an id that is no number', { type: 'call', id: '1', method: 'hosts.list', args: {} }],
  ])('hangs up on a peer that sends %s', async (_, message) => {
    const [clientEnd, engineEnd] = createDirectChannel()
    serveEngine(makeService({}).service, engineEnd)
    clientEnd.send(message)
    await clientEnd.closed
  })

  it('hangs up on a peer that uses an id twice', async () => {
    const [clientEnd, engineEnd] = createDirectChannel()
    serveEngine(makeService({ 'hosts.list': () => new Promise(() => {}) }).service, engineEnd)
    clientEnd.send({ type: 'call', id: 1, method: 'hosts.list', args: {} })
    clientEnd.send({ type: 'call', id: 1, method: 'hosts.list', args: {} })
    await clientEnd.closed
  })

  it('closes a socket on which something comes that is no message', async () => {
    const [theirs, ours] = makeSocketPair()
    const channel = webSocketChannel(ours)
    theirs.send(Uint8Array.of(0xc1))
    await channel.closed
  })

  it('stops answering when it is disposed', async () => {
    const { client, clientEnd, served, listenerCount } = connect({ 'hosts.list': async () => [] })
    served[Symbol.dispose]()
    expect(listenerCount()).toBe(0)
    const call = rejection(client.call('hosts.list', {}))
    clientEnd.close()
    expect(await call).toMatchObject({ code: 'connection.closed' })
  })
})

describe('a question', () => {
  const question = (promptId: string) => ({
    ...{
      kind: 'secret' as const,
      promptId,
      hostLabel: 'web-3',
      question: 'Password',
      attempt: 1,
      attempts: 3,
    },
  })

  it('that came before anybody listened is heard by the first who does, unless it was closed', async () => {
    const { client, emit } = connect({})
    emit('prompt.asked', question('closed'))
    emit('prompt.asked', question('open'))
    emit('prompt.closed', { promptId: 'closed' })
    await new Promise((resolve) => setImmediate(resolve))
    const heard: string[] = []
    client.on('prompt.asked', ({ promptId }) => heard.push(promptId))
    client.on('prompt.asked', ({ promptId }) => heard.push(`again ${promptId}`))
    expect(heard).toEqual(['open'])
  })
})

describe('a frame', () => {
  it('has the message as it was sent', () => {
    const message = { type: 'call', id: 1, method: 'views.flame', args: flameArgs }
    expect(decodeMessage(encodeMessage(message))).toStrictEqual(message)
  })
})

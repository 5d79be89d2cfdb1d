import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { connectCalls, serveCalls, type WorkerCallContext } from './calls.ts'
import { createCancelFlag, linkFlag, raiseFlag } from './cancel-flag.ts'
import { createPacer } from './pacer.ts'
import { ownArrays, ownedBuffers } from './transfer.ts'

const expectedError = new SmokejumperError({
  ...{ code: 'library.locked', message: 'Locked.', remedy: 'Wait.', facts: { path: '/x', tries: 3 } },
})

function createService() {
  const kept = Float64Array.of(1, 2, 3)
  return {
    add: ({ a, b }: { a: number; b: number }) => a + b,
    copyKept: () => ownArrays({ part: kept.subarray(1), whole: kept, layers: [{ low: kept }], names: ['a'] }),
    give: () => ({ bytes: Uint8Array.of(1, 2, 3) }),
    failExpected: () => {
      throw expectedError
    },
    failByBug: () => {
      throw new TypeError('undefined is not a function')
    },
    count: async (_: undefined, { report }: WorkerCallContext<number>) => {
      for (let i = 1; i <= 3; i++) report(i)
    },
    waitForCancel: (_: undefined, { signal, report }: WorkerCallContext<string>) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        report('waiting')
      }),
    paced: async (_: undefined, { signal, report }: WorkerCallContext<string>) => {
      const pace = createPacer(signal, 0)
      report('begun')
      for (;;) await pace()
    },
  }
}
type Service = ReturnType<typeof createService>

function connect(makeService = createService, classify?: (error: unknown) => unknown) {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port1.close())
  serveCalls<Service>(port2, makeService, classify)
  return connectCalls<Service>(port1)
}

describe('a call to a worker', () => {
  it('resolves with the result of its own, however many are open', async () => {
    const client = connect()
    const sums = await Promise.all([1, 2, 3].map((a) => client.call('add', { a, b: 10 })))
    expect(sums).toEqual([11, 12, 13])
  })

  it('rejects with an expected error as it was thrown', async () => {
    const failed = connect().call('failExpected', undefined)
    await expect(failed).rejects.toBeInstanceOf(SmokejumperError)
    await expect(failed).rejects.toMatchObject({
      ...{ code: 'library.locked', message: 'Locked.', remedy: 'Wait.', facts: { path: '/x', tries: 3 } },
    })
  })

  it('rejects with a bug as something else', async () => {
    const failed = connect().call('failByBug', undefined)
    await expect(failed).rejects.toThrow('undefined is not a function')
    await expect(failed).rejects.not.toBeInstanceOf(SmokejumperError)
  })

  it('rejects when the service cannot be made, and is tried again with the next call', async () => {
    let tries = 0
    const client = connect(
      () => {
        if (++tries === 1) throw new Error('SQLITE_BUSY')
        return createService()
      },
      () => expectedError,
    )
    await expect(client.call('add', { a: 1, b: 1 })).rejects.toMatchObject({ code: 'library.locked' })
    expect(await client.call('add', { a: 1, b: 1 })).toBe(2)
  })

  it('reports progress before it resolves', async () => {
    const seen: number[] = []
    await connect().call('count', undefined, { onProgress: (count) => seen.push(count) })
    expect(seen).toEqual([1, 2, 3])
  })

  it('is cancelled while it waits, and while it works in steps', async () => {
    const client = connect()
    for (const method of ['waitForCancel', 'paced'] as const) {
      const controller = new AbortController()
      const call = client.call(method, undefined, {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      })
      await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    }
  })

  it('is not sent when it is cancelled already', async () => {
    const call = connect().call('add', { a: 1, b: 1 }, { signal: AbortSignal.abort() })
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('rejects when the worker is gone, and so does the next', async () => {
    const client = connect()
    const open = client.call('waitForCancel', undefined)
    client.fail(new Error('The worker crashed'))
    await expect(open).rejects.toThrow('The worker crashed')
    await expect(client.call('add', { a: 1, b: 1 })).rejects.toThrow('The worker crashed')
  })

  it('takes nothing away from what the worker keeps', async () => {
    const client = connect()
    for (let i = 0; i < 2; i++) {
      const { part, whole, layers, names } = await client.call('copyKept', undefined)
      expect(part).toEqual(Float64Array.of(2, 3))
      expect(part.buffer.byteLength).toBe(16)
      expect({ whole, layers, names }).toEqual({
        ...{ whole: Float64Array.of(1, 2, 3), layers: [{ low: Float64Array.of(1, 2, 3) }], names: ['a'] },
      })
    }
    expect((await client.call('give', undefined)).bytes).toEqual(Uint8Array.of(1, 2, 3))
  })
})

describe('what is transferred', () => {
  it('is what covers its buffer, and no part of another', () => {
    const whole = Int32Array.of(1, 2)
    const part = whole.subarray(1)
    expect(ownedBuffers({ whole, part, again: whole, text: 'x' })).toEqual([whole.buffer])
    expect(ownedBuffers(whole)).toEqual([whole.buffer])
    expect(ownedBuffers(Buffer.from('out of the pool'))).toEqual([])
    expect(ownedBuffers(null)).toEqual([])
  })
})

describe('a cancel flag', () => {
  it('is seen by who asks the signal, without a turn of the event loop', () => {
    const controller = new AbortController()
    const flag = createCancelFlag()
    linkFlag(controller, flag)
    expect(controller.signal.aborted).toBe(false)
    controller.signal.throwIfAborted()
    raiseFlag(flag)
    expect(controller.signal.aborted).toBe(true)
    expect(() => controller.signal.throwIfAborted()).toThrow(expect.objectContaining({ name: 'AbortError' }))
  })
})

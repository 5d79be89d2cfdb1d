import './jitless.ts'
import type { z } from 'zod'
import {
  type CallArgs,
  type EventName,
  type EventValue,
  events,
  type MethodName,
  methods,
} from '../contract/contract.ts'
import type { CallOptions, EngineClient } from '../contract/engine.ts'
import { cancellation, SmokejumperError } from '../errors/errors.ts'
import type { Channel } from './channel.ts'
import { firstIssue, type Reply, type Request, replySchema } from './message.ts'
import { decodeError } from './wire-error.ts'

interface OpenCall {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly progress: (value: unknown) => void
}

const connectionClosed = () =>
  new SmokejumperError({
    code: 'connection.closed',
    message: 'The connection to the Smokejumper engine is closed: it was ended, or it crashed.',
    remedy: 'Start Smokejumper again if it has ended, then reload this window.',
  })

/** What does not fit the contract is a bug of the other side, never something to go on with. */
const check = (schema: z.ZodType, value: unknown, what: string): unknown => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { field, problem } = firstIssue(parsed.error)
  throw new Error(`The engine's ${what} is not as agreed: ${field || 'the whole'}: ${problem}`)
}

/** So that one listener's bug neither hides nor keeps the others from hearing. */
const throwLater = (error: unknown): void =>
  queueMicrotask(() => {
    throw error
  })

/**
 * The client's end of the contract over a channel. Calls reject with a SmokejumperError (expected; among them
 * connection.closed), an AbortError (at once when the signal fires) or another Error (a bug; RemoteBug if there).
 */
export const createEngineClient = (channel: Channel): EngineClient => {
  const calls = new Map<number, OpenCall>()
  const listeners = new Map<string, Set<(value: never) => void>>()
  /** questions that are open and that nobody has heard yet: the page that would show them is still being made */
  const unheard = new Map<string, EventValue<'prompt.asked'>>()
  let lastId = 0
  let isClosed = false

  const keepUnheard = (name: string, value: unknown): void => {
    if (name === 'prompt.asked' && !listeners.get(name)?.size) {
      const prompt = value as EventValue<'prompt.asked'>
      unheard.set(prompt.promptId, prompt)
    }
    if (name === 'prompt.closed') unheard.delete((value as EventValue<'prompt.closed'>).promptId)
  }

  const deliverEvent = (name: string, value: unknown): void => {
    const schema: z.ZodType | undefined = Object.hasOwn(events, name) ? events[name as EventName] : undefined
    if (schema === undefined) throw new Error(`The engine sent an event that is not in the contract: ${name}`)
    const checked = check(schema, value, `event ${name}`)
    keepUnheard(name, checked)
    for (const listener of [...(listeners.get(name) ?? [])]) {
      try {
        listener(checked as never)
      } catch (error) {
        throwLater(error)
      }
    }
  }

  const deliver = (reply: Reply): void => {
    if (reply.type === 'event') {
      deliverEvent(reply.name, reply.value)
      return
    }
    // A call that was cancelled here is forgotten here; what the engine still says about it is late, not wrong.
    const call = calls.get(reply.id)
    if (call === undefined) return
    if (reply.type === 'progress') {
      call.progress(reply.value)
      return
    }
    calls.delete(reply.id)
    if (reply.type === 'result') call.resolve(reply.value)
    else call.reject(decodeError(reply.error))
  }

  channel.onMessage((message) => deliver(check(replySchema, message, 'message') as Reply))

  const closed = channel.closed.then(() => {
    isClosed = true
    for (const call of calls.values()) call.reject(connectionClosed())
    calls.clear()
  })

  const send = (request: Request): void => channel.send(request)

  const call = async <M extends MethodName>(method: M, args: CallArgs<M>, options: CallOptions<M> = {}) => {
    const { signal, onProgress } = options
    if (signal?.aborted) throw cancellation()
    if (isClosed) throw connectionClosed()
    const schemas: { result: z.ZodType; progress?: z.ZodType } = methods[method]
    const id = ++lastId
    const abort = Promise.withResolvers<never>()
    const onAbort = () => {
      calls.delete(id)
      if (!isClosed) send({ type: 'cancel', id })
      abort.reject(cancellation())
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      const answer = new Promise<unknown>((resolve, reject) => {
        const progress = (value: unknown) => {
          if (schemas.progress === undefined) throw new Error(`${method} has no progress in the contract`)
          onProgress?.(
            check(schemas.progress, value, `progress of ${method}`) as Parameters<typeof onProgress>[0],
          )
        }
        calls.set(id, { resolve, reject, progress })
        send({ type: 'call', id, method, args })
      })
      return check(schemas.result, await Promise.race([answer, abort.promise]), `answer to ${method}`)
    } finally {
      calls.delete(id)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  return {
    call: call as EngineClient['call'],
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(listener as (value: never) => void))
      if (event === 'prompt.asked') {
        const early = [...unheard.values()]
        unheard.clear()
        for (const prompt of early) (listener as (value: EventValue<'prompt.asked'>) => void)(prompt)
      }
      return () => set.delete(listener as (value: never) => void)
    },
    closed,
  }
}

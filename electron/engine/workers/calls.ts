/**
 * Calls between the engine's thread and a worker, over its port: with ids, cancellation, progress and typed errors.
 * A service is a table of functions of one argument; its type is all that both ends share. Unlike shared/rpc nothing
 * is checked here: both ends are this program, of this version.
 */
import type { Transferable } from 'node:worker_threads'
import { decodeError, encodeError, type WireError } from '../../../shared/rpc/wire-error.ts'
import { type CancelFlag, createCancelFlag, linkFlag, raiseFlag } from './cancel-flag.ts'
import { ownedBuffersWithin } from './transfer.ts'

export interface WorkerCallContext<P = never> {
  /** also seen to be aborted in the middle of synchronous work */
  readonly signal: AbortSignal
  readonly report: (progress: P) => void
}

type Handler = (args: never, context: never) => unknown
export type WorkerService<S> = { readonly [M in keyof S]: Handler }
type CallArgs<F> = F extends (args: infer A, ...rest: never[]) => unknown ? A : never
type CallProgress<F> = F extends (args: never, context: infer C) => unknown
  ? C extends WorkerCallContext<infer P>
    ? P
    : never
  : never
type CallResult<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never

export interface WorkerCallOptions<P> {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: P) => void) | undefined
  /** buffers of the arguments that are given away */
  readonly transfer?: readonly Transferable[]
}

/** What a Worker, a worker's parentPort and a MessagePort have in common. */
export interface CallPort {
  postMessage(message: unknown, transfer?: readonly Transferable[]): void
  on(event: 'message', listener: (message: unknown) => void): unknown
}

type Request =
  | {
      readonly kind: 'call'
      readonly id: number
      readonly method: string
      readonly args: unknown
      readonly flag: CancelFlag | null
    }
  | { readonly kind: 'cancel'; readonly id: number }
type Reply =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError }
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown }

export interface WorkerClient<S extends WorkerService<S>> {
  /** Rejects as the handler did; a cancelled call rejects once the worker has let go of it. */
  call<M extends keyof S & string>(
    method: M,
    args: CallArgs<S[M]>,
    options?: WorkerCallOptions<CallProgress<S[M]>>,
  ): Promise<CallResult<S[M]>>
  /** Rejects all open calls and every later one with this. */
  fail(error: Error): void
}

interface OpenCall {
  settle(): void
  resolve(value: unknown): void
  reject(error: Error): void
  report(value: unknown): void
}

/** The calling end. */
export function connectCalls<S extends WorkerService<S>>(port: CallPort): WorkerClient<S> {
  const open = new Map<number, OpenCall>()
  let lastId = 0
  let failure: Error | null = null

  port.on('message', (message) => {
    const reply = message as Reply
    const call = open.get(reply.id)
    if (!call) return
    if (reply.kind === 'progress') {
      call.report(reply.value)
      return
    }
    open.delete(reply.id)
    call.settle()
    if (reply.kind === 'result') call.resolve(reply.value)
    else call.reject(decodeError(reply.error))
  })

  return {
    call<M extends keyof S & string>(
      method: M,
      args: CallArgs<S[M]>,
      { signal, onProgress, transfer = [] }: WorkerCallOptions<CallProgress<S[M]>> = {},
    ) {
      return new Promise<CallResult<S[M]>>((resolve, reject) => {
        if (failure) throw failure
        signal?.throwIfAborted()
        const id = ++lastId
        const flag = signal ? createCancelFlag() : null
        const cancel = () => {
          if (flag) raiseFlag(flag)
          port.postMessage({ kind: 'cancel', id } satisfies Request)
        }
        port.postMessage({ kind: 'call', id, method, args, flag } satisfies Request, transfer)
        signal?.addEventListener('abort', cancel, { once: true })
        open.set(id, {
          settle: () => signal?.removeEventListener('abort', cancel),
          resolve: (value) => resolve(value as CallResult<S[M]>),
          reject,
          report: (value) => onProgress?.(value as CallProgress<S[M]>),
        })
      })
    },
    fail(error) {
      failure ??= error
      for (const call of open.values()) {
        call.settle()
        call.reject(failure)
      }
      open.clear()
    },
  }
}

/**
 * The answering end. The service is made at the first call, which rejects when that fails. Buffers that a result owns
 * as a whole are transferred: results must hold nothing that is kept. `classify` turns errors into expected ones.
 */
export function serveCalls<S extends WorkerService<S>>(
  port: CallPort,
  makeService: () => S,
  classify: (error: unknown) => unknown = (error) => error,
): void {
  const running = new Map<number, AbortController>()
  let service: object | null = null
  const reply = (message: Reply, transfer: readonly Transferable[] = []) =>
    port.postMessage(message, transfer)

  const findHandler = (method: string) => {
    service ??= makeService()
    if (!Object.hasOwn(service, method)) throw new Error(`The worker has no method "${method}"`)
    const handler: (args: unknown, context: WorkerCallContext<unknown>) => unknown = Reflect.get(
      service,
      method,
    )
    return handler
  }

  const answer = async ({ id, method, args, flag }: Extract<Request, { kind: 'call' }>) => {
    const controller = new AbortController()
    if (flag) linkFlag(controller, flag)
    running.set(id, controller)
    try {
      const value = await findHandler(method)(args, {
        signal: controller.signal,
        report: (progress) => reply({ kind: 'progress', id, value: progress }),
      })
      reply({ kind: 'result', id, value }, ownedBuffersWithin(value))
    } catch (error) {
      reply({ kind: 'error', id, error: encodeError(classify(error)) })
    } finally {
      running.delete(id)
    }
  }

  port.on('message', (message) => {
    const request = message as Request
    if (request.kind === 'cancel') running.get(request.id)?.abort()
    else void answer(request)
  })
}

import type { z } from 'zod'
import { type Args, type EventName, events, type MethodName, methods } from '../contract/contract.ts'
import type { CallContext, EngineService } from '../contract/engine.ts'
import { cancellation, SmokejumperError } from '../errors/errors.ts'
import type { Channel } from './channel.ts'
import { firstIssue, type Reply, requestSchema } from './message.ts'
import { encodeError, type WireError } from './wire-error.ts'

export interface ServeOptions {
  /** Told of every bug that crosses, so that the engine's own output has it too. */
  readonly onBug?: (bug: Extract<WireError, { kind: 'bug' }>) => void
}

const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name)

const checkArguments = <M extends MethodName>(method: M, args: unknown): Args<M> => {
  const schema: z.ZodType = methods[method].args
  const parsed = schema.safeParse(args)
  if (parsed.success) return parsed.data as Args<M>
  const { field, problem } = firstIssue(parsed.error)
  throw new SmokejumperError({
    code: 'call.invalid-arguments',
    message: field === '' ? problem : `${field}: ${problem}`,
    remedy: field === '' ? 'Correct the input and try again.' : `Correct "${field}" and try again.`,
    facts: { method, field },
  })
}

const invoke = async <M extends MethodName>(
  service: EngineService,
  method: M,
  args: unknown,
  context: CallContext<M>,
): Promise<unknown> => service.handlers[method](checkArguments(method, args), context)

/**
 * Answers a client's calls and passes on every event until disposed or the channel closes; then the calls that are
 * still open are cancelled. A peer that breaks the protocol is hung up on.
 */
export const serveEngine = (
  service: EngineService,
  channel: Channel,
  options: ServeOptions = {},
): Disposable => {
  const open = new Map<number, AbortController>()
  let isOver = false

  const reply = (message: Reply): void => {
    if (!isOver) channel.send(message)
  }

  const answer = async (id: number, method: string, args: unknown): Promise<void> => {
    const controller = new AbortController()
    open.set(id, controller)
    try {
      if (!isMethod(method)) {
        throw new SmokejumperError({
          code: 'call.unknown-method',
          message: `The engine has no method ${method}.`,
          remedy: 'The window and the engine are of different versions: reload, or start Smokejumper again.',
          facts: { method },
        })
      }
      const value = await invoke(service, method, args, {
        signal: controller.signal,
        report: (progress: unknown) => {
          if (open.has(id)) reply({ type: 'progress', id, value: progress })
        },
      })
      reply({ type: 'result', id, value })
    } catch (thrown) {
      const error = encodeError(thrown)
      if (error.kind === 'bug') options.onBug?.(error)
      reply({ type: 'error', id, error })
    } finally {
      open.delete(id)
    }
  }

  const stopListening = (Object.keys(events) as EventName[]).map((name) =>
    service.on(name, (value) => reply({ type: 'event', name, value })),
  )

  const end = (): void => {
    if (isOver) return
    isOver = true
    for (const stop of stopListening) stop()
    for (const controller of open.values()) controller.abort(cancellation())
    open.clear()
  }

  channel.onMessage((message) => {
    if (isOver) return
    const parsed = requestSchema.safeParse(message)
    if (!parsed.success || (parsed.data.type === 'call' && open.has(parsed.data.id))) {
      end()
      channel.close()
      return
    }
    const request = parsed.data
    if (request.type === 'cancel') open.get(request.id)?.abort(cancellation())
    else void answer(request.id, request.method, request.args)
  })
  void channel.closed.then(end)

  return { [Symbol.dispose]: end }
}

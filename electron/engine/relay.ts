/** An engine service that is there before its engine is, and outlives one after the other. */
import { type EventName, events, type MethodName, methods } from '../../shared/contract/contract.ts'
import type { CallContext, EngineService, Handlers } from '../../shared/contract/engine.ts'
import type { Emitter } from './emitter.ts'

const eventNames = Object.keys(events) as EventName[]
const methodNames = Object.keys(methods) as MethodName[]

/** Handlers that ask for the engine with each call. `own` are answered here; `engine` may throw. */
export const relayHandlers = (own: Partial<Handlers>, engine: () => EngineService): Handlers => {
  const relayed = <M extends MethodName>(method: M): Handlers[M] =>
    (async (args: never, context: CallContext<M>) => engine().handlers[method](args, context)) as Handlers[M]
  return {
    ...Object.fromEntries(methodNames.map((method) => [method, relayed(method)])),
    ...own,
  } as Handlers
}

/** All that it tells is told on. */
export const relayEvents = (engine: EngineService, emit: Emitter['emit']): void => {
  for (const name of eventNames) engine.on(name, (value) => emit(name, value))
}

/** Who begins to listen is told of questions that wait, which only the engine knows (tellLate). */
export const listenThrough =
  (on: Emitter['on'], engine: () => EngineService | null): Emitter['on'] =>
  (event, listener) => {
    const stop = on(event, listener)
    if (event === 'prompt.asked') engine()?.on(event, listener)()
    return stop
  }

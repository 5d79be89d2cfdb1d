/** The contract as both ends see it, whatever lies between: a MessagePort, a WebSocket or nothing. */
import type { Args, CallArgs, EventName, EventValue, MethodName, Progress, Result } from './contract.ts'

export interface CallOptions<M extends MethodName> {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress<M>) => void
}

/**
 * What the renderer and the CLI hold. A call rejects with a SmokejumperError (expected), an AbortError
 * (cancelled), or any other Error (a bug on the other side, its details in the message).
 */
export interface EngineClient {
  call<M extends MethodName>(method: M, args: CallArgs<M>, options?: CallOptions<M>): Promise<Result<M>>
  /** Returns how to stop listening. */
  on<E extends EventName>(event: E, listener: (value: EventValue<E>) => void): () => void
  /** Resolves when the other side is gone. */
  readonly closed: Promise<void>
}

export interface CallContext<M extends MethodName> {
  readonly signal: AbortSignal
  readonly report: (progress: Progress<M>) => void
}

export type Handlers = {
  readonly [M in MethodName]: (args: Args<M>, context: CallContext<M>) => Promise<Result<M>>
}

/** What the engine gives to its doors. */
export interface EngineService {
  readonly handlers: Handlers
  on<E extends EventName>(event: E, listener: (value: EventValue<E>) => void): () => void
}

/** Keeps the engine's process: starts it when it is needed, hands out ports to it, says when it has died. */
import { type EngineCommand, type EngineFailure, engineMessageSchema } from './engine-messages.ts'
import type { VaultAnswer, VaultRequest } from './vault-messages.ts'

/** What is used of Electron's UtilityProcess. */
export interface EngineChild<Port> {
  postMessage(message: unknown, transfer?: Port[]): void
  kill(): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
  once(event: 'exit', listener: (status: number) => void): unknown
}

/** Port: Electron's MessagePortMain. */
export interface EngineHostOptions<Port> {
  readonly fork: () => EngineChild<Port>
  readonly makePorts: () => { readonly port1: Port; readonly port2: Port }
  /** It ended unasked; the next `connect` starts another. */
  readonly onExit: (why: string) => void
  /** It could not open: no library, say. */
  readonly onFailure: (failure: EngineFailure) => void
  /** Somebody started Smokejumper again on this library. */
  readonly onShow: () => void
  /** The page asked for the end. */
  readonly onQuit: () => void
  /** The engine wants something of the key store; what it resolves with is the answer. */
  readonly onVault: (request: VaultRequest) => Promise<unknown>
}

export interface EngineHost<Port> {
  /** The window's end of a new connection. */
  connect(): Port
  /** Lets it close its library; after the limit it is killed. */
  end(limitMs: number): Promise<void>
}

export const createEngineHost = <Port>(options: EngineHostOptions<Port>): EngineHost<Port> => {
  let running: { readonly child: EngineChild<Port>; readonly ended: Promise<void> } | null = null
  let isEnding = false

  const answer = async (child: EngineChild<Port>, request: VaultRequest): Promise<void> => {
    const message: VaultAnswer = { type: 'vault', id: request.id, answer: await options.onVault(request) }
    // it may have ended meanwhile
    if (running?.child === child) child.postMessage(message)
  }

  const start = (): EngineChild<Port> => {
    const child = options.fork()
    const ended = Promise.withResolvers<void>()
    running = { child, ended: ended.promise }
    child.on('message', (message) => {
      const told = engineMessageSchema.parse(message)
      if (told.type === 'failed') options.onFailure(told)
      else if (told.type === 'show') options.onShow()
      else if (told.type === 'vault') answer(child, told)
      else options.onQuit()
    })
    child.once('exit', (status) => {
      running = null
      ended.resolve()
      if (!isEnding) options.onExit(`The engine's process has ended with status ${status}.`)
    })
    return child
  }

  return {
    connect: () => {
      const { port1, port2 } = options.makePorts()
      const child = running?.child ?? start()
      child.postMessage('connect' satisfies EngineCommand, [port1])
      return port2
    },
    end: async (limitMs) => {
      isEnding = true
      if (running === null) return
      const { child, ended } = running
      child.postMessage('end' satisfies EngineCommand)
      const timer = setTimeout(() => child.kill(), limitMs)
      await ended
      clearTimeout(timer)
    },
  }
}

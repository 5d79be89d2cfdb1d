/** What the engine tells everyone who listens (shared/contract: events). */
import type { EventName, EventValue } from '../../shared/contract/contract.ts'

export type Emit = <E extends EventName>(event: E, value: EventValue<E>) => void

type Listeners = { [E in EventName]: Set<(value: EventValue<E>) => void> }

export interface Emitter {
  readonly emit: Emit
  on<E extends EventName>(event: E, listener: (value: EventValue<E>) => void): () => void
}

/** Listeners are called at once, in the order in which they came. One that throws is a bug and stops the rest. */
export const createEmitter = (): Emitter => {
  const listeners: Listeners = {
    'prompt.asked': new Set(),
    'prompt.closed': new Set(),
    'capture.progress': new Set(),
    'captures.changed': new Set(),
    'hosts.changed': new Set(),
    'hosts.swept': new Set(),
    'knownHosts.changed': new Set(),
    'secrets.changed': new Set(),
    'findings.changed': new Set(),
    'settings.changed': new Set(),
    'library.changed': new Set(),
  }
  return {
    emit(event, value) {
      for (const listener of [...listeners[event]]) listener(value)
    },
    on(event, listener) {
      listeners[event].add(listener)
      return () => listeners[event].delete(listener)
    },
  }
}

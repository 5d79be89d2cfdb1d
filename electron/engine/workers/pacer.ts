/** Long work on a worker's thread, in slices, so that small calls are answered in between. */
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Await it between steps: gives the event loop a turn once `sliceMs` have been worked; rejects when cancelled. */
export type Pacer = () => Promise<void>

export function createPacer(signal?: AbortSignal, sliceMs = 8): Pacer {
  let until = performance.now() + sliceMs
  return async () => {
    if (performance.now() < until) return
    await nextTurn()
    signal?.throwIfAborted()
    until = performance.now() + sliceMs
  }
}

/**
 * Cancellation that a busy thread can see. A message reaches a worker only between its turns; a query is one turn.
 * So the caller raises a flag in shared memory as well, and the worker's signal looks at it when it is asked.
 */
export type CancelFlag = Int32Array<SharedArrayBuffer>

export const createCancelFlag = (): CancelFlag => new Int32Array(new SharedArrayBuffer(4))

export const raiseFlag = (flag: CancelFlag): void => {
  Atomics.store(flag, 0, 1)
}

/** Asking `controller.signal.aborted` aborts it when the flag is up. */
export function linkFlag(controller: AbortController, flag: CancelFlag): void {
  let aborted = false
  Object.defineProperty(controller.signal, 'aborted', {
    get: () => {
      if (!aborted && Atomics.load(flag, 0) === 1) {
        aborted = true
        controller.abort()
      }
      return aborted
    },
  })
}

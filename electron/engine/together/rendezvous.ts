/** A place where some wait for each other: it opens when all who are still expected have arrived. */
export interface Rendezvous {
  /** Rejects with the signal's reason. */
  arrive(who: number, signal: AbortSignal): Promise<void>
  /** Is not waited for any more. */
  leave(who: number): void
}

export const createRendezvous = (count: number): Rendezvous => {
  const opened = Promise.withResolvers<void>()
  const missing = new Set(Array.from({ length: count }, (_, who) => who))
  const look = () => {
    if (missing.size === 0) opened.resolve()
  }
  return {
    arrive(who, signal) {
      missing.delete(who)
      look()
      if (signal.aborted) return Promise.reject(signal.reason)
      return new Promise((resolve, reject) => {
        const giveUp = () => reject(signal.reason)
        signal.addEventListener('abort', giveUp, { once: true })
        opened.promise.then(() => {
          signal.removeEventListener('abort', giveUp)
          resolve()
        })
      })
    },
    leave(who) {
      missing.delete(who)
      look()
    },
  }
}

/** A fixed number of places; who comes later waits for one, in order. */

export interface Slots {
  /** Dispose of the place to give it back. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<Disposable>
}

export const createSlots = (count: number): Slots => {
  let free = count
  const waiting: (() => void)[] = []
  const place = (): Disposable => {
    let taken = true
    return {
      [Symbol.dispose]() {
        if (!taken) return
        taken = false
        const next = waiting.shift()
        if (next) next()
        else free += 1
      },
    }
  }
  return {
    take: (signal) => {
      if (free > 0) {
        free -= 1
        return Promise.resolve(place())
      }
      return new Promise((resolve, reject) => {
        const start = () => {
          signal.removeEventListener('abort', leave)
          resolve(place())
        }
        const leave = () => {
          waiting.splice(waiting.indexOf(start), 1)
          reject(signal.reason)
        }
        waiting.push(start)
        signal.addEventListener('abort', leave, { once: true })
      })
    },
  }
}

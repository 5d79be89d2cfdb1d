/** A fixed number of places; who comes later waits for one, in order. */

export interface Slots {
  /**
   * Dispose of the place to give it back. Rejects with the signal's reason. `onWanted`: called when somebody waits for
   * a place while this one is taken.
   */
  take(signal: AbortSignal, onWanted?: () => void): Promise<Disposable>
  /** There are only as many as are taken now, without the `own` ones of the caller; false when that leaves none. */
  shrink(own: number): boolean
}

export const createSlots = (count: number): Slots => {
  let free = count
  let taken = 0
  let most = count
  const waiting: (() => void)[] = []
  const holders = new Set<() => void>()
  const place = (onWanted: () => void): Disposable => {
    let isMine = true
    taken += 1
    holders.add(onWanted)
    if (waiting.length > 0) onWanted()
    return {
      [Symbol.dispose]() {
        if (!isMine) return
        isMine = false
        taken -= 1
        holders.delete(onWanted)
        if (taken >= most) return
        const next = waiting.shift()
        if (next) next()
        else free += 1
      },
    }
  }
  return {
    shrink: (own) => {
      if (taken <= own) return false
      most = taken - own
      free = 0
      return true
    },
    take: (signal, wanted) => {
      // each holder its own entry, also when two pass the same function
      const onWanted = () => wanted?.()
      if (free > 0) {
        free -= 1
        return Promise.resolve(place(onWanted))
      }
      return new Promise((resolve, reject) => {
        const start = () => {
          signal.removeEventListener('abort', leave)
          resolve(place(onWanted))
        }
        const leave = () => {
          waiting.splice(waiting.indexOf(start), 1)
          reject(signal.reason)
        }
        waiting.push(start)
        for (const holder of holders) holder()
        signal.addEventListener('abort', leave, { once: true })
      })
    },
  }
}

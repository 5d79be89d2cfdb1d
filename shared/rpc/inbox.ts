/** The one listener of a channel, and the messages that came before it was set. */
export interface Inbox {
  receive(message: unknown): void
  setListener(listener: (message: unknown) => void): void
}

export const createInbox = (): Inbox => {
  let waiting: unknown[] = []
  let current: ((message: unknown) => void) | null = null
  return {
    receive: (message) => {
      if (current === null) waiting.push(message)
      else current(message)
    },
    setListener: (listener) => {
      current = listener
      const early = waiting
      waiting = []
      for (const message of early) listener(message)
    },
  }
}

import type { Channel } from './channel.ts'
import { createInbox } from './inbox.ts'

/**
 * Two ends in one process. Messages are cloned and come later, as over any other channel, so that nothing works
 * here that would not work there.
 */
export const createDirectChannel = (): readonly [Channel, Channel] => {
  const over = Promise.withResolvers<void>()
  let isOpen = true
  const close = (): void => {
    isOpen = false
    over.resolve()
  }
  const inboxes = [createInbox(), createInbox()] as const
  const makeEnd = (own: 0 | 1, other: 0 | 1): Channel => ({
    send: (message) => {
      if (!isOpen) return
      const copy = structuredClone(message)
      queueMicrotask(() => inboxes[other].receive(copy))
    },
    onMessage: (listener) => inboxes[own].setListener(listener),
    closed: over.promise,
    close,
  })
  return [makeEnd(0, 1), makeEnd(1, 0)]
}

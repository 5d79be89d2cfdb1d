import type { Channel } from './channel.ts'
import { createInbox } from './inbox.ts'

interface PortHead {
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** A DOM MessagePort or one of node:worker_threads. */
interface EventTargetPort extends PortHead {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
}

/** Electron's MessagePortMain, as a utility process has it. */
interface EmitterPort extends PortHead {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
}

export type PortLike = EventTargetPort | EmitterPort

/** A message port as a channel. Values are cloned by the port, typed arrays as they are. */
export const messagePortChannel = (port: PortLike): Channel => {
  const inbox = createInbox()
  const over = Promise.withResolvers<void>()
  let isOpen = true
  const onClose = (): void => {
    isOpen = false
    over.resolve()
  }
  const onMessage = (event: { data: unknown }): void => inbox.receive(event.data)
  if ('addEventListener' in port) {
    port.addEventListener('message', onMessage)
    port.addEventListener('close', onClose)
  } else {
    port.on('message', onMessage)
    port.on('close', onClose)
  }
  port.start()
  return {
    send: (message) => {
      if (isOpen) port.postMessage(message)
    },
    onMessage: inbox.setListener,
    closed: over.promise,
    close: () => {
      port.close()
      onClose()
    },
  }
}

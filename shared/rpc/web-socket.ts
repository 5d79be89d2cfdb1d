import type { Channel } from './channel.ts'
import { decodeMessage, encodeMessage } from './codec.ts'
import { createInbox } from './inbox.ts'

/** What a DOM WebSocket and one of `ws` have in common. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  send(data: Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
}

const OPEN = 1
/** RFC 6455 section 7.4.1 */
const UNSUPPORTED_DATA = 1003

/** An open socket as a channel, one binary frame per message. A frame that is no message ends the connection. */
export const webSocketChannel = (socket: SocketLike): Channel => {
  const inbox = createInbox()
  const over = Promise.withResolvers<void>()
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('message', (event) => {
    const message = decodeFrame(event.data)
    if (message === undefined) socket.close(UNSUPPORTED_DATA, 'not a message')
    else inbox.receive(message)
  })
  socket.addEventListener('close', () => over.resolve())
  return {
    send: (message) => {
      const frame = encodeMessage(message)
      if (socket.readyState === OPEN) socket.send(frame)
    },
    onMessage: inbox.setListener,
    closed: over.promise,
    close: () => socket.close(),
  }
}

/** undefined: no message. The peer is told by the close code; there is nobody else to tell. */
const decodeFrame = (frame: unknown): unknown => {
  if (!(frame instanceof ArrayBuffer)) return undefined
  try {
    return decodeMessage(new Uint8Array(frame))
  } catch {
    return undefined
  }
}

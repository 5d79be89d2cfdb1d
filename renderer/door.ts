/** The renderer's side of a door: how it got here, the engine behind it, and where a file goes. */

import { ENGINE_SOCKET_PATH } from '../shared/contract/browser-door.ts'
import { type DesktopBridge, ENGINE_PORT } from '../shared/contract/desktop-bridge.ts'
import type { EngineClient } from '../shared/contract/engine.ts'
import { SmokejumperError } from '../shared/errors/errors.ts'
import { createEngineClient } from '../shared/rpc/client.ts'
import { messagePortChannel } from '../shared/rpc/message-port.ts'
import { webSocketChannel } from '../shared/rpc/web-socket.ts'

/** In pieces, as it came: they are never one string, and behind the browser door never one array. */
export interface FileToSave {
  readonly name: string
  readonly mediaType: string
  readonly pieces: readonly Uint8Array[]
}

export interface Door {
  readonly kind: 'desktop' | 'browser'
  readonly client: EngineClient
  /** Behind the browser door the browser itself decides where the file goes: always 'saved'. */
  saveFile(file: FileToSave): Promise<'saved' | 'cancelled'>
  /** Commands chosen in the desktop application's menu. Returns how to stop listening. */
  onMenuCommand(listener: (commandId: string) => void): () => void
}

/** Rejects with connection.closed when there is no engine to be had. */
export const openDoor = (): Promise<Door> =>
  window.smokejumperDesktop === undefined ? openBrowserDoor() : openDesktopDoor(window.smokejumperDesktop)

const openDesktopDoor = async (bridge: DesktopBridge): Promise<Door> => {
  const port = await new Promise<MessagePort>((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      const received = event.ports[0]
      if (event.source !== window || event.data !== ENGINE_PORT || received === undefined) return
      window.removeEventListener('message', onMessage)
      resolve(received)
    }
    window.addEventListener('message', onMessage)
    bridge.connect()
  })
  const channel = messagePortChannel(port)
  bridge.onEngineExit(() => channel.close())
  return {
    kind: 'desktop',
    client: createEngineClient(channel),
    saveFile: ({ name, mediaType, pieces }) => bridge.saveFile(name, mediaType, join(pieces)),
    onMenuCommand: (listener) => bridge.onCommand(listener),
  }
}

const openBrowserDoor = async (): Promise<Door> => {
  const socket = new WebSocket(`ws://${window.location.host}${ENGINE_SOCKET_PATH}`)
  // The channel is there before the socket opens, so that the engine's first event is not missed.
  const channel = webSocketChannel(socket)
  await Promise.race([
    new Promise<void>((resolve) => socket.addEventListener('open', () => resolve(), { once: true })),
    channel.closed.then(() => {
      throw new SmokejumperError({
        code: 'connection.closed',
        message:
          'The Smokejumper engine does not answer: it has ended, or this page was opened without its token.',
        remedy: 'Start Smokejumper (npm start) and open the URL that it prints.',
      })
    }),
  ])
  return {
    kind: 'browser',
    client: createEngineClient(channel),
    saveFile: async (file) => {
      downloadFile(file)
      return 'saved'
    },
    onMenuCommand: () => () => {},
  }
}

/** Long enough for the browser to have begun to read it. */
const KEEP_DOWNLOAD_MS = 60_000

const downloadFile = ({ name, mediaType, pieces }: FileToSave): void => {
  const parts = pieces.map((piece) => new Uint8Array(piece))
  const url = URL.createObjectURL(new Blob(parts, { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEEP_DOWNLOAD_MS)
}

const join = (pieces: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    joined.set(piece, at)
    at += piece.length
  }
  return joined
}

/**
 * Where a running workbench is found by others of the same person: a socket in a private folder. Whoever can connect
 * to it may do all that the window can, so it is never a port.
 */

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { EngineService } from '../../../shared/contract/engine.ts'
import { type ServeOptions, serveEngine } from '../../../shared/rpc/server.ts'
import { webSocketChannel } from '../../../shared/rpc/web-socket.ts'
import { ENGINE_PATH, type Invitation, JOIN_PATH } from './invitation.ts'

export interface JoinersOptions extends ServeOptions {
  readonly service: EngineService
  readonly version: string
  /** Brings the workbench to the person's attention: its URL, or null where a window came to the front. */
  readonly invite: () => Promise<string | null>
}

export interface Joiners {
  readonly socket: string
  close(): Promise<void>
}

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024
/** sun_path of unix(7), macOS's being the shortest */
const MAX_SOCKET_PATH = 103

export async function serveJoiners({
  service,
  version,
  invite,
  ...serveOptions
}: JoinersOptions): Promise<Joiners> {
  const socket = makeSocketPath()
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== JOIN_PATH) {
      response.writeHead(404).end()
      return
    }
    invite().then(
      (url) => {
        response.writeHead(200, { 'Content-Type': 'application/json' })
        response.end(JSON.stringify({ version, url } satisfies Invitation))
      },
      (error: Error) => response.writeHead(500).end(error.message),
    )
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  })
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    if (request.url !== `${ENGINE_PATH}?version=${encodeURIComponent(version)}`) {
      stream.end('HTTP/1.1 409 Conflict\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, stream, head, (joined) => {
      joined.on('error', () => joined.terminate())
      serveEngine(service, webSocketChannel(joined), serveOptions)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })
  // a second one is answered; it does not keep a workbench from ending
  server.unref()
  return {
    socket,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      for (const joined of sockets.clients) joined.terminate()
      await closed
      if (process.platform !== 'win32') rmSync(dirname(socket), { recursive: true, force: true })
    },
  }
}

/** In a folder that only its owner can enter (mkdtemp(3): 0700). */
function makeSocketPath(): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\smokejumper-${randomUUID()}`
  const runtime = process.env.XDG_RUNTIME_DIR
  const places = [runtime, tmpdir(), '/tmp'].filter(
    (place) => place !== undefined && statSync(place, { throwIfNoEntry: false })?.isDirectory(),
  )
  const name = 'smokejumper-XXXXXX/engine.sock'
  const place = places.find((candidate) => join(candidate ?? '', name).length <= MAX_SOCKET_PATH) ?? '/tmp'
  return join(mkdtempSync(join(place, 'smokejumper-')), 'engine.sock')
}

/** The workbench on a loopback address: the built renderer over HTTP, the engine over one WebSocket per page. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { ENGINE_SOCKET_PATH } from '../../shared/contract/browser-door.ts'
import type { EngineService } from '../../shared/contract/engine.ts'
import { type ServeOptions, serveEngine } from '../../shared/rpc/server.ts'
import { webSocketChannel } from '../../shared/rpc/web-socket.ts'
import { securityHeaders } from '../content-policy.ts'
import { readStaticFile } from '../static-file.ts'
import { checkAddress, checkSession, cookieName, type Doorway } from './guard.ts'
import { makeSecret, secretsEqual } from './secrets.ts'

export interface BrowserDoorOptions extends ServeOptions {
  readonly service: EngineService
  /** out/renderer */
  readonly rendererDirectory: string
  /** 0 for a free one */
  readonly port: number
}

export interface BrowserDoor {
  readonly port: number
  /** with the token: for the person who started it, nobody else */
  readonly url: string
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'
/** A pin's picture is the largest thing that a page sends. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024
/** RFC 6455 section 7.4.1 */
const GOING_AWAY = 1001
const GOODBYE_MS = 500

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Uint8Array | string
}

const say = (status: number, text: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body: `${text}\n`,
})

const splitTarget = (target: string): { path: string; query: URLSearchParams } => {
  const at = target.indexOf('?')
  return at === -1
    ? { path: target, query: new URLSearchParams() }
    : { path: target.slice(0, at), query: new URLSearchParams(target.slice(at + 1)) }
}

/** Rejects with Node's own error when the port is taken (EADDRINUSE). */
export const startBrowserDoor = async (options: BrowserDoorOptions): Promise<BrowserDoor> => {
  const token = makeSecret()
  const session = makeSecret()
  let doorway: Doorway = { port: options.port, session }

  const answerRequest = async (request: IncomingMessage): Promise<Answer> => {
    const badAddress = checkAddress(request.headers, doorway.port, 'request')
    if (badAddress !== null) return say(badAddress.status, badAddress.reason)
    if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'Only GET is answered here.')
    const { path, query } = splitTarget(request.url ?? '')
    const given = query.get('token')
    if (path === '/' && given !== null && secretsEqual(given, token)) {
      const cookie = `${cookieName(doorway.port)}=${session}; HttpOnly; SameSite=Strict; Path=/`
      return { status: 303, headers: { Location: '/', 'Set-Cookie': cookie }, body: '' }
    }
    const noSession = checkSession(request.headers, doorway)
    if (noSession !== null) return say(noSession.status, noSession.reason)
    const file = await readStaticFile(options.rendererDirectory, path)
    if (file === null) return say(404, 'There is no such file.')
    return { status: 200, headers: { 'Content-Type': file.mediaType }, body: file.bytes }
  }

  const writeAnswer = (request: IncomingMessage, response: ServerResponse, answer: Answer): void => {
    response.writeHead(answer.status, {
      ...securityHeaders,
      // The next start may be of another version, and has another token.
      'Cache-Control': 'no-store',
      ...answer.headers,
      'Content-Length': Buffer.byteLength(answer.body),
    })
    response.end(request.method === 'HEAD' ? undefined : answer.body)
  }

  const server = createServer((request, response) => {
    answerRequest(request).then(
      (answer) => writeAnswer(request, response, answer),
      (error: Error) => writeAnswer(request, response, say(500, `This could not be read: ${error.message}`)),
    )
  })

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  })
  const serveOptions: ServeOptions = options.onBug === undefined ? {} : { onBug: options.onBug }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Before the handshake is done, a stream that breaks has nobody to tell.
    stream.on('error', () => stream.destroy())
    const refusal =
      checkAddress(request.headers, doorway.port, 'upgrade') ?? checkSession(request.headers, doorway)
    if (refusal !== null || splitTarget(request.url ?? '').path !== ENGINE_SOCKET_PATH) {
      stream.end(
        `HTTP/1.1 ${refusal === null ? '404 Not Found' : '403 Forbidden'}\r\nConnection: close\r\n\r\n`,
      )
      return
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // ws closes a socket that breaks the protocol, and says so here; the close is what counts.
      socket.on('error', () => socket.terminate())
      serveEngine(options.service, webSocketChannel(socket), serveOptions)
    })
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, LOOPBACK, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port } = server.address() as AddressInfo
  doorway = { port, session }

  return {
    port,
    url: `http://${LOOPBACK}:${port}/?token=${token}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'Smokejumper has ended')
      // A page that does not answer the goodbye does not keep us.
      const impatience = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, GOODBYE_MS)
      await closed
      clearTimeout(impatience)
    },
  }
}

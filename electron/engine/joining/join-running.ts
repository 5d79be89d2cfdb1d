/** Joins a workbench that runs already, by the socket that its lock names. */
import { request } from 'node:http'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import type { EngineClient } from '../../../shared/contract/engine.ts'
import { createEngineClient } from '../../../shared/rpc/client.ts'
import { webSocketChannel } from '../../../shared/rpc/web-socket.ts'
import type { Holder } from '../library/holder.ts'
import { ENGINE_PATH, type Invitation, invitationSchema, JOIN_PATH } from './invitation.ts'

/** One that is stopped or hangs does not answer. */
const PATIENCE_MS = 3000

/** What it answers; null when it does not. */
export const askToJoin = ({ socket }: Holder): Promise<Invitation | null> => {
  if (socket === null) return Promise.resolve(null)
  return new Promise((resolve) => {
    const asked = request(
      { socketPath: socket, path: JOIN_PATH, method: 'POST', timeout: PATIENCE_MS },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => resolve(readInvitation(Buffer.concat(parts).toString())))
      },
    )
    asked.on('timeout', () => asked.destroy())
    // refused, gone or silent: it cannot be joined, whatever the reason
    asked.on('close', () => resolve(null))
    asked.on('error', () => resolve(null))
    asked.end()
  })
}

const readInvitation = (text: string): Invitation | null => {
  try {
    return invitationSchema.parse(JSON.parse(text))
  } catch {
    // a workbench of another kind answers in its own way
    return null
  }
}

export interface JoinedEngine {
  readonly client: EngineClient
  close(): void
}

/** Null: it does not answer, or is of another version. */
export const joinEngine = ({ socket }: Holder, version: string): Promise<JoinedEngine | null> => {
  if (socket === null) return Promise.resolve(null)
  return new Promise((resolve) => {
    const joined = new WebSocket(`ws://smokejumper${ENGINE_PATH}?version=${encodeURIComponent(version)}`, {
      createConnection: () => connect(socket),
      perMessageDeflate: false,
    })
    const impatience = setTimeout(() => joined.terminate(), PATIENCE_MS)
    // before the socket opens, so that the engine's first event is not missed
    const channel = webSocketChannel(joined)
    joined.once('open', () => {
      clearTimeout(impatience)
      resolve({ client: createEngineClient(channel), close: () => joined.close() })
    })
    // refused, gone, silent or of another version
    joined.on('error', () => {
      clearTimeout(impatience)
      resolve(null)
    })
  })
}

/** The browser door on a bench's library, and a client at the other end of its WebSocket. */
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { startBrowserDoor } from '../../electron/browser/server.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { places } from '../../electron/places.ts'
import { ENGINE_SOCKET_PATH } from '../../shared/contract/browser-door.ts'
import type { EngineClient } from '../../shared/contract/engine.ts'
import { createEngineClient } from '../../shared/rpc/client.ts'
import { webSocketChannel } from '../../shared/rpc/web-socket.ts'

export interface BenchDoor extends AsyncDisposable {
  readonly client: EngineClient
}

export const openBenchDoor = async ({
  path,
  directory,
}: {
  readonly path: string
  readonly directory: string
}): Promise<BenchDoor> => {
  const engine = await createEngine({
    libraryPath: path,
    resourcesDirectory: places.resources,
    configDirectory: join(directory, 'config'),
  })
  const door = await startBrowserDoor({ service: engine, rendererDirectory: directory, port: 0 })
  const { origin } = new URL(door.url)
  const entered = await fetch(door.url, { redirect: 'manual' })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${ENGINE_SOCKET_PATH}`, {
    headers: { cookie, origin },
  })
  const client = createEngineClient(webSocketChannel(socket))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      socket.terminate()
      await door.close()
      await engine.close()
    },
  }
}

/** A TCP proxy on the loopback address that cuts its connections after so many bytes, for as many cuts as are left. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface CuttingProxy extends AsyncDisposable {
  readonly port: number
  /** connections that it has cut */
  readonly cuts: () => number
}

/** `afterBytes`: of each connection to be cut, in turn, counted in both directions; later ones pass. */
export const startCuttingProxy = async (
  target: { address: string; port: number },
  afterBytes: readonly number[],
): Promise<CuttingProxy> => {
  const sockets = new Set<Socket>()
  const left = [...afterBytes]
  let cuts = 0
  const server = createServer((client) => {
    const upstream = connect({ host: target.address, port: target.port })
    let limit = left.shift() ?? Number.POSITIVE_INFINITY
    for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.on('data', (bytes) => {
        const part = bytes.subarray(0, Math.max(0, Math.min(bytes.length, limit)))
        limit -= bytes.length
        to.write(part)
        if (limit >= 0) return
        cuts += 1
        limit = Number.POSITIVE_INFINITY
        client.resetAndDestroy()
        upstream.resetAndDestroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  return {
    port: bound.port,
    cuts: () => cuts,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

import type { Connections, Transport } from '../transport/transport.ts'

/** The same connections; each new one of a host is told, once, when it is there. */
export const tellConnected = (
  connections: Connections,
  onConnected: (hostId: string) => void,
): Connections => {
  const told = new WeakSet<Transport>()
  return {
    openTraced: connections.openTraced,
    drop: connections.drop,
    forgetSecrets: connections.forgetSecrets,
    close: connections.close,
    async open(hostId, options) {
      const transport = await connections.open(hostId, options)
      if (!told.has(transport)) {
        told.add(transport)
        onConnected(hostId)
      }
      return transport
    },
  }
}

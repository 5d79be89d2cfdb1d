/** `node abandoned-connection.ts TASK`: opens a connection, says so, and waits to be killed. */
import { join } from 'node:path'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import type { Host } from '../../shared/model/host.ts'

const { host, folder, known }: { host: Host; folder: string; known: string } = JSON.parse(
  process.argv[2] ?? '{}',
)
const connections = createConnections({
  library: { getHost: async () => host },
  prompter: { ask: async () => null },
  appKnownHostsPath: join(folder, 'app', 'known_hosts'),
  userKnownHostsPath: known,
  homeDirectory: folder,
  agentSocket: '',
})
await connections.open('host', {})
process.stdout.write('open\n')
setInterval(() => undefined, 60_000)

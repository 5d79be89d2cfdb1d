/** For tests of connections: a real sshd, the two known_hosts files, and connections to it; all gone after each test. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { SshConfig } from '../../electron/engine/hosts/ssh-config.ts'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import type { Connections } from '../../electron/engine/transport/transport.ts'
import type { Host } from '../../shared/model/host.ts'
import { type Sshd, type SshdOptions, startSshd } from '../sshd/sshd.ts'
import type { ScriptedPerson } from './people.ts'

export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
export const limit = { timeoutMs: 20_000 }

export interface SshBench {
  /** of the test, for its own files */
  readonly folder: () => string
  /** known_hosts of the application */
  readonly appFile: () => string
  /** known_hosts of the user */
  readonly userFile: () => string
  readonly start: (options?: SshdOptions) => Promise<Sshd>
  /** Writes its keys into the user's known_hosts, so that nothing is asked. */
  readonly trust: (sshd: Sshd, keys?: Sshd['hostKeys']) => void
  readonly connectionsTo: (
    host: Host,
    person: ScriptedPerson,
    more?: { agentSocket?: string; stepTimeoutMs?: number; readConfig?: () => Promise<SshConfig> },
  ) => Connections
  /** Listens on a free port of 127.0.0.1, which it gives. */
  readonly serve: (server: Server) => Promise<number>
}

/** For the top of a test file: each of its tests has a folder of its own. */
export const setUpSsh = (): SshBench => {
  let folder: string
  const cleanups: (() => unknown)[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'smokejumper-ssh-test-'))
    cleanups.push(() => rm(folder, { recursive: true, force: true }))
  })
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })
  const appFile = () => join(folder, 'app', 'known_hosts')
  const userFile = () => join(folder, 'user_known_hosts')
  return {
    folder: () => folder,
    appFile,
    userFile,
    async start(options) {
      const sshd = await startSshd(options)
      cleanups.push(() => sshd[Symbol.asyncDispose]())
      return sshd
    },
    trust(sshd, keys = sshd.hostKeys) {
      const lines = keys.map((key) => `[${sshd.address}]:${sshd.port} ${key.publicLine}\n`)
      writeFileSync(userFile(), lines.join(''))
    },
    connectionsTo(host, person, more = {}) {
      const connections = createConnections({
        library: { getHost: async () => host },
        prompter: person,
        appKnownHostsPath: appFile(),
        userKnownHostsPath: userFile(),
        agentSocket: '',
        ...more,
      })
      cleanups.push(() => connections.close())
      return connections
    },
    async serve(server) {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      cleanups.push(() => server.close())
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('no port')
      return address.port
    },
  }
}

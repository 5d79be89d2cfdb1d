/** Transfer from a host over both transports, beside `ssh host cat` on the same server in the same run. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import { type Host, hostDefaults, transports } from '../../shared/model/host.ts'
import { type Sshd, startSshd } from '../sshd/sshd.ts'
import { type Measure, megabytesPerSecond, type Row, round, timedAsync } from './row.ts'

const ROUNDS = 5

export const transferRows: Measure = async (scale) => {
  const bytes = Math.round(256 * 1024 * 1024 * scale)
  const folder = await mkdtemp(join(tmpdir(), 'smokejumper-transfer-'))
  await using sshd = await startSshd()
  try {
    const file = join(folder, 'data')
    // as a perf script text packs: not that ssh compresses by default
    await writeFile(file, Buffer.alloc(bytes, 'swapper     0 [000]  1234.567890123:   10101010 cpu-clock:\n'))
    const known = join(folder, 'known_hosts')
    await writeFile(known, `[${sshd.address}]:${sshd.port} ${sshd.hostKeys[0]?.publicLine}\n`)
    const ways: { name: string; take: () => Promise<number> }[] = [
      { name: 'cat', take: () => plainCat(sshd, known, file) },
    ]
    const opened = transports.map((transport) => {
      const connections = createConnections({
        library: { getHost: async () => hostOf(sshd, transport) },
        prompter: { ask: async () => null },
        appKnownHostsPath: join(folder, 'app', 'known_hosts'),
        userKnownHostsPath: known,
        homeDirectory: folder,
        agentSocket: '',
      })
      ways.push({
        name: transport,
        async take() {
          let taken = 0
          const host = await connections.open('host', {})
          await host.run(`cat ${file}`, {
            timeoutMs: 120_000,
            onStdout: (chunk) => {
              taken += chunk.length
            },
          })
          return taken
        },
      })
      return connections
    })
    const best = new Map<string, number>()
    // one after the other in each round: what else the machine does then falls on all of them
    for (let at = 0; at <= ROUNDS; at++)
      for (const { name, take } of ways) {
        const { ms, value } = await timedAsync(take)
        if (value !== bytes) throw new Error(`${name} took ${value} bytes of ${bytes}`)
        // the first one connects
        if (at > 0) best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, ms))
      }
    for (const connections of opened) connections.close()
    const speed = (name: string) => megabytesPerSecond(bytes, best.get(name) ?? Number.NaN)
    const cat = speed('cat')
    const row = (name: string, must: string, holds: boolean): Row => ({
      what: `${Math.round(bytes / 1e6)} MB over ${name}, beside ssh host cat`,
      measured: `${Math.round(speed(name))} MB/s, ${((100 * speed(name)) / cat).toFixed(0)} % of ${Math.round(cat)} MB/s`,
      must,
      holds,
      figures: {
        mbPerSecond: round(speed(name)),
        catMbPerSecond: round(cat),
        share: round(speed(name) / cat),
      },
    })
    return [
      row('ssh2', '100 MB/s and a third', speed('ssh2') >= 100 && speed('ssh2') >= cat / 3),
      row('system-ssh', '90 %', speed('system-ssh') >= 0.9 * cat),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The whole of it into a pipe of ours, which is what the transports are compared with. Connecting is part of it. */
const plainCat = (sshd: Sshd, known: string, file: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      'ssh',
      [
        ...[
          '-F',
          'none',
          '-T',
          '-i',
          sshd.key.path,
          '-o',
          `UserKnownHostsFile=${known}`,
          '-o',
          'BatchMode=yes',
        ],
        ...[
          '-o',
          'IdentitiesOnly=yes',
          '-p',
          String(sshd.port),
          `${sshd.user}@${sshd.address}`,
          `cat ${file}`,
        ],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let taken = 0
    child.stdout.on('data', (chunk: Buffer) => {
      taken += chunk.length
    })
    child.once('error', reject)
    child.once('close', (status) =>
      status === 0 ? resolve(taken) : reject(new Error(`ssh ended with ${status}`)),
    )
  })

const hostOf = (sshd: Sshd, transport: Host['transport']): Host => ({
  ...hostDefaults,
  ...{ id: 'host', kind: 'ssh', label: 'Bench', spoolDirectory: '', createdAt: 0, probe: null },
  ...{ address: sshd.address, port: sshd.port, user: sshd.user, transport },
  authentication: { method: 'key', path: sshd.key.path },
})

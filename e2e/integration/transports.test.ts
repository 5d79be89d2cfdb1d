/** What every transport promises, whatever it is made of. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import { sweepFolders } from '../../electron/engine/transport/private-folder.ts'
import type { Connections, Transport } from '../../electron/engine/transport/transport.ts'
import { THIS_MACHINE, transports } from '../../shared/model/host.ts'
import { hasSshd, type Sshd, startSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { hostOf, personAnswering } from './people.ts'
import { limit, text } from './ssh-fixture.ts'

let sshd: Sshd
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-transports-'))
  // sshd passes signals on for a user that it changed to
  sshd = await startSshd(canMakeUsers() ? { user: { sudo: true } } : {})
})
afterAll(async () => {
  await sshd[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

describe.skipIf(!hasSshd()).each([...transports, THIS_MACHINE] as const)('%s', (kind) => {
  let connections: Connections
  let transport: Transport
  beforeAll(async () => {
    const userKnownHostsPath = join(folder, 'known_hosts')
    await writeFile(userKnownHostsPath, `[${sshd.address}]:${sshd.port} ${sshd.hostKeys[0]?.publicLine}\n`)
    const host = hostOf(sshd, undefined, kind === THIS_MACHINE ? {} : { transport: kind })
    connections = createConnections({
      library: { getHost: async () => host },
      prompter: personAnswering(),
      appKnownHostsPath: join(folder, 'app', 'known_hosts'),
      userKnownHostsPath,
      homeDirectory: folder,
      agentSocket: '',
    })
    transport = await connections.open(kind === THIS_MACHINE ? THIS_MACHINE : 'host', {})
  })
  afterAll(() => connections.close())

  it('gives outputs byte for byte, exit status and signal', async () => {
    const bytes = "printf '\\000\\377\\n\\r\\001tail'"
    const result = await transport.run(`${bytes}; { ${bytes}; } >&2; exit 7`, limit)
    const expected = Buffer.from('\0\xff\n\r\x01tail', 'latin1')
    expect([result.exitCode, result.signal]).toEqual([7, null])
    expect([Buffer.from(result.stdout), Buffer.from(result.stderr)]).toEqual([expected, expected])
    expect((await transport.run('exit 255', limit)).exitCode).toBe(255)
    const killed = await transport.run('kill -TERM $$', limit)
    // ssh does not tell which signal it was
    expect([killed.exitCode, killed.signal]).toEqual([null, kind === 'system-ssh' ? 'unknown' : 'SIGTERM'])
  })

  it('runs nothing of a script that came in part, and gives its commands no stdin', async () => {
    const result = await transport.run('cat; echo "after cat"; read -r line || echo "no line"', limit)
    expect([text(result.stdout), result.exitCode]).toEqual(['after cat\nno line\n', 0])
  })

  it('carries 30 MB through a slow receiver without loss and without piling up', async () => {
    const hash = createHash('sha256')
    let bytes = 0
    let taking = 0
    let most = 0
    // The host hashes what it sends, and says so on stderr.
    const script =
      'f=$(mktemp) && head -c 31457280 /dev/urandom >"$f" && sha256sum <"$f" >&2 && cat "$f" && rm "$f"'
    const result = await transport.run(script, {
      timeoutMs: 110_000,
      onStdout: async (chunk) => {
        most = Math.max(most, ++taking)
        bytes += chunk.length
        hash.update(chunk)
        if (bytes % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
        taking--
      },
    })
    expect([bytes, most, result.exitCode]).toEqual([31_457_280, 1, 0])
    expect(text(result.stderr).slice(0, 64)).toBe(hash.digest('hex'))
  })

  it('takes a script of 1 MB', async () => {
    const script = `${`: ${'x'.repeat(97)}\n`.repeat(10_000)}echo end`
    expect(text((await transport.run(script, limit)).stdout)).toBe('end\n')
  })

  it('runs more scripts at once than a connection has sessions', async () => {
    const runs = Array.from({ length: 25 }, async (_, index) => {
      const result = await transport.run(`echo ${index}; exit ${index}`, limit)
      return [text(result.stdout), result.exitCode]
    })
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 25 }, (_, index) => [`${index}\n`, index]))
  })

  it('ends a script on cancel, when its time is up, and when it says too much', async () => {
    const controller = new AbortController()
    const pids: number[] = []
    const onStdout = (bytes: Uint8Array) => {
      pids.push(...text(bytes).trim().split(' ').map(Number))
      if (pids.length === 2) controller.abort()
    }
    const script = 'sleep 30 & echo $$ $!; wait'
    const { signal } = controller
    await expect(transport.run(script, { ...limit, signal, onStdout })).rejects.toMatchObject({
      name: 'AbortError',
    })
    await expect(transport.run(script, { timeoutMs: 1500, onStdout })).rejects.toMatchObject({
      code: 'ssh.timeout',
    })
    expect(pids).toHaveLength(4)
    if (canMakeUsers()) await until('the scripts to end', () => !pids.some(isRunning))
    await expect(transport.run('yes', { ...limit, maxBytes: 100_000 })).rejects.toMatchObject({
      code: 'probe.failed',
    })
    expect((await transport.run('exit 3', limit)).exitCode).toBe(3)
  })

  it.skipIf(!canMakeUsers())('runs as root with sudo -n', async () => {
    const result = await transport.run('id -u; exit 9', { ...limit, elevate: true })
    expect([text(result.stdout), result.exitCode]).toEqual(['0\n', 9])
  })

  it('says that it was closed', async () => {
    transport.close()
    expect(await transport.closed).toBe(null)
    await expect(transport.run('exit 3', limit)).rejects.toMatchObject({ code: 'ssh.connection-lost' })
  })
})

describe.skipIf(!hasSshd())('the master of the system’s ssh', () => {
  it('ends with the engine, also when that is killed', async () => {
    const known = join(folder, 'known_hosts')
    await writeFile(known, `[${sshd.address}]:${sshd.port} ${sshd.hostKeys[0]?.publicLine}\n`)
    const task = { host: hostOf(sshd, undefined, { transport: 'system-ssh' }), folder, known }
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('abandoned-connection.ts', import.meta.url)), JSON.stringify(task)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await once(child.stdout, 'data')
    const masters = () => readdirSync('/proc').filter((pid) => isMasterTo(pid, sshd.port))
    expect(masters().length).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await until('the master to end', () => masters().length === 0)
    // and what it left is removed by the next one
    const left = foldersOf(child.pid ?? 0)
    expect(left).toHaveLength(1)
    await sweepFolders()
    expect(foldersOf(child.pid ?? 0)).toEqual([])
  })
})

const foldersOf = (pid: number): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`sj-ssh-${pid}-`))

const isMasterTo = (pid: string, port: number): boolean => {
  const words = /^\d+$/.test(pid) ? argumentsOf(pid) : []
  return words.includes('ssh') && words.includes('-M') && words.includes(String(port))
}

const argumentsOf = (pid: string): string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
  } catch (error) {
    // ended since the folder was listed
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return []
    throw error
  }
}

const isRunning = (pid: number): boolean =>
  existsSync(`/proc/${pid}/exe`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')

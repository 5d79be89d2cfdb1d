import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasSshd, type SshdOptions } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { hostOf, personAnswering } from './people.ts'
import { limit, setUpSsh, text } from './ssh-fixture.ts'

const { start, trust, connectionsTo } = setUpSsh()

describe.skipIf(!hasSshd())('a connection', () => {
  const connected = async (options?: SshdOptions) => {
    const sshd = await start(options)
    trust(sshd)
    const connections = connectionsTo(hostOf(sshd), personAnswering())
    return { sshd, connections, transport: await connections.open('host', {}) }
  }

  it('is one for all who ask, also when they ask at once, and made anew when it was dropped', async () => {
    const sshd = await start()
    const person = personAnswering(true, true)
    const connections = connectionsTo(hostOf(sshd), person)
    const gone = new AbortController()
    const all = await Promise.allSettled([
      connections.open('host', { signal: gone.signal, onStep: () => gone.abort() }),
      connections.open('host', {}),
      connections.open('host', {}),
    ])
    expect(all.map((one) => one.status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    const first = await connections.open('host', {})
    expect(all.slice(1).map((one) => one.status === 'fulfilled' && one.value === first)).toEqual([true, true])
    expect(person.questions).toHaveLength(1)
    connections.drop('host')
    expect(await first.closed).toBe(null)
    await expect(first.run('exit 3', limit)).rejects.toMatchObject({ code: 'ssh.connection-lost' })
    expect(await connections.open('host', {})).not.toBe(first)
  })

  it('gives outputs, exit status and signal', async () => {
    const { transport } = await connected()
    const result = await transport.run('echo out; echo err >&2; exit 7', limit)
    expect({ ...result, stdout: text(result.stdout), stderr: text(result.stderr) }).toEqual({
      exitCode: 7,
      signal: null,
      stdout: 'out\n',
      stderr: 'err\n',
    })
    const killed = await transport.run('kill -TERM $$', limit)
    expect([killed.exitCode, killed.signal]).toEqual([null, 'SIGTERM'])
  })

  it('carries 50 MB through a slow receiver without loss and without piling up', async () => {
    const { transport } = await connected()
    const hash = createHash('sha256')
    let bytes = 0
    let taking = 0
    let most = 0
    // The host hashes what it sends, and says so on stderr.
    const script = 'head -c 52428800 /dev/urandom | { tee /dev/fd/9 | sha256sum >&2; } 9>&1'
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
    expect([bytes, most, result.exitCode]).toEqual([52_428_800, 1, 0])
    expect(text(result.stderr).slice(0, 64)).toBe(hash.digest('hex'))
  })

  it('runs more scripts at once than a connection has sessions', async () => {
    const { transport } = await connected()
    const runs = Array.from({ length: 25 }, async (_, index) => {
      const result = await transport.run(`echo ${index}; exit ${index}`, limit)
      return [text(result.stdout), result.exitCode]
    })
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 25 }, (_, index) => [`${index}\n`, index]))
  })

  it('ends a script on cancel, when its time is up, and when it says too much', async () => {
    // sshd passes signals on for a user that it changed to
    const { transport } = await connected(canMakeUsers() ? { user: {} } : {})
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
    await expect(transport.run(script, { timeoutMs: 500, onStdout })).rejects.toMatchObject({
      code: 'ssh.timeout',
    })
    expect(pids).toHaveLength(4)
    if (canMakeUsers()) await until('the scripts to end', () => !pids.some(isRunning))
    await expect(transport.run('yes', { ...limit, maxBytes: 100_000 })).rejects.toMatchObject({
      code: 'probe.failed',
    })
    expect((await transport.run('exit 3', limit)).exitCode).toBe(3)
  })

  it('that is lost ends what runs with the reason, and the next one is made anew', async () => {
    const { sshd, connections, transport } = await connected()
    const run = transport.run('echo up; exec sleep 5', {
      ...limit,
      onStdout: () => sshd.killSessions(),
    })
    await expect(run).rejects.toMatchObject({ code: 'ssh.connection-lost', facts: { port: sshd.port } })
    await expect(transport.closed).resolves.toMatchObject({ code: 'ssh.connection-lost' })
    await expect(transport.run('exit 3', limit)).rejects.toMatchObject({ code: 'ssh.connection-lost' })
    const next = await connections.open('host', {})
    expect(next).not.toBe(transport)
    expect((await next.run('exit 3', limit)).exitCode).toBe(3)
  })

  it('that is lost while the receiver is slow says so too', async () => {
    const { sshd, transport } = await connected()
    let first = true
    const run = transport.run('head -c 30000000 /dev/zero', {
      ...limit,
      onStdout: async () => {
        if (!first) return
        first = false
        sshd.killSessions()
        await transport.closed
      },
    })
    await expect(run).rejects.toMatchObject({ code: 'ssh.connection-lost' })
  })

  it.skipIf(!canMakeUsers())('runs as root with sudo -n, past a noisy .bashrc', async () => {
    const { transport } = await connected({
      user: { sudo: true, bashrc: 'echo noise; echo more noise >&2\n' },
    })
    const result = await transport.run('id -u', { ...limit, elevate: true })
    expect(text(result.stdout)).toBe('noise\n0\n')
    expect(text((await transport.run('id -un', limit)).stdout)).toBe(
      `noise\n${transport.description.split('@')[0]}\n`,
    )
  })
})

const isRunning = (pid: number): boolean =>
  existsSync(`/proc/${pid}/exe`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')

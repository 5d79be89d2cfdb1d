import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import type { Connections } from '../../electron/engine/transport/transport.ts'
import type { Host } from '../../shared/model/host.ts'
import { hasSshd, type Sshd, type SshdOptions, startSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { hostOf, personAnswering, type ScriptedPerson } from './people.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const limit = { timeoutMs: 20_000 }

let folder: string
const cleanups: (() => unknown)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-ssh-test-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const start = async (options?: SshdOptions): Promise<Sshd> => {
  const sshd = await startSshd(options)
  cleanups.push(() => sshd[Symbol.asyncDispose]())
  return sshd
}
const appFile = () => join(folder, 'app', 'known_hosts')
const userFile = () => join(folder, 'user_known_hosts')

const connectionsTo = (
  host: Host,
  person: ScriptedPerson,
  more: { agentSocket?: string; stepTimeoutMs?: number } = {},
): Connections => {
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
}
/** In the user's known_hosts, so that nothing is asked. */
const trust = (sshd: Sshd, keys = sshd.hostKeys) =>
  writeFileSync(userFile(), keys.map((key) => `[${sshd.address}]:${sshd.port} ${key.publicLine}\n`).join(''))
const serve = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

describe.skipIf(!hasSshd())('a host key', () => {
  it('is shown with its fingerprint, accepted, remembered and known again', async () => {
    const sshd = await start()
    const person = personAnswering(true)
    const steps: string[] = []
    const transport = await connectionsTo(hostOf(sshd), person).open('host', {
      onStep: (step) => steps.push(step),
    })
    expect(person.questions).toEqual([
      {
        kind: 'host-key',
        hostLabel: 'Test host',
        address: `[127.0.0.1]:${sshd.port}`,
        keyType: 'ED25519',
        fingerprint: sshd.hostKeys[0]?.fingerprint,
      },
    ])
    expect(steps).toEqual([`connecting to [127.0.0.1]:${sshd.port}`, 'logging in'])
    expect(transport.description).toBe(`${sshd.user}@127.0.0.1:${sshd.port}`)
    expect(text((await transport.run('echo "$SSH_CONNECTION"', limit)).stdout)).toContain(` ${sshd.port}\n`)
    expect(readFileSync(appFile(), 'utf8').trim()).toBe(
      `[127.0.0.1]:${sshd.port} ${sshd.hostKeys[0]?.publicLine.split(' ').slice(0, 2).join(' ')}`,
    )
    expect(statSync(appFile()).mode & 0o777).toBe(0o600)
    expect(existsSync(userFile())).toBe(false)

    const again = personAnswering()
    await connectionsTo(hostOf(sshd), again).open('host', {})
    expect(again.questions).toEqual([])
  })

  it('is known from the user’s own file', async () => {
    const sshd = await start({ address: '::1' })
    trust(sshd)
    const transport = await connectionsTo(hostOf(sshd), personAnswering()).open('host', {})
    expect(transport.description).toBe(`${sshd.user}@[::1]:${sshd.port}`)
    expect(existsSync(appFile())).toBe(false)
  })

  it('that is not accepted ends it, and is not remembered', async () => {
    const sshd = await start()
    const open = connectionsTo(hostOf(sshd), personAnswering(false)).open('host', {})
    await expect(open).rejects.toMatchObject({
      code: 'hostkey.unknown',
      facts: { fingerprint: sshd.hostKeys[0]?.fingerprint },
    })
    expect(existsSync(appFile())).toBe(false)
    expect(await sshd.log()).not.toContain('Accepted')
  })

  it('that has changed is refused with both fingerprints and the line to look at', async () => {
    const sshd = await start()
    const [old] = sshd.hostKeys
    await connectionsTo(hostOf(sshd), personAnswering(true)).open('host', {})
    await sshd.restart(['ed25519'])
    const [now] = sshd.hostKeys
    const open = connectionsTo(hostOf(sshd), personAnswering()).open('host', {})
    await expect(open).rejects.toMatchObject({
      code: 'hostkey.changed',
      facts: { fingerprint: now?.fingerprint, knownFingerprint: old?.fingerprint, file: appFile(), line: 2 },
      remedy: expect.stringContaining(`remove line 2 of ${appFile()}`),
    })
    expect(now?.fingerprint).not.toBe(old?.fingerprint)
  })

  it('of another type than the known one is a change', async () => {
    const sshd = await start({ hostKeys: ['rsa'] })
    await connectionsTo(hostOf(sshd), personAnswering(true)).open('host', {})
    await sshd.restart(['ecdsa'])
    const open = connectionsTo(hostOf(sshd), personAnswering()).open('host', {})
    await expect(open).rejects.toMatchObject({
      code: 'hostkey.changed',
      message: expect.stringContaining('which is of another type'),
      facts: { keyType: 'ecdsa-sha2-nistp256', knownKeyType: 'ssh-rsa' },
    })
  })

  it('is asked for in the type that is known, though the host has others', async () => {
    const sshd = await start({ hostKeys: ['ed25519', 'ecdsa', 'rsa'] })
    for (const key of sshd.hostKeys) {
      trust(sshd, [key])
      await connectionsTo(hostOf(sshd), personAnswering()).open('host', {})
    }
  })

  it('that is revoked is refused', async () => {
    const sshd = await start()
    trust(sshd)
    writeFileSync(userFile(), `@revoked * ${sshd.hostKeys[0]?.publicLine}\n`, { flag: 'a' })
    const open = connectionsTo(hostOf(sshd), personAnswering()).open('host', {})
    await expect(open).rejects.toMatchObject({ code: 'hostkey.revoked', facts: { line: 2 } })
  })

  it('may be thought over for longer than the host waits', async () => {
    const sshd = await start()
    const person = personAnswering(async () => {
      sshd.killSessions()
      await until('the session to end', () => sshd.sessions().length === 0)
      return true
    })
    const transport = await connectionsTo(hostOf(sshd), person).open('host', {})
    expect((await transport.run('exit 3', limit)).exitCode).toBe(3)
    expect(person.questions).toHaveLength(1)
  })
})

describe.skipIf(!hasSshd())('logging in', () => {
  it('asks for the passphrase of a key until it fits', async () => {
    const sshd = await start({ passphrase: 'open sesame' })
    trust(sshd)
    const person = personAnswering('wrong', 'open sesame')
    const transport = await connectionsTo(hostOf(sshd), person).open('host', {})
    expect((await transport.run('exit 3', limit)).exitCode).toBe(3)
    expect(person.questions).toMatchObject([
      { kind: 'secret', question: `Passphrase for ${sshd.key.path}`, attempt: 1, attempts: 3 },
      { attempt: 2 },
    ])
  })

  it('stops after three wrong passphrases', async () => {
    const sshd = await start({ passphrase: 'open sesame' })
    trust(sshd)
    const open = connectionsTo(hostOf(sshd), personAnswering('a', 'b', '')).open('host', {})
    await expect(open).rejects.toMatchObject({ code: 'ssh.passphrase-wrong' })
  })

  it('stops when the question is dismissed', async () => {
    const sshd = await start({ passphrase: 'open sesame' })
    trust(sshd)
    const open = connectionsTo(hostOf(sshd), personAnswering(null)).open('host', {})
    await expect(open).rejects.toMatchObject({ code: 'prompt.dismissed' })
  })

  it('says that the key is refused, and what the host allows', async () => {
    const sshd = await start()
    trust(sshd)
    const host = hostOf(sshd, { method: 'key', path: sshd.strangeKey.path })
    await expect(connectionsTo(host, personAnswering()).open('host', {})).rejects.toMatchObject({
      code: 'ssh.auth-failed',
      message: expect.stringContaining(`the key ${sshd.strangeKey.path} was refused`),
      facts: { tried: 'publickey', allowed: 'publickey', user: sshd.user },
    })
  })

  it('says why a key file cannot be used', async () => {
    const sshd = await start()
    trust(sshd)
    writeFileSync(join(folder, 'no-key'), 'hello\n')
    for (const [path, why] of [
      [join(folder, 'missing'), 'there is no such file'],
      [folder, 'it is a folder'],
      [`${sshd.key.path}.pub`, 'it is a public key'],
      [join(folder, 'no-key'), 'its format is not understood'],
    ] as const) {
      const open = connectionsTo(hostOf(sshd, { method: 'key', path }), personAnswering()).open('host', {})
      await expect(open).rejects.toMatchObject({
        code: 'ssh.key-unreadable',
        message: expect.stringContaining(why),
      })
    }
  })

  it('uses the agent, and says when there is none, it is silent or empty', async () => {
    const sshd = await start({ agent: 'with-key', passphrase: 'open sesame' })
    trust(sshd)
    const host = hostOf(sshd, { method: 'agent' })
    const { agentSocket } = sshd
    const transport = await connectionsTo(host, personAnswering(), { agentSocket }).open('host', {})
    expect((await transport.run('exit 3', limit)).exitCode).toBe(3)

    const failure = async (socket: string) =>
      connectionsTo(host, personAnswering(), { agentSocket: socket })
        .open('host', {})
        .then(String, (error: Error & { code: string }) => `${error.code}: ${error.message}`)
    expect(await failure('')).toBe('ssh.no-agent: SSH_AUTH_SOCK is not set, so no ssh-agent is known.')
    expect(await failure(join(folder, 'none'))).toContain('does not answer')
    const empty = await start({ agent: 'empty' })
    expect(await failure(empty.agentSocket)).toBe('ssh.no-agent: The ssh-agent holds no keys.')
  })

  it('says that a password is not allowed where it is not', async () => {
    const sshd = await start()
    trust(sshd)
    const open = connectionsTo(hostOf(sshd, { method: 'password' }), personAnswering()).open('host', {})
    await expect(open).rejects.toMatchObject({
      code: 'ssh.auth-failed',
      message: expect.stringContaining('it does not allow passwords'),
      facts: { tried: '', allowed: 'publickey' },
    })
  })

  for (const method of ['password', 'keyboard-interactive'] as const)
    describe.skipIf(!canMakeUsers())(`with ${method}`, () => {
      it('asks for the password, and keeps it for when the connection is lost', async () => {
        const sshd = await start({ user: {}, methods: [method] })
        trust(sshd)
        const person = personAnswering('wrong', sshd.password)
        const connections = connectionsTo(hostOf(sshd, { method: 'password' }), person)
        const transport = await connections.open('host', {})
        expect(text((await transport.run('id -un', limit)).stdout)).toBe(`${sshd.user}\n`)
        expect(person.questions).toMatchObject([
          { kind: 'secret', question: `Password for ${sshd.user}@[127.0.0.1]:${sshd.port}`, attempt: 1 },
          { attempt: 2, attempts: 3 },
        ])
        sshd.killSessions()
        await expect(transport.closed).resolves.toMatchObject({ code: 'ssh.connection-lost' })
        const back = await connections.open('host', {})
        expect((await back.run('exit 3', limit)).exitCode).toBe(3)
        expect(person.questions).toHaveLength(2)
      })

      it('stops after three wrong passwords, and repeats none of them', async () => {
        const sshd = await start({ user: {}, methods: [method] })
        trust(sshd)
        const person = personAnswering('wrong-1', 'wrong-2', 'wrong-3')
        const open = connectionsTo(hostOf(sshd, { method: 'password' }), person).open('host', {})
        const error = await open.catch((reason: unknown) => reason)
        expect(error).toMatchObject({
          code: 'ssh.auth-failed',
          message: expect.stringContaining('the password was refused 3 times'),
          facts: { tried: 'password', allowed: method },
        })
        expect(JSON.stringify([error, String(error)])).not.toContain('wrong-')
        expect(person.questions).toHaveLength(3)
      })
    })
})

describe.skipIf(!hasSshd())('no connection', () => {
  const failure = async (change: Partial<Host>, stepTimeoutMs = 15_000) => {
    const host: Host = {
      id: 'host',
      kind: 'ssh',
      label: 'Test host',
      address: '127.0.0.1',
      port: 22,
      user: 'root',
      authentication: { method: 'password' },
      spoolDirectory: '',
      createdAt: 0,
      probe: null,
      ...change,
    }
    const open = connectionsTo(host, personAnswering(), { stepTimeoutMs }).open('host', {})
    return open.then(
      () => 'connected',
      (error: unknown) => error,
    )
  }

  it('because the name has no address', async () => {
    expect(await failure({ address: 'no-such-host.invalid' })).toMatchObject({ code: 'ssh.unresolved' })
  })

  it('because nothing listens on the port', async () => {
    // tcpmux, which nobody runs: a port that was free a moment ago may be taken by another test
    expect(await failure({ port: 1 })).toMatchObject({ code: 'ssh.refused', facts: { port: 1 } })
  })

  it('because a web server answers', async () => {
    const port = await serve(createHttpServer())
    expect(await failure({ port })).toMatchObject({
      code: 'ssh.not-ssh',
      facts: { said: 'HTTP/1.1 400 Bad Request' },
    })
  })

  it('because what answers hangs up at once', async () => {
    const port = await serve(createServer((socket) => socket.end()))
    expect(await failure({ port })).toMatchObject({ code: 'ssh.not-ssh', facts: { said: '' } })
  })

  it('because what answers says nothing', async () => {
    const port = await serve(createServer((socket) => socket.resume().on('error', () => undefined)))
    expect(await failure({ port }, 300)).toMatchObject({
      code: 'ssh.timeout',
      message: expect.stringContaining('went silent while saying that it speaks SSH'),
    })
  })

  it('because there is no common algorithm', async () => {
    const sshd = await start({ config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] })
    expect(await failure({ port: sshd.port })).toMatchObject({
      code: 'ssh.no-common-algorithm',
      facts: { detail: 'Handshake failed: no matching key exchange algorithm' },
    })
  })

  it('because it was cancelled: while connecting, and while a question is open', async () => {
    const silent = await serve(createServer((socket) => socket.resume().on('error', () => undefined)))
    const sshd = await start()
    for (const port of [silent, sshd.port]) {
      const controller = new AbortController()
      const person = personAnswering(() => {
        controller.abort()
        return new Promise<never>(() => undefined)
      })
      const open = connectionsTo(hostOf(sshd, undefined, { port }), person).open('host', {
        signal: controller.signal,
        onStep: () => {
          if (port === silent) controller.abort()
        },
      })
      await expect(open).rejects.toMatchObject({ name: 'AbortError' })
      expect(person.questions).toHaveLength(port === silent ? 0 : 1)
    }
    await until('sshd to see the end', () => sshd.sessions().length === 0)
  })
})

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

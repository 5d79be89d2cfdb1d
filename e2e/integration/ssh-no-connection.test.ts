import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type Host, hostDefaults } from '../../shared/model/host.ts'
import { hasSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { hostOf, personAnswering } from './people.ts'
import { setUpSsh } from './ssh-fixture.ts'

const { start, connectionsTo, serve } = setUpSsh()

describe.skipIf(!hasSshd())('no connection', () => {
  const failure = async (change: Partial<Host>, stepTimeoutMs = 15_000) => {
    const host: Host = {
      ...hostDefaults,
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

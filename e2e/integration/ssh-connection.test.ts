import { describe, expect, it } from 'vitest'
import { hasSshd, type SshdOptions } from '../sshd/sshd.ts'
import { hostOf, personAnswering } from './people.ts'
import { limit, setUpSsh } from './ssh-fixture.ts'

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
})

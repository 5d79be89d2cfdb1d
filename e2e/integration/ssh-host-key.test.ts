import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { hostOf, personAnswering } from './people.ts'
import { limit, setUpSsh, text } from './ssh-fixture.ts'

const { appFile, userFile, start, trust, connectionsTo } = setUpSsh()

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
        login: `${sshd.user}@${sshd.address}:${sshd.port}`,
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

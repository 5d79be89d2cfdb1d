import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSshConfig } from '../../electron/engine/hosts/ssh-config.ts'
import { makeKey } from '../sshd/keys.ts'
import { hasSshd } from '../sshd/sshd.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { hostOf, personAnswering } from './people.ts'
import { limit, setUpSsh, text } from './ssh-fixture.ts'

const { folder, start, trust, connectionsTo } = setUpSsh()

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
    writeFileSync(join(folder(), 'no-key'), 'hello\n')
    for (const [path, why] of [
      [join(folder(), 'missing'), 'there is no such file'],
      [folder(), 'it is a folder'],
      [`${sshd.key.path}.pub`, 'it is a public key'],
      [join(folder(), 'no-key'), 'its format is not understood'],
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
    expect(await failure(join(folder(), 'none'))).toContain('does not answer')
    const empty = await start({ agent: 'empty' })
    expect(await failure(empty.agentSocket)).toBe('ssh.no-agent: The ssh-agent holds no keys.')
  })

  it('names what was offered when the host lets no more be tried', async () => {
    const sshd = await start({ agent: 'with-key', config: ['MaxAuthTries 2'] })
    trust(sshd)
    // the right key comes too late
    writeFileSync(join(sshd.directory, 'authorized_keys'), '')
    const configPath = join(folder(), 'config')
    const more = [1, 2].map((number) => join(folder(), `key-${number}`))
    for (const path of more) await makeKey(path, 'ed25519')
    writeFileSync(configPath, `Host *\n${more.map((path) => `IdentityFile ${path}\n`).join('')}`)
    const failure = async (agentSocket: string) => {
      const host = hostOf(sshd, { method: 'auto' }, { alias: '127.0.0.1' })
      const readConfig = () => readSshConfig({ home: folder(), userPath: configPath, systemPath: '' })
      return connectionsTo(host, personAnswering(), { agentSocket, readConfig })
        .open('host', {})
        .catch((error: unknown) => error)
    }
    expect(await failure('')).toMatchObject({
      code: 'ssh.auth-failed',
      message: expect.stringContaining(`It was offered 2 key files: the key ${more[0]}, the key ${more[1]}.`),
      remedy: 'Choose the one key file that this host knows, as its way to log in.',
      facts: { tried: 'publickey' },
    })
    expect(await failure(sshd.agentSocket)).toMatchObject({
      message: expect.stringContaining('It was offered 1 key of the ssh-agent and 1 key file: '),
      remedy: expect.stringContaining('so that neither the agent nor ~/.ssh offers another'),
    })
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

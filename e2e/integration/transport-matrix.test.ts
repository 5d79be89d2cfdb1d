/** Every kind of server and login that a person may meet, over ssh2 and over the system's ssh. */
import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import type { Connections } from '../../electron/engine/transport/transport.ts'
import { type Host, transports } from '../../shared/model/host.ts'
import { canMakeNetworks, makeNetwork } from '../sshd/network.ts'
import { hasSshd, type Sshd, type SshdOptions, startSshd } from '../sshd/sshd.ts'
import { canTwoFactor, makeTwoFactor } from '../sshd/two-factor.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { hostOf, personAnswering, type ScriptedPerson } from './people.ts'
import { limit, text } from './ssh-fixture.ts'

const cleanups: (() => unknown)[] = []
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-matrix-'))
  await mkdir(join(folder, '.ssh'))
})
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
  await rm(folder, { recursive: true, force: true })
})

/** One server for all tests that want the same. */
const servers = new Map<string, Promise<Sshd>>()
const server = (options: SshdOptions = {}): Promise<Sshd> => {
  const key = JSON.stringify(options)
  const known = servers.get(key) ?? startSshd(options)
  servers.set(key, known)
  return known
}
afterAll(async () => {
  for (const one of servers.values()) await (await one)[Symbol.asyncDispose]()
})

const knownHost = (sshd: Sshd, marker = '') =>
  sshd.hostKeys
    .map(
      (key) => `${marker}[${sshd.address}]:${sshd.port} ${key.publicLine.split(' ').slice(0, 2).join(' ')}\n`,
    )
    .join('')

interface Given {
  readonly host: Host
  readonly person?: ScriptedPerson
  /** of the person's known_hosts file */
  readonly known: string
  readonly agentSocket?: string
}

const connect = ({ host, person = personAnswering(), known, agentSocket = '' }: Given): Connections => {
  const userKnownHostsPath = join(folder, 'known_hosts')
  writeFileSync(userKnownHostsPath, known)
  const connections = createConnections({
    library: { getHost: async () => host },
    prompter: person,
    appKnownHostsPath: join(folder, 'app', 'known_hosts'),
    homeDirectory: folder,
    userKnownHostsPath,
    agentSocket,
  })
  cleanups.push(() => connections.close())
  return connections
}

/** Passes when a script runs and is right; gives the connections. */
const succeeds = async (given: Given): Promise<Connections> => {
  const connections = connect(given)
  const transport = await connections.open('host', {})
  const { stdout, exitCode } = await transport.run('echo "$((6 * 7)) out"; exit 3', limit)
  expect([text(stdout).slice(-7), exitCode]).toEqual(['42 out\n', 3])
  return connections
}

const fails = async (given: Given) =>
  connect(given)
    .open('host', {})
    .then(
      () => 'connected',
      (error: unknown) => error,
    )

describe.skipIf(!hasSshd()).each(transports)('over %s', (transport) => {
  const to = (sshd: Sshd, authentication?: Host['authentication'], change: Partial<Host> = {}) =>
    hostOf(sshd, authentication ?? undefined, { transport, ...change })

  it('a key, an encrypted key, the one key of many in the agent, and a stranger’s', async () => {
    const plain = await server()
    await succeeds({ host: to(plain), known: knownHost(plain) })
    const sealed = await server({ passphrase: 'open sesame', agent: 'with-key' })
    const person = personAnswering('wrong', 'open sesame')
    await succeeds({ host: to(sealed), known: knownHost(sealed), person })
    expect(person.questions.map((one) => one.kind === 'secret' && one.question)).toEqual(
      Array(2).fill(`Passphrase for ${sealed.key.path}`),
    )
    const { agentSocket } = sealed
    const identity = `${sealed.key.path}.pub`
    await succeeds({
      host: to(sealed, { method: 'agent' }, { identity }),
      known: knownHost(sealed),
      agentSocket,
    })
    const stranger = to(plain, { method: 'key', path: plain.strangeKey.path })
    expect(await fails({ host: stranger, known: knownHost(plain) })).toMatchObject({
      code: 'ssh.auth-failed',
    })
  })

  it('an agent that may not offer the keys that it holds', async () => {
    const sshd = await server({ passphrase: 'open sesame', agent: 'with-key' })
    const host = to(sshd, { method: 'agent' }, { identity: sshd.strangeKey.path })
    const { agentSocket } = sshd
    const before = await sshd.log()
    expect(await fails({ host, known: knownHost(sshd), agentSocket })).toMatchObject({
      code: transport === 'ssh2' ? 'ssh.no-agent' : 'ssh.auth-failed',
    })
    expect((await sshd.log()).slice(before.length)).not.toContain('Accepted')
  })

  it.skipIf(!canMakeUsers())('a password, wrong at first', async () => {
    const sshd = await server({ user: {}, methods: ['password'] })
    const person = personAnswering('wrong', sshd.password)
    await succeeds({ host: to(sshd, { method: 'password' }), known: knownHost(sshd), person })
    expect(person.questions).toMatchObject([
      { kind: 'secret', hostLabel: 'Test host', attempt: 1 },
      { kind: 'secret', question: expect.stringContaining(`Password for ${sshd.user}@`), attempt: 2 },
    ])
    const wrong = personAnswering('a', 'b', 'c')
    expect(
      await fails({ host: to(sshd, { method: 'password' }), known: knownHost(sshd), person: wrong }),
    ).toMatchObject({ code: 'ssh.auth-failed' })
    const dismissed = personAnswering(null)
    expect(
      await fails({ host: to(sshd, { method: 'password' }), known: knownHost(sshd), person: dismissed }),
    ).toMatchObject({ code: 'prompt.dismissed' })
  })

  it.skipIf(!canTwoFactor())('keyboard-interactive: a password, then a code; after a key too', async () => {
    await using factor = await makeTwoFactor()
    const { program, config } = factor
    const user = {}
    for (const afterKey of [false, true]) {
      await using sshd = await startSshd({
        ...{ user, program, methods: ['publickey', 'keyboard-interactive'] },
        config: [...config, `AuthenticationMethods ${afterKey ? 'publickey,' : ''}keyboard-interactive`],
      })
      const person = personAnswering(sshd.password, () => factor.code())
      const host = to(sshd, afterKey ? undefined : { method: 'password' })
      const connections = await succeeds({ host, known: knownHost(sshd), person })
      expect(person.questions).toMatchObject([
        { question: expect.stringMatching(`^Password for ${sshd.user}@`) },
        { question: expect.stringMatching(`^${sshd.user}@\\S+ asks: Verification code$`) },
      ])
      connections.close()
    }
  })

  it.skipIf(!canMakeNetworks())('two jumps, each verified and asked for by its own name', async () => {
    await using network = await makeNetwork(3)
    const [first = '', second = '', third = ''] = network.addresses
    await using outer = await startSshd({ address: first, under: network.under(0) })
    await using middle = await startSshd({ address: second, under: network.under(1) })
    await using inner = await startSshd({ address: third, under: network.under(2) })
    // the keys of the jumps stand in the ssh config, as they do for people
    await writeFile(
      join(folder, '.ssh', 'config'),
      [
        ...[`Host ${first}`, `  IdentityFile ${outer.key.path}`, '  IdentitiesOnly yes'],
        ...[`Host ${second}`, `  IdentityFile ${middle.key.path}`, '  IdentitiesOnly yes', ''],
      ].join('\n'),
      { mode: 0o600 },
    )
    const jumps = [`${outer.user}@${first}:${outer.port}`, `${middle.user}@${second}:${middle.port}`]
    const host = to(inner, undefined, { jumps })
    const person = personAnswering(true, true, true)
    const connections = await succeeds({ host, known: '', person })
    expect(person.questions.map((one) => one.kind === 'host-key' && [one.address, one.fingerprint])).toEqual(
      [outer, middle, inner].map((sshd) => [`[${sshd.address}]:${sshd.port}`, sshd.hostKeys[0]?.fingerprint]),
    )
    connections.close()
    // a stranger in the place of the second one is refused, and the last one never hears of it
    await middle.restart(['ed25519'])
    const before = await inner.log()
    expect(await fails({ host, known: '' })).toMatchObject({ code: 'hostkey.changed' })
    expect(await inner.log()).toBe(before)
    await middle.stop()
    expect(await fails({ host, known: '' })).toMatchObject({
      code: transport === 'ssh2' ? 'ssh.refused' : 'ssh.unreachable',
    })
    await rm(join(folder, '.ssh', 'config'))
    await rm(join(folder, 'app'), { recursive: true })
  })

  it('a host key that is unknown, changed, revoked, or of another type', async () => {
    const sshd = await server()
    const other = await server({ hostKeys: ['ecdsa'] })
    expect(await fails({ host: to(sshd), known: '', person: personAnswering(false) })).toMatchObject({
      code: 'hostkey.unknown',
    })
    const wrong = knownHost(sshd).replace(/ssh-ed25519 .*/, sshd.strangeKey.publicLine)
    expect(await fails({ host: to(sshd), known: wrong })).toMatchObject({
      code: 'hostkey.changed',
      facts: { fingerprint: sshd.hostKeys[0]?.fingerprint, line: 1 },
    })
    expect(
      await fails({ host: to(sshd), known: knownHost(sshd) + knownHost(sshd, '@revoked ') }),
    ).toMatchObject({ code: 'hostkey.revoked' })
    const ofOtherType = knownHost(other).replace(/ecdsa-\S+ .*/, sshd.strangeKey.publicLine)
    expect(await fails({ host: to(other), known: ofOtherType })).toMatchObject({
      code: 'hostkey.changed',
      facts: { fingerprint: other.hostKeys[0]?.fingerprint },
    })
  })

  it('algorithms that are no longer accepted, only where that was allowed', async () => {
    const sshd = await server({
      config: ['KexAlgorithms diffie-hellman-group14-sha1', 'Ciphers aes256-cbc', 'MACs hmac-sha1'],
    })
    const known = knownHost(sshd)
    expect(await fails({ host: to(sshd), known })).toMatchObject({
      code: 'ssh.no-common-algorithm',
      remedy: expect.stringContaining('allow old algorithms for this host'),
    })
    await succeeds({ host: to(sshd, undefined, { oldAlgorithms: true }), known })
  })

  it('a single session, used by many runs', async () => {
    const sshd = await server({ config: ['MaxSessions 1'] })
    const connections = await succeeds({ host: to(sshd), known: knownHost(sshd) })
    const opened = await connections.open('host', {})
    const runs = [1, 2, 3, 4].map((status) => opened.run(`exit ${status}`, limit))
    expect((await Promise.all(runs)).map(({ exitCode }) => exitCode)).toEqual([1, 2, 3, 4])
  })

  it('a forced command, and no session at all', async () => {
    const forced = await server({ config: ['ForceCommand echo only backups here'] })
    expect(await fails({ host: to(forced), known: knownHost(forced) })).toMatchObject({
      code: 'ssh.not-a-shell',
      message: expect.stringContaining('only backups here'),
    })
    const none = await server({ config: ['MaxSessions 0'] })
    expect(await fails({ host: to(none), known: knownHost(none) })).toMatchObject({ code: 'ssh.no-session' })
  })

  it('a banner of 30 kB, of 200 kB, of 1 MiB, and of more', async () => {
    const withBanner = async (bytes: number) => {
      const file = join(folder, `banner-${bytes}`)
      await writeFile(file, Buffer.alloc(bytes, 'Authorised use only.\n'))
      const sshd = await server({ config: [`Banner ${file}`] })
      return { host: to(sshd), known: knownHost(sshd) }
    }
    await succeeds(await withBanner(30_000))
    // sshd sends it in one packet: ssh2 takes 35,000 bytes, as RFC 4253 asks for, OpenSSH 256 kB
    const large = await withBanner(200_000)
    if (transport === 'system-ssh') await succeeds(large)
    else
      expect(await fails(large)).toMatchObject({
        code: 'ssh.connection-lost',
        remedy: expect.stringContaining('Banner'),
      })
    // sshd itself cannot pass that on between its processes, and hangs up; of a larger one it sends nothing
    expect(await fails(await withBanner(1_048_576))).toMatchObject({
      code: 'ssh.connection-lost',
      message: expect.stringContaining('exchanged keys and hung up'),
      remedy: expect.stringContaining('Banner file of 256 KiB to 1 MiB'),
    })
    await succeeds(await withBanner(1_048_577))
  })

  it.skipIf(!canMakeUsers()).each([
    ['a noisy .bashrc', { bashrc: 'echo noise; echo more noise >&2\n' }],
    ['fish', { shell: '/usr/bin/fish' }],
    ['csh', { shell: '/bin/csh' }],
    ['no home directory', { isHomeless: true }],
  ])('%s', async (_, user) => {
    const sshd = await server({ user: { ...user, sudo: true } })
    const connections = await succeeds({ host: to(sshd), known: knownHost(sshd) })
    const opened = await connections.open('host', {})
    const root = await opened.run('id -u; exit 5', { ...limit, elevate: true })
    expect([text(root.stdout).slice(-2), root.exitCode]).toEqual(['0\n', 5])
  })

  it.skipIf(!canMakeUsers())('an account without a shell', async () => {
    const sshd = await server({ user: { shell: '/usr/sbin/nologin' } })
    expect(await fails({ host: to(sshd), known: knownHost(sshd) })).toMatchObject({
      code: 'ssh.not-a-shell',
      message: expect.stringContaining('This account is currently not available'),
    })
  })

  it.skipIf(!canMakeUsers())('a read-only /tmp', async () => {
    const readOnly = 'mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp && exec "$@"'
    const sshd = await server({ under: ['unshare', '-m', 'sh', '-c', readOnly, 'sh'] })
    const connections = await succeeds({ host: to(sshd), known: knownHost(sshd) })
    const opened = await connections.open('host', {})
    expect((await opened.run(`: >/tmp/not-to-be`, limit)).exitCode).not.toBe(0)
  })

  it('new keys again and again during a long transfer', async () => {
    const sshd = await server({ config: ['RekeyLimit 1M'] })
    const connections = await succeeds({ host: to(sshd), known: knownHost(sshd) })
    const opened = await connections.open('host', {})
    const numbers: Uint8Array[] = []
    const result = await opened.run('seq 1 1000000', {
      ...limit,
      onStdout: (bytes) => void numbers.push(bytes),
    })
    const all = Buffer.concat(numbers)
    const expected = Array.from({ length: 1_000_000 }, (_, index) => `${index + 1}\n`).join('')
    expect([result.exitCode, all.length, all.equals(Buffer.from(expected))]).toEqual([
      0,
      expected.length,
      true,
    ])
  })
})

import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSshConfig } from '../../electron/engine/hosts/ssh-config.ts'
import { testConnection } from '../../electron/engine/hosts/test-connection.ts'
import type { ConnectTest, TraceStep } from '../../shared/model/connect-trace.ts'
import type { Host } from '../../shared/model/host.ts'
import { hasSshd, type Sshd } from '../sshd/sshd.ts'
import { hostOf, personAnswering, type ScriptedPerson } from './people.ts'
import { setUpSsh } from './ssh-fixture.ts'

const { start, trust, connectionsTo, serve, folder, userFile } = setUpSsh()

const test = async (
  host: Host,
  more: { person?: ScriptedPerson; config?: string } = {},
): Promise<{ result: ConnectTest; told: TraceStep[] }> => {
  const told: TraceStep[] = []
  const configPath = join(folder(), 'config')
  writeFileSync(configPath, more.config ?? '')
  const connections = connectionsTo(host, more.person ?? personAnswering(), {
    readConfig: () => readSshConfig({ home: folder(), userPath: configPath, systemPath: '' }),
    stepTimeoutMs: 15_000,
  })
  const result = await testConnection({
    hostId: 'host',
    connections,
    probe: async () => ({ facts: { distribution: 'Debian', kernel: '6.1' }, abilities: [] }),
    signal: new AbortController().signal,
    report: (step) => told.push(step),
  })
  return { result, told }
}
const states = ({ steps }: ConnectTest) => steps.map(({ step, state }) => `${step} ${state}`)
const detail = ({ steps }: ConnectTest, wanted: string) => steps.find(({ step }) => step === wanted)?.detail

const throughAlias = (sshd: Sshd): { host: Host; config: string } => ({
  host: hostOf(sshd, { method: 'auto' }, { alias: 'web', address: '', port: 0, user: '' }),
  config: [
    ...[
      'Host web',
      'HostName localhost',
      `Port ${sshd.port}`,
      `User ${sshd.user}`,
      `IdentityFile ${sshd.key.path}`,
    ],
    ...[`HostKeyAlias the-web`, `UserKnownHostsFile ${userFile()}`, 'StrictHostKeyChecking yes'],
  ].join('\n'),
})

describe.skipIf(!hasSshd())('a test of a connection', () => {
  it('tells each step, what was found in it and how long it took', async () => {
    const sshd = await start()
    const { result, told } = await test(hostOf(sshd), { person: personAnswering(true) })
    expect(result).toMatchObject({ passed: true, error: null })
    expect(states(result)).toEqual([
      ...['config done', 'resolve done', 'tcp done', 'banner done', 'key-exchange done', 'host-key done'],
      ...['authentication done', 'shell done', 'probe done'],
    ])
    expect(result.steps.every(({ took, hop }) => took !== null && took >= 0 && hop === 0)).toBe(true)
    expect(result.steps[0]?.hopName).toBe(`${sshd.user}@127.0.0.1:${sshd.port}`)
    expect(detail(result, 'banner')).toMatch(/^SSH-2\.0-OpenSSH_/)
    expect(detail(result, 'key-exchange')).toMatch(/^curve25519-sha256|^mlkem|^sntrup/)
    expect(detail(result, 'host-key')).toMatch(/^ED25519 SHA256:.*accepted now and remembered in/)
    expect(detail(result, 'authentication')).toBe(`publickey, as ${sshd.user}`)
    expect(detail(result, 'shell')).toBe('Linux')
    expect(told.filter(({ step }) => step === 'host-key').map(({ state }) => state)).toEqual([
      ...['running', 'asking', 'done'],
    ])
  })

  it('goes by an alias of the ssh config: name, port, user, key, files of known hosts', async () => {
    const sshd = await start()
    const { host, config } = throughAlias(sshd)
    const refused = await test(host, { config })
    expect(refused.result.error).toMatchObject({
      code: 'hostkey.unknown',
      message: expect.stringContaining('StrictHostKeyChecking yes'),
    })
    writeFileSync(userFile(), `the-web ${sshd.hostKeys[0]?.publicLine}\n`)
    const { result } = await test(host, { config })
    expect(result).toMatchObject({ passed: true })
    expect(detail(result, 'resolve')).toMatch(/127\.0\.0\.1|::1/)
    expect(detail(result, 'host-key')).toMatch(`known by line 1 of ${userFile()}`)
  })

  it('says where it breaks and what to do: name, port, other service, key, login', async () => {
    const sshd = await start()
    const host = hostOf(sshd)
    const broken = async (change: Partial<Host>, person = personAnswering()) => {
      const { result } = await test({ ...host, ...change }, { person })
      expect(result).toMatchObject({ passed: false, error: { remedy: expect.stringMatching(/./) } })
      const last = result.steps.findLast(({ remedy }) => remedy !== '')
      expect(last?.detail).toBe(result.error?.message)
      return `${last?.step}: ${result.error?.code}`
    }
    const web = await serve(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    expect(await broken({ address: 'no-such-host.invalid' })).toBe('resolve: ssh.unresolved')
    expect(await broken({ port: 1 })).toBe('tcp: ssh.refused')
    expect(await broken({ port: web })).toBe('banner: ssh.not-ssh')
    expect(await broken({}, personAnswering(false))).toBe('host-key: hostkey.unknown')
    trust(sshd)
    const strange = { method: 'key', path: sshd.strangeKey.path } as const
    expect(await broken({ authentication: strange })).toBe('authentication: ssh.auth-failed')
    expect(await broken({ alias: 'ring', jumps: ['a:b:c'] })).toBe('config: host.invalid')
  })

  it('breaks in the shell when there is none', async () => {
    const sshd = await start({ config: ['ForceCommand exit 3'] })
    trust(sshd)
    const { result } = await test(hostOf(sshd))
    expect(states(result).at(-1)).toBe('shell failed')
    expect(result.error?.code).toBe('ssh.not-a-shell')
  })
})

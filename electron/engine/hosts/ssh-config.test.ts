import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSshConfig } from './ssh-config.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'smokejumper-ssh-config-'))
  mkdirSync(join(home, '.ssh', 'conf.d'), { recursive: true })
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const variable = (name: string) => `\u0024{${name}}`
const write = (name: string, ...lines: string[]) =>
  writeFileSync(join(home, '.ssh', name), `${lines.join('\n')}\n`, { mode: 0o600 })
const read = (...lines: string[]) => {
  write('config', ...lines)
  return readSshConfig({ home, systemPath: '', localUser: 'ada', environment: { KEYS: '/keys' } })
}

describe('the ssh config', () => {
  it('gives each name its first values, and defaults for the rest', async () => {
    const config = await read(
      'Host web db',
      '  HostName %h.example.org',
      '  User deploy',
      'Host *',
      '  User nobody',
      '  Port 2222',
      '  IdentityFile ~/.ssh/id_shop',
      'Host web',
      '  IdentityFile %d/keys/%r@%h',
    )
    expect(config.resolve('web')).toMatchObject({
      ...{ hostName: 'web.example.org', user: 'deploy', port: 2222, identitiesOnly: false },
      identityFiles: [join(home, '.ssh/id_shop'), join(home, 'keys/deploy@web.example.org')],
      ...{ jumps: [], needsSystemSsh: false, notHonoured: [] },
      place: { file: join(home, '.ssh/config'), line: 1 },
    })
    expect(config.resolve('other')).toMatchObject({ hostName: 'other', user: 'nobody', place: null })
    expect(config.resolve('web', { user: 'root', port: 22, address: '10.0.0.1' })).toMatchObject({
      ...{ hostName: '10.0.0.1', user: 'root', port: 22 },
    })
    expect(config.aliases).toEqual(['web', 'db'])
    expect((await read('Host *', 'Host db', 'Host w?b !wob')).resolve('web').place).toMatchObject({ line: 3 })
  })

  it('never runs the command of a Match, and says so for the hosts that it speaks of', async () => {
    const trap = join(home, 'was-run')
    const config = await read(
      `Match originalhost web exec "touch ${trap}"`,
      '  User trapped',
      'Host web other',
      '  User deploy',
    )
    expect(config.resolve('web')).toMatchObject({ user: 'deploy', needsSystemSsh: true })
    expect(config.resolve('web').notHonoured).toEqual([
      {
        keyword: 'Match exec',
        value: `originalhost web exec touch ${trap}`,
        file: join(home, '.ssh/config'),
        line: 1,
        why: 'The command was not run, and its block was left out. Only the ssh of this machine runs it.',
      },
    ])
    expect(config.resolve('other').notHonoured).toEqual([])
    expect(existsSync(trap)).toBe(false)
  })

  it('lists what is not honoured, and which of it needs the ssh of this machine', async () => {
    const config = await read(
      'IgnoreUnknown Strange*',
      'Host soft',
      '  StrictHostKeyChecking no',
      '  Ciphers aes128-cbc',
      '  ForwardAgent yes',
      '  StrangeWord 1',
      '  Nonsense 2',
      '  PubkeyAuthentication yes',
      '  ControlMaster no',
      'Host hard',
      '  ProxyCommand nc %h %p',
      '  CertificateFile ~/.ssh/id-cert.pub',
    )
    const words = (alias: string) => config.resolve(alias).notHonoured.map(({ keyword }) => keyword)
    expect(words('soft')).toEqual(['Ciphers', 'Nonsense', 'StrictHostKeyChecking'])
    expect(config.resolve('soft').needsSystemSsh).toBe(false)
    expect(config.resolve('soft').isStrict).toBe(false)
    expect(words('hard')).toEqual(['ProxyCommand', 'CertificateFile'])
    expect(config.resolve('hard').needsSystemSsh).toBe(true)
  })

  it('follows Include in its place, and only where its block holds', async () => {
    write('conf.d/a', 'User from-a', 'Host inner', '  Port 1')
    write('conf.d/b', 'Port 7')
    write('conf.d/.hidden', 'Port 9')
    const config = await read('Host web', '  Include conf.d/*', 'Host *', '  User last')
    expect(config.resolve('web')).toMatchObject({ user: 'from-a', port: 7 })
    expect(config.resolve('inner')).toMatchObject({ user: 'last', port: 22 })
    expect(config.files).toEqual(['config', 'conf.d/a', 'conf.d/b'].map((name) => join(home, '.ssh', name)))
  })

  it('stops when files include themselves', async () => {
    const config = await read('Include config', 'Include conf.d/*', 'Host web')
    expect(config.aliases).toEqual(['web'])
    expect(config.problems[0]).toMatch(/line 1: the Include is 16 files deep, and was not followed/)
  })

  it('does not read what others can write, as ssh does not', async () => {
    write('config', 'Host web')
    chmodSync(join(home, '.ssh', 'config'), 0o666)
    const config = await readSshConfig({ home, systemPath: '' })
    expect(config.aliases).toEqual([])
    expect(config.problems[0]).toMatch(/config was not read: others can write it.*chmod go-w/)
  })

  it('goes on behind a line that is broken', async () => {
    const config = await read(
      'Host web',
      '  User "deploy',
      'Port',
      'Match host',
      '  Port 3',
      'Host web',
      ' User two words',
      ' User b # me',
    )
    expect(config.resolve('web')).toMatchObject({ user: 'b', port: 22 })
    expect(config.problems).toHaveLength(3)
    expect(config.resolve('web').notHonoured.map(({ why }) => why)).toEqual([
      expect.stringContaining('line 4: in Match, "host" has no value'),
    ])
  })

  it('takes ProxyJump or ProxyCommand, whichever comes first, also with none', async () => {
    const config = await read(
      ...['Host a', 'ProxyJump ops@edge:22,inner', 'Host b', 'ProxyJump none', 'Host c', 'ProxyCommand none'],
      ...['Host *', 'ProxyCommand nc %h', 'ProxyJump late'],
    )
    expect(config.resolve('a')).toMatchObject({ jumps: ['ops@edge:22', 'inner'], needsSystemSsh: false })
    expect(config.resolve('b')).toMatchObject({ jumps: [], needsSystemSsh: false })
    expect(config.resolve('c')).toMatchObject({ jumps: [], needsSystemSsh: false })
    expect(config.resolve('d')).toMatchObject({ jumps: [], needsSystemSsh: true })
  })

  it('expands names of files, or says why it cannot', async () => {
    const config = await read(
      ...[
        'Host web',
        `IdentityFile ${variable('KEYS')}/a`,
        `IdentityFile ${variable('NOT_SET')}/b`,
        'IdentityFile /x/%C',
        'IdentityFile none',
      ],
      ...['IdentityFile id#1', 'UserKnownHostsFile ~/.ssh/kh1 "/etc/k h2"', 'GlobalKnownHostsFile none'],
      ...['HostKeyAlias Shop', 'ConnectTimeout 1m30', 'ServerAliveInterval 7', 'ServerAliveCountMax 2'],
      ...['StrictHostKeyChecking yes', 'IdentityAgent none', 'IdentitiesOnly yes'],
    )
    expect(config.resolve('web')).toMatchObject({
      identityFiles: ['/keys/a', join(home, 'id#1')],
      userKnownHostsFiles: [join(home, '.ssh/kh1'), '/etc/k h2'],
      globalKnownHostsFiles: [],
      ...{ hostKeyAlias: 'shop', connectTimeoutSeconds: 90, serverAliveIntervalSeconds: 7 },
      ...{ serverAliveCountMax: 2, isStrict: true, identityAgent: '', identitiesOnly: true },
    })
    expect(config.resolve('web').notHonoured.map(({ why }) => why)).toEqual([
      `${variable('NOT_SET')} is not set here.`,
      'The token %C is only known to the ssh of this machine.',
    ])
  })
})

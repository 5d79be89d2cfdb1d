/** What we make of an ssh config is what the ssh of this machine makes of it: `ssh -G NAME -F FILE`. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSshConfig } from '../../electron/engine/hosts/ssh-config.ts'
import { readConfigLines } from '../../electron/engine/hosts/ssh-config-lines.ts'
import { resolveConfig } from '../../electron/engine/hosts/ssh-config-resolve.ts'
import { hasCommand } from './capture-fixture.ts'

const me = userInfo()
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smokejumper-ssh-g-'))
  mkdirSync(join(folder, 'more'))
  write(
    'more/a.conf',
    'User from-a',
    'Host web',
    'Port 1001',
    'Match final user from-*',
    'HostKeyAlias aliased',
  )
  write('more/b.conf', 'Host *.example.org', 'User from-b', 'Host *', 'Port 1002')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, ...lines: string[]): string => {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
  return path
}

const asSsh = (path: string, name: string) => {
  const { status, stdout, stderr } = spawnSync('ssh', ['-G', '-F', path, name], { encoding: 'utf8' })
  expect(status, `${stderr}`).toBe(0)
  const lines = stdout.split('\n').map((line) => [line.split(' ', 1)[0] ?? '', line.replace(/^\S+ ?/, '')])
  const one = (keyword: string) => lines.find(([word]) => word === keyword)?.[1] ?? null
  return {
    host: one('hostname'),
    user: one('user'),
    port: one('port'),
    identities: lines.flatMap(([word, value]) => (word === 'identityfile' ? [value] : [])),
    identitiesOnly: one('identitiesonly'),
    jumps: one('proxyjump'),
    // only ever shown: the quotes within it do not matter here
    command: one('proxycommand')?.replaceAll('"', '') ?? null,
    userFiles: one('userknownhostsfile'),
    globalFiles: one('globalknownhostsfile'),
    hostKeyAlias: one('hostkeyalias'),
    strict: one('stricthostkeychecking'),
    timeout: one('connecttimeout'),
    alive: [one('serveraliveinterval'), one('serveralivecountmax')],
  }
}

const usual = {
  identities: ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk', 'id_xmss', 'id_dsa'],
  userFiles: ['known_hosts', 'known_hosts2'].map((name) => `${me.homedir}/.ssh/${name}`),
  globalFiles: ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
}

const asWe = async (path: string, name: string): Promise<ReturnType<typeof asSsh>> => {
  const { lines } = await readConfigLines([{ path, includeFolder: folder, isChecked: false }], me.homedir)
  const config = resolveConfig(lines, name, me.username)
  const whole = await readSshConfig({ home: me.homedir, userPath: path, systemPath: '' })
  const resolved = whole.resolve(name)
  const word = (keyword: string) => config.settings.get(keyword)?.words[0]?.toLowerCase()
  const strict = word('stricthostkeychecking') ?? 'ask'
  return {
    host: config.hostName,
    user: config.user,
    port: String(config.port),
    identities:
      config.identityFiles.length > 0
        ? [...config.identityFiles]
        : usual.identities.map((file) => `~/.ssh/${file}`),
    identitiesOnly: resolved.identitiesOnly ? 'yes' : 'no',
    jumps: config.jumps.length > 0 ? config.jumps.join(',') : null,
    command: config.proxyCommand?.words.join(' ') ?? null,
    userFiles: (resolved.userKnownHostsFiles ?? usual.userFiles).join(' ') || 'none',
    globalFiles: (resolved.globalKnownHostsFiles ?? usual.globalFiles).join(' ') || 'none',
    hostKeyAlias: resolved.hostKeyAlias,
    strict: { yes: 'true', no: 'false', off: 'false' }[strict] ?? strict,
    timeout: String(resolved.connectTimeoutSeconds ?? 'none'),
    alive: [String(resolved.serverAliveIntervalSeconds ?? 0), String(resolved.serverAliveCountMax ?? 3)],
  }
}

const names = ['web', 'WEB', 'web-1', 'web-12', 'db.example.org', 'bastion', '10.0.0.7', 'fe80::1']

const written: Readonly<Record<string, readonly string[]>> = {
  'nothing at all': [''],
  'the first value wins': ['Host web', 'User a', 'Port 1', 'Host web*', 'User b', 'Port 2', 'HostName h'],
  'patterns and negation': [
    'Host web-? !web-1',
    'User one',
    'Host !web* *',
    'User two',
    'Host w*b',
    'User three',
  ],
  'only negated patterns': ['Host !web', 'User a'],
  'Match in all its kinds': [
    ...[
      'Match host web-*,!web-1',
      'User a',
      'Match originalhost WEB',
      'Port 5',
      'Match user a',
      'HostName after-user',
    ],
    ...[
      'Match !host web* user *',
      'Port 6',
      `Match localuser ${me.username}`,
      'HostKeyAlias Local',
      'Match all',
      'ConnectTimeout 7',
    ],
  ],
  'a host name that Match sees': [
    'Host web',
    'HostName real.Example.org',
    'Match host real.example.org',
    'User real',
    'Match originalhost real.example.org',
    'Port 1',
  ],
  'a final pass': [
    ...[
      'Match final host db.internal',
      'User final',
      'IdentityFile ~/.ssh/final',
      'Host web',
      'HostName db.internal',
    ],
    ...['IdentityFile ~/.ssh/web', 'Host db.internal', 'Port 77', 'Match !final', 'HostKeyAlias first-pass'],
  ],
  'commands that fail': [
    'Match exec false',
    'User no',
    'Match host web exec "false"',
    'Port 1',
    'Host *',
    'User yes',
  ],
  'equals, quotes, comments': [
    'Host=web',
    '  User = "a b"',
    '\tPort=22 # port',
    'IdentityFile "~/.ssh/with space"',
    'IdentityFile id#1',
    '# end',
  ],
  'words in any case': ['HOST web', 'hOSTnAME x', 'USER y', 'MATCH ALL', 'PORT 9'],
  'no newline and carriage returns': ['Host web\r', 'User a\r', 'Port 8'],
  'jumps first': ['Host web', 'ProxyJump ops@edge:2222,[::1]:22,inner', 'ProxyCommand nc %h %p'],
  'a command first': ['Host web', 'ProxyCommand nc -x "a b" %h %p', 'ProxyJump edge'],
  'jumps that are none': ['Host web', 'ProxyJump none', 'Host *', 'ProxyJump edge'],
  'a command that is none': ['Host web', 'ProxyCommand none', 'Host *', 'ProxyJump edge'],
  'files of known hosts': [
    'Host web',
    'UserKnownHostsFile ~/.ssh/one /etc/two',
    'GlobalKnownHostsFile none',
    'Host *',
    'UserKnownHostsFile none',
  ],
  times: [
    'Host web',
    'ConnectTimeout 1m30s',
    'ServerAliveInterval 2m',
    'ServerAliveCountMax 9',
    'StrictHostKeyChecking accept-new',
  ],
  identities: [
    'Host web',
    'IdentityFile none',
    'Host *',
    'IdentityFile ~/.ssh/a',
    'IdentityFile ~/.ssh/a',
    'IdentityFile %d/%r@%h',
    'IdentitiesOnly yes',
  ],
  'a host name with tokens': ['Host web*', 'HostName %h.Example.ORG', 'Host *', 'HostName x%%y'],
}

describe.skipIf(!hasCommand('ssh'))('the ssh config means what it means to ssh:', () => {
  for (const [title, lines] of Object.entries(written)) {
    it(title, async () => {
      const path = write('config', ...lines)
      for (const name of names) expect(await asWe(path, name), name).toEqual(asSsh(path, name))
    })
  }

  it('Include in and between blocks', async () => {
    const path = write(
      'config',
      ...[
        'Host web*',
        `Include ${folder}/more/*.conf`,
        'User late',
        'Host bastion',
        `Include ${folder}/more/none-*`,
      ],
      ...['User lonely', `Include "${folder}/more/b.conf" ${folder}/more/[a].conf`, 'Host *', 'User last'],
    )
    for (const name of names) expect(await asWe(path, name), name).toEqual(asSsh(path, name))
  })

  it('two hundred configs that chance has written', async () => {
    const chance = random(20_261_128)
    for (let round = 0; round < 200; round++) {
      const lines = Array.from({ length: 4 + pick(chance, 12) }, () => randomLine(chance))
      const path = write('config', ...lines)
      const name = names[pick(chance, names.length)] ?? ''
      expect(await asWe(path, name), `${name}:\n${lines.join('\n')}`).toEqual(asSsh(path, name))
    }
  })
})

/** mulberry32: the same configs at each run */
const random = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
const pick = (chance: () => number, count: number) => Math.floor(chance() * count)

const randomLine = (chance: () => number): string => {
  const of = (...choices: readonly string[]) => choices[pick(chance, choices.length)] ?? ''
  const pattern = () => of('web', 'web*', 'web-?', '*.example.org', '*', '10.0.0.*', 'bastion', 'db*', 'WEB')
  const list = () => `${of('', '!')}${pattern()}${of('', `,${pattern()}`, `,!${pattern()}`)}`
  const block = () =>
    of(
      `Host ${of('', '!')}${pattern()} ${of('', '!')}${pattern()}`,
      `Match ${of('', '!')}host ${list()}`,
      `Match ${of('', '!')}originalhost ${list()} ${of('', '!')}user ${of('a', 'b', '*', 'root')}`,
      `Match ${of('final ', '!final ', '')}user ${of('a', 'b', '*')}`,
      `Match ${of('final ', 'canonical ', '')}all`,
      'Match exec false',
    )
  const option = () =>
    of(
      ...[
        `User ${of('a', 'b', '"c d"')}`,
        `Port ${1 + pick(chance, 9)}`,
        `HostName ${of('web', 'db.example.org', '%h.x')}`,
      ],
      ...[`IdentityFile ${of('~/.ssh/a', '/k/b', 'none')}`, `IdentitiesOnly ${of('yes', 'no')}`],
      ...[`ProxyJump ${of('none', 'edge', 'a@b:7,c')}`, `ProxyCommand ${of('none', 'nc %h %p')}`],
      ...[
        `HostKeyAlias ${of('K', 'l')}`,
        `StrictHostKeyChecking ${of('yes', 'no', 'ask', 'accept-new', 'off')}`,
      ],
      ...[
        `UserKnownHostsFile ${of('none', '/a /b', '~/c')}`,
        `Include ${folder}/more/${of('*', 'a.conf', 'b.conf', 'x')}`,
      ],
    )
  return chance() < 0.3 ? block() : option()
}

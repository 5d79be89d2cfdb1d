import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Host, hostDefaults } from '../../../shared/model/host.ts'
import { resolveDestination } from './destination.ts'
import { readSshConfig, type SshConfig } from './ssh-config.ts'

let home: string
let config: SshConfig
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'smokejumper-destination-'))
  mkdirSync(join(home, '.ssh'))
  const text = `
Host db
  HostName db.internal
  User deploy
  ProxyJump ops@edge:2222,inner
  IdentityFile ~/.ssh/id_db
Host edge
  HostName edge.example.org
  Port 99
  ProxyJump outer
  HostKeyAlias the-edge
Host inner
  ProxyJump never-used
Host ring
  ProxyJump ring2
Host ring2
  ProxyJump ring
`
  writeFileSync(join(home, '.ssh', 'config'), text, { mode: 0o600 })
  config = await readSshConfig({ home, systemPath: '', localUser: 'ada' })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const host = (change: Partial<Host>): Host => ({
  ...hostDefaults,
  ...{ id: 'h', kind: 'ssh', label: 'DB', address: 'db', port: 22, user: 'me' },
  ...{ authentication: { method: 'auto' }, spoolDirectory: '', createdAt: 0, probe: null },
  ...change,
})
const names = (change: Partial<Host>) =>
  resolveDestination(host(change), config, home).hops.map(({ name }) => name)
const followingAlias = { alias: 'db', address: '', port: 0, user: '' }

it('a host without an alias is what it says, and nothing of the config', () => {
  expect(names({})).toEqual(['me@db:22'])
  expect(names({ address: '[fe80::1]', port: 23 })).toEqual(['me@[fe80::1]:23'])
})

it('an alias leads through its jumps: the first with its own, the others through the one before', () => {
  expect(names(followingAlias)).toEqual([
    ...['ada@outer:22', 'ops@edge.example.org:2222', 'ada@inner:22', 'deploy@db.internal:22'],
  ])
})

it('what the host says itself wins over its alias', () => {
  const change = { ...followingAlias, user: 'root', port: 7, jumps: ['inner'], identity: '~/.ssh/only.pub' }
  const { hops } = resolveDestination(host({ ...change, oldAlgorithms: true }), config, home)
  expect(hops.map(({ name }) => name)).toEqual(['ada@never-used:22', 'ada@inner:22', 'root@db.internal:7'])
  expect(hops.at(-1)).toMatchObject({
    ...{ identityFiles: [join(home, '.ssh/only.pub')], identitiesOnly: true, oldAlgorithms: true },
  })
  expect(hops[0]).toMatchObject({ identityFiles: null, identitiesOnly: false, oldAlgorithms: false })
})

it('the key of a hop is looked up by its alias', () => {
  const { hops } = resolveDestination(host(followingAlias), config, home)
  expect(hops.map(({ hostKeyAlias }) => hostKeyAlias)).toEqual([null, 'the-edge', null, null])
  expect(hops.at(-1)?.identityFiles).toEqual([join(home, '.ssh/id_db')])
})

it('a circle of jumps, too many of them, and what is no jump are refused', () => {
  const failing = (change: Partial<Host>) => expect(() => names(change))
  failing({ alias: 'ring' }).toThrow(/on the way to DB lead in a circle/)
  failing({ jumps: Array.from({ length: 9 }, (_, n) => `j${n}`) }).toThrow(/more than 8 jumps/)
  failing({ jumps: ['a:b:c'] }).toThrow(/The jump "a:b:c" .* is no user@host:port/)
  failing({ jumps: ['x:70000'] }).toThrow(/is no user@host:port/)
})

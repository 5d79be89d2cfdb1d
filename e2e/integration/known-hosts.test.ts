/** Which lines of known_hosts speak of a host is what ssh-keygen says: `ssh-keygen -F NAME -f FILE`. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesFor, parseKnownHosts } from '../../electron/engine/hosts/known-hosts.ts'
import { type KeyType, makeKey } from '../sshd/keys.ts'
import { hasCommand } from './capture-fixture.ts'

let folder: string
const publicKeys: string[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smokejumper-keygen-'))
  for (const type of ['ed25519', 'ecdsa', 'rsa'] satisfies KeyType[])
    publicKeys.push((await makeKey(join(folder, type), type)).publicLine)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lines of the file, from 1; ssh-keygen prints "# Host web found: line 3 REVOKED". */
const asSshKeygen = (path: string, name: string): number[] => {
  const { stdout } = spawnSync('ssh-keygen', ['-F', name, '-f', path], { encoding: 'utf8' })
  return [...stdout.matchAll(/^# Host .* found: line (\d+)/gm)].map(([, line]) => Number(line))
}
const asWe = (path: string, name: string): number[] =>
  entriesFor(parseKnownHosts(readFileSync(path, 'utf8'), path), name).map(({ line }) => line)

const hosts = [
  ...[
    'web-3',
    'web-3,10.0.0.3',
    'WEB-4',
    '*.example.org,!bad.example.org',
    'web-?',
    '[web-3]:2222',
    '[*]:2222',
  ],
  ...[
    '::1',
    '[fe80::a]:2222',
    '!web-3,web-*',
    '10.0.0.*',
    '*',
    '@revoked web-3',
    '@revoked *',
    '@cert-authority *.example.org',
  ],
  ...['@unheard web-3', '#web-3', '  web-3', '\tweb-5'],
]
const names = [
  ...[
    'web-3',
    'web-4',
    'web-33',
    '10.0.0.3',
    'a.example.org',
    'bad.example.org',
    '[web-3]:2222',
    '[web-9]:2222',
  ],
  ...['::1', '[fe80::a]:2222', 'fe80::a', 'web-5', 'nothing'],
]

describe.skipIf(!hasCommand('ssh-keygen'))(
  'the lines that speak of a host are those that ssh-keygen finds',
  () => {
    const write = () => {
      const path = join(folder, 'known_hosts')
      const lines = hosts.map((host, index) => `${host} ${publicKeys[index % publicKeys.length]}`)
      // No key that is cut short: ssh skips it, and ssh-keygen -F does not look at the key.
      const broken = ['', '# a comment', 'web-3', 'web-3 ssh-ed25519', 'web-3 1024 35 12345']
      writeFileSync(path, `${[...lines, ...broken].join('\n')}\n`)
      return path
    }

    it('in plain text, with wildcards, negation, ports and markers', () => {
      const path = write()
      for (const name of names) expect(asWe(path, name), name).toEqual(asSshKeygen(path, name))
      expect(asWe(path, 'web-3').length).toBeGreaterThan(5)
    })

    it('when ssh-keygen has hashed what it can', () => {
      const path = join(folder, 'hashed')
      writeFileSync(
        path,
        hosts
          .slice(0, 3)
          .concat(hosts[5] ?? '', hosts[7] ?? '')
          .map((host) => `${host} ${publicKeys[0]}\n`)
          .join(''),
      )
      spawnSync('ssh-keygen', ['-q', '-H', '-f', path])
      expect(readFileSync(path, 'utf8')).not.toContain('web-')
      for (const name of names) expect(asWe(path, name), name).toEqual(asSshKeygen(path, name))
      expect(asWe(path, '10.0.0.3')).not.toEqual([])
    })
  },
)

import { expect, it } from 'vitest'
import type { KnownHostEntry } from '../../shared/model/known-host.ts'
import { hostsText, removalOf, whyOf } from './known-host-words.ts'

const entry: KnownHostEntry = {
  ...{ file: '/home/ada/.ssh/known_hosts', line: 3, isOurs: false, marker: null, hosts: 'web-3,10.0.0.3' },
  ...{ isHashed: false, keyType: 'ED25519', fingerprint: 'SHA256:x', comment: '', matches: ['Web'] },
}

it('a hashed name is named by the saved hosts that it fits', () => {
  const hashed = { ...entry, hosts: '|1|a|b', isHashed: true }
  expect(hostsText(entry)).toBe('web-3,10.0.0.3')
  expect(hostsText(hashed)).toBe('a hashed name: Web')
  expect(hostsText({ ...hashed, matches: [] })).toBe('a hashed name')
})

it('says why a key is trusted, or is not', () => {
  expect(whyOf(entry)).toBe('Trusted because of line 3 of /home/ada/.ssh/known_hosts, which ssh uses too.')
  expect(whyOf({ ...entry, isOurs: true })).toMatch(/because you accepted it here: line 3/)
  expect(whyOf({ ...entry, marker: 'revoked' })).toMatch(/^Never trusted: line 3/)
  expect(whyOf({ ...entry, marker: 'cert-authority' })).toMatch(/^An authority: line 3/)
})

it('a line of a file that is not ours comes with the command that takes it out', () => {
  expect(removalOf('/etc/ssh/my hosts', 3)).toContain("sed -i 3d '/etc/ssh/my hosts'")
})

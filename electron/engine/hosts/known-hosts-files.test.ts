import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPacer } from '../workers/pacer.ts'
import { fingerprint, readHostKey } from './host-key.ts'
import { forgetKnownHost, listKnownHosts } from './known-hosts-files.ts'

/** of a key that was made for this test and thrown away */
const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMM1FCEZ+hJNKSxoAOMnEeqFDb0fKDnVZ7OFHmXEmZQd'
const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
const key = readHostKey(blob)
if (key === null) throw new Error('no key')
const print = fingerprint(key)

let folder: string
let ours: string
let theirs: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smokejumper-known-'))
  ours = join(folder, 'ours')
  theirs = join(folder, 'theirs')
  writeFileSync(ours, `\nweb-3 ${publicKey}\n\n[web-3]:2222 ${publicKey}\n`)
  writeFileSync(theirs, `# mine\n@revoked *.old ${publicKey} gone bad\nweb-3 nonsense\n`)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('lists every entry with its place, and the saved hosts that it speaks of', async () => {
  const missing = join(folder, 'missing')
  const hosts = [
    { label: 'Web', hostKeyName: 'web-3' },
    { label: 'Other port', hostKeyName: '[web-3]:2222' },
    { label: 'Web again', hostKeyName: 'web-3' },
    { label: 'Old', hostKeyName: 'a.old' },
  ]
  const entry = { keyType: 'ED25519', fingerprint: print, isHashed: false, marker: null, comment: '' }
  expect(await listKnownHosts([theirs, missing], ours, hosts, createPacer())).toEqual({
    files: [
      { path: ours, isOurs: true, state: 'read', entries: 2, skippedLines: [] },
      { path: theirs, isOurs: false, state: 'read', entries: 1, skippedLines: [3] },
      { path: missing, isOurs: false, state: 'absent', entries: 0, skippedLines: [] },
    ],
    entries: [
      { ...entry, file: ours, line: 2, isOurs: true, hosts: 'web-3', matches: ['Web', 'Web again'] },
      { ...entry, file: ours, line: 4, isOurs: true, hosts: '[web-3]:2222', matches: ['Other port'] },
      {
        ...{ ...entry, file: theirs, line: 2, isOurs: false, hosts: '*.old', matches: ['Old'] },
        ...{ marker: 'revoked', comment: 'gone bad' },
      },
    ],
  })
})

it('forgets one line of our own file and keeps the rest byte for byte', async () => {
  chmodSync(ours, 0o600)
  await forgetKnownHost(ours, { line: 2, hosts: 'web-3', fingerprint: print })
  expect(readFileSync(ours, 'utf8')).toBe(`\n\n[web-3]:2222 ${publicKey}\n`)
  expect(statSync(ours).mode & 0o777).toBe(0o600)
})

it('forgets nothing when another entry stands there by now', async () => {
  const before = readFileSync(ours, 'utf8')
  for (const wanted of [
    { line: 2, hosts: 'web-4', fingerprint: print },
    { line: 2, hosts: 'web-3', fingerprint: 'SHA256:other' },
    { line: 3, hosts: 'web-3', fingerprint: print },
  ])
    await expect(forgetKnownHost(ours, wanted)).rejects.toMatchObject({ code: 'hostkey.moved' })
  await expect(
    forgetKnownHost(join(folder, 'missing'), { line: 1, hosts: 'x', fingerprint: print }),
  ).rejects.toMatchObject({ code: 'hostkey.moved' })
  expect(readFileSync(ours, 'utf8')).toBe(before)
})

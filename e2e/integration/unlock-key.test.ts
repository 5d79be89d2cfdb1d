import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterAll, describe, expect, it } from 'vitest'
import { unlockKey } from '../../electron/engine/transport/unlock-key.ts'
import { type KeyType, makeKey } from '../sshd/keys.ts'
import { hasSshd } from '../sshd/sshd.ts'

const folder = mkdtempSync(join(tmpdir(), 'smokejumper-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!hasSshd())('a key with a passphrase', () => {
  it.each(['ed25519', 'rsa', 'ecdsa'] satisfies KeyType[])(
    'of type %s signs once it is unlocked',
    async (type) => {
      const { path, publicLine } = await makeKey(join(folder, type), type, 'a passphrase')
      const bytes = readFileSync(path)
      const key = await unlockKey(path, bytes, 'a passphrase')
      const known = ssh2.utils.parseKey(publicLine)
      if (key === null || known instanceof Error) throw new Error('no key')
      expect(key.getPublicSSH()).toEqual(known.getPublicSSH())
      const signature = key.sign('something')
      expect(known.verify('something', signature)).toBe(true)
      expect(await unlockKey(path, bytes, 'another')).toBeNull()
    },
  )

  it('leaves the thread free while it is tried', async () => {
    const { path } = await makeKey(join(folder, 'free'), 'ed25519', 'a passphrase')
    let turns = 0
    const timer = setInterval(() => turns++, 5)
    await unlockKey(path, readFileSync(path), 'a passphrase')
    clearInterval(timer)
    // some tens in the second that it takes; none when the thread is busy with it
    expect(turns).toBeGreaterThan(10)
  })
})

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterAll, describe, expect, it } from 'vitest'
import { decryptKey, readKeyFile } from '../../electron/engine/transport/private-key.ts'
import { unlockKey } from '../../electron/engine/transport/unlock-key.ts'
import { type KeyType, makeKey } from '../sshd/keys.ts'
import { run } from '../sshd/run.ts'
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

  it.each(
    (['ed25519', 'rsa', 'ecdsa'] as const).flatMap((type) =>
      [
        ['-m', 'PEM'],
        ['-m', 'PKCS8'],
        ['-Z', 'aes256-gcm@openssh.com'],
        ['-Z', 'aes128-cbc'],
      ].map((form) => [type, form] as const),
    ),
  )('of type %s, written with %j, is the same key without and with its passphrase', async (type, form) => {
    const path = join(folder, [type, ...form].join('-'))
    for (const passphrase of ['', 'a passphrase']) {
      const file = `${path}-${passphrase.length}`
      await run('ssh-keygen', ['-q', '-t', type, ...form, '-a', '2', '-N', passphrase, '-f', file])
      const bytes = readFileSync(file)
      const known = ssh2.utils.parseKey(readFileSync(`${file}.pub`))
      if (known instanceof Error) throw known
      expect(decryptKey(file, bytes, null) === null).toBe(passphrase !== '')
      expect(decryptKey(file, bytes, 'another') === null).toBe(passphrase !== '')
      const key = decryptKey(file, bytes, passphrase === '' ? null : passphrase)
      expect(key?.getPublicSSH()).toEqual(known.getPublicSSH())
      expect(known.verify('something', key?.sign('something') ?? Buffer.alloc(0))).toBe(true)
    }
  })

  it('that cannot be opened here says so before a passphrase is asked for', async () => {
    const path = join(folder, 'chacha')
    const cipher = 'chacha20-poly1305@openssh.com'
    await run('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-Z',
      cipher,
      '-a',
      '2',
      '-N',
      'a passphrase',
      '-f',
      path,
    ])
    await expect(readKeyFile(path)).rejects.toMatchObject({
      code: 'ssh.key-unreadable',
      message: expect.stringContaining(cipher),
    })
  })

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

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeVault } from './fake-vault.ts'
import { createSecretKeeper, type SecretName } from './secret-keeper.ts'
import { noVault, type SecretVault } from './secret-vault.ts'

let folder: string
let told: (string | undefined)[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-secrets-'))
  told = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => join(folder, 'library.db.secrets')
const open = (vault: SecretVault = fakeVault()) =>
  createSecretKeeper({
    libraryPath: join(folder, 'library.db'),
    vault,
    onChange: (problem) => told.push(problem),
  })
const login: SecretName = { kind: 'password', what: 'deploy@web-3:22' }
const key: SecretName = { kind: 'passphrase', what: '/home/me/.ssh/id_ed25519' }

describe('what is kept', () => {
  it('is sealed in a private file with the name of the key store, and read back by another run', async () => {
    const web = open().forHost('web')
    expect(await web.offer()).toEqual({ canKeep: 'the test keyring' })
    await web.keep(login, 'open sesame')
    const text = readFileSync(file(), 'utf8')
    expect(text).not.toContain('open sesame')
    expect(text).not.toContain(Buffer.from('open sesame').toString('base64'))
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      secrets: [{ ...login, hostIds: ['web'], backend: 'test_keyring' }],
    })
    expect(await open().forHost('web').read(login)).toEqual({ found: 'yes', text: 'open sesame' })
    expect(told).toEqual([undefined])
  })

  it('is of one host when it is a password, and of the key file when it is a passphrase', async () => {
    const keeper = open()
    const [web, db] = [keeper.forHost('web'), keeper.forHost('db')]
    await Promise.all([web.keep(login, 'a password'), web.keep(key, 'a passphrase')])
    expect(await db.read(login)).toEqual({ found: 'no' })
    expect(await db.read({ ...login, kind: 'sudo' })).toEqual({ found: 'no' })
    expect(await db.read(key)).toEqual({ found: 'yes', text: 'a passphrase' })
    await db.keep(key, 'a new passphrase')
    const { kept } = await keeper.status()
    expect(kept.map(({ kind, hostIds }) => [kind, hostIds])).toEqual([
      ['password', ['web']],
      ['passphrase', ['web', 'db']],
    ])
    expect(await web.read(key)).toEqual({ found: 'yes', text: 'a new passphrase' })
  })

  it('is forgotten one by one, with its host, and all of it, with the file', async () => {
    const keeper = open()
    const [web, db] = [keeper.forHost('web'), keeper.forHost('db')]
    await web.keep(login, '1')
    await web.keep({ ...login, kind: 'sudo' }, '2')
    await web.keep(key, '3')
    await db.keep(key, '3')
    await web.forget(login)
    const names = async () => (await keeper.status()).kept.map(({ kind, hostIds }) => [kind, ...hostIds])
    expect(await names()).toEqual([
      ['sudo', 'web'],
      ['passphrase', 'web', 'db'],
    ])
    await keeper.forgetHost('web', ['password'])
    expect(await names()).toHaveLength(2)
    await keeper.forgetHost('web')
    expect(await names()).toEqual([['passphrase', 'db']])
    await keeper.forget((await keeper.status()).kept.map(({ id }) => id))
    expect(existsSync(file())).toBe(false)
  })

  it('is sealed anew when the key store has a new key', async () => {
    const vault = fakeVault()
    await open(vault).forHost('web').keep(login, 'x')
    const before = readFileSync(file(), 'utf8')
    vault.rotate()
    expect(await open(vault).forHost('web').read(login)).toEqual({ found: 'yes', text: 'x' })
    expect(readFileSync(file(), 'utf8')).not.toBe(before)
    expect(await open(vault).forHost('web').read(login)).toEqual({ found: 'yes', text: 'x' })
  })
})

describe('nothing is kept', () => {
  it('without a key store, and the reason is told', async () => {
    const keeper = open(noVault('There is none.'))
    const web = keeper.forHost('web')
    expect(await web.offer()).toEqual({ notKept: 'There is none.' })
    await web.keep(login, 'x')
    expect(existsSync(file())).toBe(false)
    expect(told).toEqual(['Not remembered: There is none.'])
    expect(await keeper.status()).toEqual({ canKeep: false, keeper: '', why: 'There is none.', kept: [] })
  })

  it('of what the key store does not open: it stays, and the reason is told', async () => {
    await open().forHost('web').keep(login, 'x')
    const other = open(noVault('Locked.'))
    expect(await other.forHost('web').read(login)).toEqual({ found: 'sealed', why: 'Locked.' })
    expect((await other.status()).kept).toHaveLength(1)
  })

  it('of a file that is damaged, which is left as it is', async () => {
    for (const damage of ['', '{"version":1', '{"version":2,"secrets":[]}']) {
      writeFileSync(file(), damage)
      const keeper = open()
      expect(await keeper.status()).toMatchObject({
        canKeep: false,
        why: expect.stringMatching(/cannot be read.*Remove .*library\.db\.secrets/),
        kept: [],
      })
      expect(await keeper.forHost('web').read(login)).toMatchObject({ found: 'sealed' })
      await keeper.forHost('web').keep(login, 'x')
      await keeper.forgetHost('web')
      expect(readFileSync(file(), 'utf8')).toBe(damage)
    }
    expect(told).toHaveLength(6)
  })
})

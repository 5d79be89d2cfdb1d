/** Secrets that a person wants remembered, against real servers: kept when they were right, forgotten when refused. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Question, ToRemember } from '../../electron/engine/prompts.ts'
import { fakeVault } from '../../electron/engine/secrets/fake-vault.ts'
import { createSecretKeeper } from '../../electron/engine/secrets/secret-keeper.ts'
import { noVault } from '../../electron/engine/secrets/secret-vault.ts'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import { type Host, transports } from '../../shared/model/host.ts'
import { run } from '../sshd/run.ts'
import { hasSshd } from '../sshd/sshd.ts'
import { canTwoFactor, makeTwoFactor } from '../sshd/two-factor.ts'
import { canMakeUsers } from '../sshd/user.ts'
import { hostOf } from './people.ts'
import { limit, setUpSsh } from './ssh-fixture.ts'

const { start, trust, folder, userFile } = setUpSsh()

type Given = string | ToRemember
const remember = (text: string): ToRemember => ({ remember: text })

/** One start of the app: connects, runs something (as root where that is wanted), and ends. Gives what was asked. */
const visit = async (
  host: Host,
  answers: (Given | (() => string))[],
  more: { elevate?: boolean; vault?: 'none' } = {},
) => {
  const waiting = [...answers]
  const questions: Extract<Question, { kind: 'secret' }>[] = []
  const keeper = createSecretKeeper({
    libraryPath: join(folder(), 'library.db'),
    vault: more.vault === 'none' ? noVault('No key store here.') : fakeVault(),
    onChange: () => undefined,
  })
  const connections = createConnections({
    library: { getHost: async () => host },
    prompter: {
      ask: async (question) => {
        if (question.kind === 'secret') questions.push(question)
        const answer = waiting.shift() ?? null
        return typeof answer === 'function' ? answer() : answer
      },
    },
    keeper,
    appKnownHostsPath: join(folder(), 'app', 'known_hosts'),
    userKnownHostsPath: userFile(),
    homeDirectory: folder(),
    agentSocket: '',
  })
  try {
    const transport = await connections.open('host', {})
    await transport.run('true', { ...limit, ...(more.elevate ? { elevate: true } : {}) })
  } finally {
    connections.close()
  }
  const { kept } = await keeper.status()
  return { questions, kept: kept.map(({ kind, what }) => `${kind} ${what}`) }
}

describe.skipIf(!hasSshd()).each(transports)('over %s, what is to be remembered', (transport) => {
  it.skipIf(!canMakeUsers())(
    'is a password and sudo’s: asked once, and anew when the host refuses it',
    async () => {
      const sshd = await start({ user: { sudo: 'password' }, methods: ['password'] })
      trust(sshd)
      const host = hostOf(sshd, { method: 'password' }, { transport })
      const login = `${sshd.user}@127.0.0.1:${sshd.port}`
      const names = [`password ${login}`, `sudo ${login}`]
      const first = await visit(host, [remember(sshd.password), remember(sshd.password)], {
        elevate: true,
      })
      expect(first.kept).toEqual(names)
      expect(first.questions).toMatchObject([
        { purpose: 'password', login, canKeep: 'the test keyring', attempt: 1 },
        { purpose: 'sudo', login, canKeep: 'the test keyring' },
      ])
      expect(readFileSync(join(folder(), 'library.db.secrets'), 'latin1')).not.toContain(sshd.password)
      expect(await visit(host, [], { elevate: true })).toEqual({ questions: [], kept: names })

      await run('chpasswd', [], `${sshd.user}:another one\n`)
      const changed = await visit(host, ['another one', remember('another one')], { elevate: true })
      expect(changed.questions).toMatchObject([
        { attempt: 1, keptBefore: 'The remembered one was refused, and is forgotten.' },
        { purpose: 'sudo', keptBefore: 'The remembered one was refused, and is forgotten.' },
      ])
      expect(changed.kept).toEqual([`sudo ${login}`])

      if (transport !== 'ssh2') return
      const without = await visit(host, ['another one', 'another one'], { elevate: true, vault: 'none' })
      expect(without.questions).toMatchObject([
        { notKept: 'No key store here.' },
        { keptBefore: 'What is remembered cannot be read: No key store here.' },
      ])
      expect(without.kept).toEqual([`sudo ${login}`])
    },
  )

  it('is the passphrase of a key, whichever host it is for', async () => {
    const sshd = await start({ passphrase: 'open sesame' })
    trust(sshd)
    const host = hostOf(sshd, undefined, { transport })
    const first = await visit(host, [remember('wrong'), remember('open sesame')])
    expect(first.questions).toMatchObject([
      { purpose: 'passphrase', keyPath: sshd.key.path, canKeep: 'the test keyring' },
      { attempt: 2 },
    ])
    expect(first.kept).toEqual([`passphrase ${sshd.key.path}`])
    expect((await visit({ ...host, id: 'another' }, [])).questions).toEqual([])
    await run('ssh-keygen', [
      '-q',
      '-p',
      '-P',
      'open sesame',
      '-N',
      'changed',
      '-a',
      '4',
      '-f',
      sshd.key.path,
    ])
    const changed = await visit(host, ['changed'])
    expect(changed).toMatchObject({
      questions: [{ keptBefore: expect.stringContaining('forgotten') }],
      kept: [],
    })
  })

  it.skipIf(!canTwoFactor())('is never a one-time code, nor lost by a wrong one', async () => {
    await using factor = await makeTwoFactor()
    const { program, config } = factor
    const sshd = await start({ ...{ user: {}, program, config }, methods: ['keyboard-interactive'] })
    trust(sshd)
    const host = hostOf(sshd, { method: 'password' }, { transport })
    const kept = [`password ${sshd.user}@127.0.0.1:${sshd.port}`]
    const code = () => factor.code()
    const first = await visit(host, [remember(sshd.password), code])
    expect(first.kept).toEqual(kept)
    expect(first.questions[1]).not.toHaveProperty('canKeep')
    expect(first.questions[1]).not.toHaveProperty('purpose')
    // which of the two was wrong, the host does not say
    const again = await visit(host, ['000000', sshd.password, code])
    expect(again.questions).toMatchObject([
      { question: expect.stringContaining('Verification code') },
      { purpose: 'password', keptBefore: expect.stringContaining('or what was given with it') },
      { question: expect.stringContaining('Verification code') },
    ])
    expect(again.kept).toEqual(kept)
  })
})

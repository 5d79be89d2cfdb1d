/** Secrets that were typed are nowhere: not in the library, a log, an output, an error, or any process's arguments. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Answer } from '../../electron/engine/prompts.ts'
import { fakeVault } from '../../electron/engine/secrets/fake-vault.ts'
import { createSecretKeeper } from '../../electron/engine/secrets/secret-keeper.ts'
import { createConnections } from '../../electron/engine/transport/connections.ts'
import { hostDefaults, transports } from '../../shared/model/host.ts'
import { startSshd } from '../sshd/sshd.ts'
import { canTwoFactor, makeTwoFactor } from '../sshd/two-factor.ts'
import { openBench } from './capture-fixture.ts'
import { hostOf } from './people.ts'
import { limit } from './ssh-fixture.ts'

const passphrase = 'canary-passphrase-7f3a'
const wrongPassword = 'canary-wrong-password-51c0'
const wrongCode = 'canary-wrong-code-e8d2'

/** Files that processes of ours make, and the arguments of all processes, looked at again and again. */
let watching: NodeJS.Timeout | undefined
/** to be called once the server is there: ssh-keygen takes the passphrase of a throwaway key as an argument */
let watch: () => void
let seen: Set<string>
let printed: string[]
beforeEach(() => {
  seen = new Set()
  printed = []
  const looked = new Map<string, number>()
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      // a few times: it may become another program
      const looks = (looked.get(pid) ?? 0) + 1
      looked.set(pid, looks)
      if (looks <= 4) seen.add(readOrNothing(`/proc/${pid}/cmdline`))
    }
    for (const folder of readdirSync(tmpdir()).filter((name) => name.startsWith('sj-ssh-')))
      for (const file of listOrNothing(join(tmpdir(), folder)).filter(
        (name) => !/ask$|answer$|control/.test(name),
      ))
        seen.add(readOrNothing(join(tmpdir(), folder, file)))
  }
  watch = () => {
    watching = setInterval(look, 20)
  }
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed.push(String(text))
      return true
    })
})
afterEach(() => {
  clearInterval(watching)
  vi.restoreAllMocks()
})

/** gone already, or of somebody else */
const readOrNothing = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
const listOrNothing = (path: string): string[] => {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

describe.skipIf(!canTwoFactor())('over', () => {
  it.each(transports)('%s, what was typed is nowhere', async (transport) => {
    await using factor = await makeTwoFactor()
    await using sshd = await startSshd({
      ...{ user: { sudo: 'password' }, passphrase, program: factor.program },
      methods: ['publickey', 'keyboard-interactive'],
      config: [...factor.config, 'AuthenticationMethods publickey,keyboard-interactive'],
    })
    watch()
    const secrets = [passphrase, wrongPassword, wrongCode, sshd.password]
    const errors: unknown[] = []
    await using bench = await openBench({
      // the host key, then everything wrong but the passphrase, then no more
      prompter: answering(true, passphrase, wrongPassword, wrongCode),
    })
    const host = await bench.call('hosts.save', {
      ...hostDefaults,
      ...{ label: 'Canary', address: sshd.address, port: sshd.port, user: sshd.user, transport },
      ...{ authentication: { method: 'key', path: sshd.key.path }, spoolDirectory: '' },
    })
    await bench.call('hosts.probe', { hostId: host.id }).catch((error: unknown) => errors.push(error))
    expect(errors).toMatchObject([{ code: 'prompt.dismissed' }])

    // and a login that succeeds, with root through sudo
    const known = join(bench.directory, 'user_known_hosts')
    writeFileSync(known, `[${sshd.address}]:${sshd.port} ${sshd.hostKeys[0]?.publicLine}\n`)
    const person = answering(
      { remember: passphrase },
      { remember: sshd.password },
      () => factor.code(),
      { remember: 'canary-wrong-sudo' },
      { remember: sshd.password },
    )
    const told: (string | undefined)[] = []
    const keeper = createSecretKeeper({
      libraryPath: bench.libraryPath,
      vault: fakeVault(),
      onChange: (problem) => told.push(problem),
    })
    const connections = createConnections({
      library: { getHost: async () => hostOf(sshd, undefined, { transport }) },
      prompter: person,
      keeper,
      appKnownHostsPath: join(bench.directory, 'app', 'known_hosts'),
      userKnownHostsPath: known,
      homeDirectory: bench.directory,
      agentSocket: '',
    })
    const opened = await connections.open('host', {})
    const root = await opened.run('id -u; env; cat /proc/[0-9]*/cmdline', { ...limit, elevate: true })
    expect(Buffer.from(root.stdout).toString('latin1', 0, 2)).toBe('0\n')
    connections.close()

    const places: Record<string, string> = {
      'process lists and files of ours': [...seen].join('\n'),
      'what was printed': printed.join(''),
      'what root saw on the host': Buffer.concat([root.stdout, root.stderr]).toString('latin1'),
      errors: errors
        .map((error) => inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error))
        .join(),
      'the log of sshd': await sshd.log(),
      'the list of hosts': JSON.stringify(await bench.call('hosts.list', {})),
      'what is told of remembered secrets': JSON.stringify([told, await bench.call('secrets.list', {})]),
      'the library and its folder': readdirSync(bench.directory, { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.startsWith('app/resources'))
        .map((name) => readOrNothing(join(bench.directory, name)))
        .join('\n'),
    }
    expect((await keeper.status()).kept.map(({ kind }) => kind)).toEqual(['passphrase', 'password', 'sudo'])
    const found = Object.entries(places).flatMap(([place, text]) =>
      [...secrets, 'canary-wrong-sudo']
        .filter((secret) => spellings(secret).some((spelling) => text.includes(spelling)))
        .map((secret) => `${secret} in ${place}`),
    )
    expect(found).toEqual([])
    // that it looks where there is something to see
    expect(places['process lists and files of ours']).toContain('sshd')
    expect(places['the library and its folder']).toContain('Canary')
    expect(places['the library and its folder']).toContain('"sealed": "')
  })
})

/** As it is, and as it would stand where it is only wrapped up. */
const spellings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
]

/** A person who gives these in order, and dismisses what comes after. */
const answering = (...answers: (Answer | (() => string))[]) => {
  const waiting = [...answers]
  return {
    ask: async (): Promise<Answer> => {
      const answer = waiting.shift() ?? null
      return typeof answer === 'function' ? answer() : answer
    },
  }
}

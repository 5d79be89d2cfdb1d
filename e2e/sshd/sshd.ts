/** A real sshd on the loopback address, with throwaway keys, for tests. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { type Agent, startAgent } from './agent.ts'
import { type Key, type KeyType, makeKey } from './keys.ts'
import { descendants, type ProcessRow } from './processes.ts'
import { until } from './until.ts'
import { makeUser, type User, type UserOptions } from './user.ts'

const sshdPath = '/usr/sbin/sshd'

export interface SshdOptions {
  /** default: an ed25519 key only */
  readonly hostKeys?: readonly KeyType[]
  /** what the server allows; default publickey only */
  readonly methods?: readonly ('publickey' | 'password' | 'keyboard-interactive')[]
  /** a throwaway system user (needs root); default: who runs the test, with a key */
  readonly user?: UserOptions
  /** of the user's key; default none */
  readonly passphrase?: string
  /** start an ssh-agent: with the user's key, or without any */
  readonly agent?: 'with-key' | 'empty'
  /** default 127.0.0.1; within the network namespace that `under` enters */
  readonly address?: string
  /** a command that runs sshd: ['ip', 'netns', 'exec', 'inner'] */
  readonly under?: readonly string[]
  /** of sshd, absolute: its name is the PAM service */
  readonly program?: string
  /** more lines of sshd_config; they win, as the first value does in sshd_config */
  readonly config?: readonly string[]
}

export interface Sshd extends AsyncDisposable {
  readonly address: string
  readonly port: number
  readonly user: string
  /** '' without a throwaway user */
  readonly password: string
  readonly home: string
  /** the user's key, in authorized_keys */
  readonly key: Key
  /** a key that the server does not accept */
  readonly strangeKey: Key
  readonly passphrase: string
  /** for SSH_AUTH_SOCK; '' without an agent */
  readonly agentSocket: string
  /** the host keys as they are now */
  readonly hostKeys: readonly Key[]
  /** temp folder of all of this; free for the test's own files */
  readonly directory: string
  readonly log: () => Promise<string>
  /** the sshd processes of open connections */
  readonly sessions: () => ProcessRow[]
  /** Kills them, so that clients lose their connection; what they started lives on. */
  readonly killSessions: () => void
  /** Stops listening and ends all connections; `restart` brings it back on the same port. */
  readonly stop: () => Promise<void>
  /** With new host keys of these types; without an argument with the same keys. */
  readonly restart: (hostKeys?: readonly KeyType[]) => Promise<void>
}

export const hasSshd = (): boolean => existsSync(sshdPath)

/** Resolves when it accepts connections. Dispose of it at the end: `await sshd[Symbol.asyncDispose]()`. */
export const startSshd = async (options: SshdOptions = {}): Promise<Sshd> => {
  const directory = await mkdtemp(join(tmpdir(), 'smokejumper-sshd-'))
  // a throwaway user must be able to read authorized_keys
  await chmod(directory, 0o755)
  const address = options.address ?? '127.0.0.1'
  const passphrase = options.passphrase ?? ''
  const port = await freePort()
  const key = await makeKey(join(directory, 'user_key'), 'ed25519', passphrase)
  const strangeKey = await makeKey(join(directory, 'strange_key'), 'ed25519')
  await writeFile(join(directory, 'authorized_keys'), `${key.publicLine}\n`, { mode: 0o644 })
  const user: User | null = options.user ? await makeUser(options.user) : null
  const agent: Agent | null = options.agent
    ? await startAgent(directory, options.agent === 'with-key' ? key.path : null, passphrase)
    : null

  const logPath = join(directory, 'sshd.log')
  let generation = 0
  let hostKeys: Key[] = []
  let listener: ChildProcess | null = null
  const killListener = () => listener?.kill('SIGKILL')
  process.on('exit', killListener)

  const start = async (types: readonly KeyType[] | null) => {
    if (types !== null) {
      generation += 1
      hostKeys = await Promise.all(
        types.map((type) => makeKey(join(directory, `host_${type}_${generation}`), type)),
      )
    }
    const configPath = join(directory, 'sshd_config')
    await writeFile(configPath, configText(options, { directory, address, port, hostKeys }))
    // sshd, as root, wants its empty folder, which systemd makes elsewhere
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
    // to stderr, which it can still write to when its own /tmp is read-only
    const log = openSync(logPath, 'a', 0o600)
    const before = (await readFile(logPath, 'utf8')).length
    const [command = sshdPath, ...args] = [
      ...(options.under ?? []),
      ...[options.program ?? sshdPath, '-D', '-e', '-f', configPath],
    ]
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', log] })
    closeSync(log)
    listener = child
    await until('sshd to listen', async () => {
      const said = (await readFile(logPath, 'utf8')).slice(before)
      if (child.exitCode !== null) throw new Error(`sshd ended:\n${said}`)
      return said.includes('Server listening on')
    })
  }

  const sessions = () =>
    listener?.pid === undefined ? [] : descendants(listener.pid).filter((row) => row.comm.startsWith('sshd'))
  const killSessions = () => {
    for (const session of sessions()) kill(session.pid)
  }
  const stop = async () => {
    const child = listener
    if (child === null) return
    killSessions()
    const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
    child.kill('SIGKILL')
    await exit
    listener = null
  }

  await start(options.hostKeys ?? ['ed25519'])
  return {
    address,
    port,
    user: user?.name ?? userInfo().username,
    password: user?.password ?? '',
    home: user?.home ?? userInfo().homedir,
    key,
    strangeKey,
    passphrase,
    agentSocket: agent?.socket ?? '',
    directory,
    get hostKeys() {
      return hostKeys
    },
    log: () => readFile(logPath, 'utf8'),
    sessions,
    killSessions,
    stop,
    async restart(types) {
      await stop()
      await start(types ?? null)
    },
    async [Symbol.asyncDispose]() {
      await stop()
      process.off('exit', killListener)
      await agent?.[Symbol.asyncDispose]()
      await user?.[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

interface Place {
  readonly directory: string
  readonly address: string
  readonly port: number
  readonly hostKeys: readonly Key[]
}

const configText = (options: SshdOptions, place: Place): string => {
  const methods = options.methods ?? ['publickey']
  const yes = (method: (typeof methods)[number]) => (methods.includes(method) ? 'yes' : 'no')
  return [
    ...(options.config ?? []),
    `Port ${place.port}`,
    `ListenAddress ${place.address}`,
    ...place.hostKeys.map((key) => `HostKey ${key.path}`),
    `AuthorizedKeysFile ${place.directory}/authorized_keys`,
    'PidFile none',
    'StrictModes no',
    'PermitRootLogin yes',
    `PubkeyAuthentication ${yes('publickey')}`,
    `PasswordAuthentication ${yes('password')}`,
    `KbdInteractiveAuthentication ${yes('keyboard-interactive')}`,
    // sshd has keyboard-interactive only through PAM
    `UsePAM ${yes('keyboard-interactive')}`,
    'MaxStartups 100',
    'LogLevel VERBOSE',
    // newer ones lock the address out after a few failed logins, which are what the tests make
    ...(sshdVersion() >= 9.8 ? ['PerSourcePenalties no'] : []),
    '',
  ].join('\n')
}

export const sshdVersion = (): number => {
  const { stderr } = spawnSync(sshdPath, ['-V'], { encoding: 'utf8' })
  return Number(/OpenSSH_(\d+\.\d+)/.exec(stderr)?.[1] ?? 0)
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const bound = server.address()
  server.close()
  await once(server, 'close')
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  return bound.port
}

const kill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

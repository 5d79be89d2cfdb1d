/**
 * The ssh of this machine as a transport, so that whatever works in the person's terminal works here: one master makes
 * the connection and asks what must be asked, through a socket in a folder of our own; each run is a session of it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, rmSync, watch } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Host } from '../../../shared/model/host.ts'
import type { OnTrace } from '../hosts/connect-trace.ts'
import type { Hop } from '../hosts/destination.ts'
import type { Prompter } from '../prompts.ts'
import type { HostSecretKeeper } from '../secrets/secret-keeper.ts'
import { openAskpass } from './askpass.ts'
import { makeFolder } from './private-folder.ts'
import { findSharedMaster } from './shared-master.ts'
import { connectionLost, loginTimedOut, type Target } from './ssh-errors.ts'
import { destinationArguments, type SystemSshConfig, sshConfigText } from './system-ssh-config.ts'
import { explainSystemSsh } from './system-ssh-errors.ts'
import { createSshPrompts } from './system-ssh-prompts.ts'
import { createSystemSshTransport, type SystemSshTransportTask } from './system-ssh-transport.ts'
import type { Transport } from './transport.ts'

export interface SystemSshWay {
  readonly host: Host
  readonly hops: readonly [...Hop[], Hop]
  readonly target: Target
  readonly config: SystemSshConfig
  readonly prompter: Prompter
  /** passwords and passphrases that worked, by their question; in memory only */
  readonly kept: Map<string, string>
  readonly keeper: HostSecretKeeper
  /** '' for none */
  readonly agentSocket: string
  readonly stepTimeoutMs: number
  readonly signal: AbortSignal
  readonly onStep: (step: string) => void
  readonly onTrace: OnTrace
  /** called when a host key was accepted */
  readonly onKeyRemembered: (() => void) | undefined
}

/**
 * Ends ssh when the engine has gone, however it went: its end of the pipe (descriptor 3) closes then. `$@` is ssh.
 */
const guard = `"$@" </dev/null 3<&- &
ssh=$!
{ cat >/dev/null; kill "$ssh"; } <&3 2>/dev/null 3<&- &
exec 3<&-
wait "$ssh"
exit $?`

/** ssh says more than this only when something is wrong with it, or a host floods us with a banner. */
const maxSaid = 256 * 1024

/** Throws what ssh's failure means, the errors of the prompts, or the signal's reason; nothing stays then. */
export const connectSystemSsh = async (way: SystemSshWay): Promise<Transport> => {
  const { target } = way
  way.signal.throwIfAborted()
  // ssh writes accepted keys into the file, and makes it, but not its folder
  await mkdir(dirname(way.config.knownHostsFiles[0] ?? ''), { recursive: true, mode: 0o700 })
  const folder = await makeFolder()
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await writeFile(join(folder, 'config'), sshConfigText(way.config), { mode: 0o600 })
    const shared = await joinSharedMaster(way, folder)
    if (shared !== null) {
      await remove()
      return shared
    }
    const master = await startMaster(way, folder)
    const transport = createTransport(way, {
      control: join(folder, 'control'),
      lost: master.ended.then(({ said }) => {
        const error = explainSystemSsh(target, said, true)
        return error.code === 'ssh.connection-lost' ? error : connectionLost(target, error.message, error)
      }),
      end: () => {
        master.end()
        // at once: the engine may end right after
        rmSync(folder, { recursive: true, force: true })
      },
    })
    master.ended.then(remove, remove)
    return transport
  } catch (error) {
    await remove()
    throw error
  }
}

const createTransport = (
  { target, host, hops, prompter, keeper }: SystemSshWay,
  master: Pick<SystemSshTransportTask, 'control' | 'lost' | 'end'>,
): Transport =>
  createSystemSshTransport({
    ...{ target, keeper, hostLabel: host.label, ask: prompter.ask, elevation: host.elevation },
    login: hops[hops.length - 1]?.name ?? '',
    ...master,
  })

/** The connection that the person's ssh has open already, if it has. */
const joinSharedMaster = async (way: SystemSshWay, folder: string): Promise<Transport | null> => {
  const { target, host, hops, signal, onTrace } = way
  const last = hops.length - 1
  onTrace(last, 'tcp', 'running')
  const master = await findSharedMaster({
    configPath: join(folder, 'config'),
    destination: destinationArguments(host, hops[last] as Hop),
    environment: environment(way.agentSocket, {}),
    signal,
  })
  if (master === null) return null
  onTrace(
    last,
    'tcp',
    'done',
    `your ssh has a connection open (ControlPath ${master.control}), which is used`,
  )
  onTrace(last, 'authentication', 'done', `as your ssh did when it opened it`)
  return createTransport(way, {
    control: master.control,
    lost: master.gone.then(() => connectionLost(target, 'your ssh ended the connection that was shared')),
    end: master.release,
  })
}

interface Master {
  /** with what it said last */
  readonly ended: Promise<{ said: string }>
  readonly end: () => void
}

const startMaster = async (way: SystemSshWay, folder: string): Promise<Master> => {
  const { target, signal, host, hops, onTrace } = way
  const last = hops.length - 1
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  let questions = 0
  let timer: NodeJS.Timeout | undefined
  // Nothing runs out while the person thinks; each jump has its own time.
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(
      () => failed.reject(loginTimedOut(target, 'logging in', way.stepTimeoutMs)),
      way.stepTimeoutMs * (hops.length + 1),
    )
  }
  const prompts = createSshPrompts({
    hostLabel: host.label,
    hops,
    keeper: way.keeper,
    ask: (question) => way.prompter.ask(question, signal),
    onStep: way.onStep,
    onTrace: (step, state) => onTrace(last, step, state),
    kept: way.kept,
  })
  const askpass = await openAskpass(folder, async (question) => {
    questions += 1
    clearTimeout(timer)
    try {
      return await prompts.answer(question)
    } catch (error) {
      failed.reject(error)
      return null
    } finally {
      questions -= 1
      if (questions === 0) wait()
    }
  })
  way.onStep(`connecting to ${target.name}`)
  onTrace(last, 'tcp', 'running')
  const control = join(folder, 'control')
  const child = spawn(
    'sh',
    [
      ...['-c', guard, 'sh', 'ssh', '-F', join(folder, 'config')],
      ...[
        '-M',
        '-S',
        control,
        '-N',
        '-T',
        '-o',
        'ControlPersist=no',
        ...destinationArguments(host, hops[last] as Hop),
      ],
    ],
    {
      // a session of its own: no terminal to ask on, and no Ctrl-C that is meant for us
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      env: environment(way.agentSocket, askpass.environment),
    },
  )
  const said = listen(child)
  const end = () => child.stdio[3]?.destroy()
  child.stdio[3]?.on('error', () => undefined)
  const ended = new Promise<{ said: string }>((resolve) => {
    child.once('error', (cause) => {
      failed.reject(noSystemSsh(cause.message))
      resolve({ said: '' })
    })
    child.once('exit', (status) => {
      // of sh: there is no ssh
      if (status === 127) failed.reject(noSystemSsh('there is no such program'))
      end()
      askpass.close()
      resolve({ said: said() })
    })
  })
  const cancel = () => failed.reject(signal.reason)
  signal.addEventListener('abort', cancel, { once: true })
  wait()
  const listening = untilExists(folder, control)
  try {
    signal.throwIfAborted()
    await Promise.race([
      listening.promise,
      failed.promise,
      ended.then((last) => {
        throw explainSystemSsh(target, last.said)
      }),
    ])
  } catch (error) {
    end()
    // what it asked for last is answered no more
    askpass.close()
    throw error
  } finally {
    clearTimeout(timer)
    listening.stop()
    signal.removeEventListener('abort', cancel)
  }
  await prompts.keep()
  if (prompts.hasAccepted()) way.onKeyRemembered?.()
  onTrace(last, 'tcp', 'done', "through the system's ssh")
  onTrace(last, 'authentication', 'done', `as ${target.user}, by the system's ssh`)
  return { ended, end }
}

/** The last of what it says, with a limit. */
const listen = (child: ChildProcess): (() => string) => {
  let heard = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    heard = (heard + chunk.toString('latin1')).slice(-maxSaid)
  })
  return () => heard
}

const environment = (agentSocket: string, more: Readonly<Record<string, string>>) => {
  const { SSH_AUTH_SOCK: _, ...rest } = process.env
  // ssh's messages are read, so they must not be translated
  return { ...rest, ...(agentSocket === '' ? {} : { SSH_AUTH_SOCK: agentSocket }), ...more, LC_ALL: 'C' }
}

/** ssh makes the socket when it is logged in, and not before (ssh_session2 of ssh.c). */
const untilExists = (folder: string, path: string) => {
  const found = Promise.withResolvers<void>()
  const look = () => {
    if (existsSync(path)) found.resolve()
  }
  const watcher = watch(folder, look)
  watcher.on('error', (error) => found.reject(error))
  look()
  return { promise: found.promise, stop: () => watcher.close() }
}

const noSystemSsh = (why: string) =>
  new SmokejumperError({
    code: 'ssh.no-client',
    message: `The system's ssh could not be started: ${why}.`,
    remedy: 'Install OpenSSH (the package openssh-client), or choose the ssh2 transport for this host.',
  })

/** This machine, as a host: the same scripts, with the sh that is here. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { homedir, userInfo } from 'node:os'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Ask } from '../prompts.ts'
import { keepsNothing } from '../secrets/ask-secret.ts'
import { type Command, collectCommand, type StartCommand } from './command.ts'
import { createElevation } from './elevation.ts'
import { withLimit } from './limits.ts'
import { type Exit, sendScript, wrapScript } from './run-output.ts'
import type { Transport } from './transport.ts'

/** How long a script may take to end after TERM before it gets KILL. */
const killAfterMs = 2000

/** `ask`: for sudo's password; without it, only what needs none is done. */
export const createLocalTransport = (ask: Ask = async () => null, keeper = keepsNothing): Transport => {
  const closing = new AbortController()
  const closed = new Promise<null>((resolve) => {
    closing.signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  const start: StartCommand = async (argv, limit) => {
    const signal = AbortSignal.any([limit, closing.signal])
    signal.throwIfAborted()
    const [command = 'sh', ...args] = argv
    // Its own process group, so that all of it can be stopped.
    const child = spawn(command, args, { cwd: homedir(), detached: true, stdio: 'pipe' })
    return commandOf(child, command, signal)
  }
  const elevation = createElevation({
    ...{
      start,
      ask,
      keeper,
      wrap: wrapScript,
      elevation: 'auto',
      hostName: 'this machine',
      hostLabel: 'This machine',
    },
    ...{ user: userInfo().username, login: `${userInfo().username} on this machine` },
  })
  return {
    description: 'this machine',
    closed,
    close: () => {
      elevation.close()
      closing.abort(connectionClosed())
    },
    async run(script, options) {
      if (options.elevate)
        await elevation.prepare(AbortSignal.any([options.signal ?? closing.signal, closing.signal]))
      return withLimit(
        {
          signal: options.signal,
          timeoutMs: options.timeoutMs,
          timeoutError: () => tookTooLong(options.timeoutMs),
        },
        async (limit) => {
          if (options.elevate) return elevation.run(script, options, limit)
          const command = await start(['sh', '-s'], limit)
          sendScript(command.stdin, wrapScript(script, options), options)
          return collectCommand(command, options)
        },
      )
    },
  }
}

const commandOf = (child: ChildProcessWithoutNullStreams, name: string, signal: AbortSignal): Command => {
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', (cause) => {
      // as a shell says it
      if (name !== 'sh' && 'code' in cause && cause.code === 'ENOENT')
        resolve({ exitCode: 127, signal: null })
      else reject(cannotStart(name, cause))
    })
    child.once('close', (exitCode, signalName) => resolve({ exitCode, signal: signalName }))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // whoever collects it hears of it
  exit.catch(() => undefined)
  // A script that ends before it was read whole closes the pipe; its exit status says why.
  child.stdin.on('error', () => undefined)
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exit,
    stop: () => stopGroup(child),
  }
}

const stopGroup = (child: ChildProcessWithoutNullStreams): void => {
  const { pid } = child
  child.stdout.destroy()
  child.stderr.destroy()
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  signalGroup(pid, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), killAfterMs)
  child.once('exit', () => clearTimeout(timer))
}

/** Gone already, or root's (sudo), which ends by its closed pipes. */
const signalGroup = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(-pid, name)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}

const tookTooLong = (timeoutMs: number) =>
  new SmokejumperError({
    code: 'ssh.timeout',
    message: `This machine did not finish within ${timeoutMs / 1000} s and was stopped.`,
    remedy: 'Try again when the machine is less busy.',
    facts: { timeoutMs },
  })

const connectionClosed = () =>
  new SmokejumperError({
    code: 'ssh.connection-lost',
    message: 'The connection to this machine was closed.',
    remedy: 'Try again.',
  })

const cannotStart = (name: string, cause: Error) =>
  new SmokejumperError({
    code: 'probe.failed',
    message: `${name} could not be started on this machine: ${cause.message}`,
    remedy: 'Only machines with a POSIX shell can be looked at. Add a Linux host instead.',
    cause,
  })

/** This machine, as a host: the same scripts, with the sh that is here. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { withLimit } from './limits.ts'
import { collectRun, type Exit, wrapScript } from './run-output.ts'
import type { RunResult, Transport } from './transport.ts'

/** How long a script may take to end after TERM before it gets KILL. */
const killAfterMs = 2000

export const createLocalTransport = (): Transport => {
  const closing = new AbortController()
  const closed = new Promise<null>((resolve) => {
    closing.signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  return {
    description: 'this machine',
    closed,
    close: () => closing.abort(connectionClosed()),
    run: (script, options) =>
      withLimit(
        {
          signal: options.signal,
          timeoutMs: options.timeoutMs,
          timeoutError: () => tookTooLong(options.timeoutMs),
        },
        async (limit) => {
          const signal = AbortSignal.any([limit, closing.signal])
          signal.throwIfAborted()
          const [command, ...args] = options.elevate ? ['sudo', '-n', 'sh', '-s'] : ['sh', '-s']
          // Its own process group, so that all of it can be stopped.
          const child = spawn(command ?? 'sh', args, { cwd: homedir(), detached: true, stdio: 'pipe' })
          return runChild(child, script, options, signal)
        },
      ),
  }
}

const runChild = async (
  child: ChildProcessWithoutNullStreams,
  script: string,
  options: Parameters<Transport['run']>[1],
  signal: AbortSignal,
): Promise<RunResult> => {
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', (cause) => reject(cannotStart(options.elevate === true, cause)))
    child.once('close', (exitCode, name) => resolve({ exitCode, signal: name }))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // A script that ends before it was read whole closes the pipe; its exit status says why.
  child.stdin.on('error', () => undefined)
  child.stdin.end(wrapScript(script))
  try {
    return await collectRun(child.stdout, child.stderr, exit, options)
  } catch (error) {
    stopGroup(child)
    throw error
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

const cannotStart = (elevate: boolean, cause: Error) =>
  new SmokejumperError({
    code: 'probe.failed',
    message: `${elevate ? 'sudo' : 'sh'} could not be started on this machine: ${cause.message}`,
    remedy: elevate
      ? 'Install sudo and allow it without a password, or start Smokejumper as root.'
      : 'Only machines with a POSIX shell can be looked at. Add a Linux host instead.',
    cause,
  })

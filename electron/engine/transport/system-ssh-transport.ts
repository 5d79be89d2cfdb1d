/** Scripts over a connection that the system's ssh holds: each run is an ssh of its own that joins the master. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { commandLine } from '../../../shared/commands/quote.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { ElevationKind } from '../../../shared/model/host.ts'
import type { Ask } from '../prompts.ts'
import type { HostSecretKeeper } from '../secrets/secret-keeper.ts'
import { type Command, collectCommand, type StartCommand } from './command.ts'
import { createElevation } from './elevation.ts'
import { withLimit } from './limits.ts'
import { type Exit, sendScript } from './run-output.ts'
import { createSlots } from './slots.ts'
import { connectionLost, runTimedOut, type Target } from './ssh-errors.ts'
import { createMarkerFilter, createNonce } from './stderr-markers.ts'
import type { RunOptions, RunResult, Transport } from './transport.ts'

export interface SystemSshTransportTask {
  readonly target: Target
  /** the master's socket */
  readonly control: string
  readonly hostLabel: string
  /** 'deploy@web-3:22' */
  readonly login: string
  readonly elevation: ElevationKind
  readonly ask: Ask
  readonly keeper: HostSecretKeeper
  /** resolves when the master has ended, with the reason */
  readonly lost: Promise<Error>
  /** ends the master */
  readonly end: () => void
}

/** sshd allows 10 sessions on a connection (MaxSessions); more runs than this wait. */
const maxSessions = 8
const freeingAttempts = 6
const freeingMs = 50

/**
 * As wrapScript does, and with the exit status said in-band: ssh's own is 255 also when a tool's is, and when a signal
 * ended the script. Its process is named too, so that it can be stopped: closing a session stops nothing.
 */
const wrap = (script: string, { converse }: RunOptions, nonce: string): string => {
  const stdin = converse === undefined ? ' </dev/null' : ''
  return `{\nprintf ${nonce}pid%s. "$$" >&2\n(\n${script}\n)${stdin}\nprintf ${nonce}end%s. "$?" >&2\nexit\n}${stdin}\nexit\n`
}

/** Sends TERM to the process group of the script, as sshd does when ssh2 asks for it. `pid` is a number. */
const stopScript = (pid: number): string => `{ IFS= read -r line </proc/${pid}/stat; } 2>/dev/null || exit 0
set -- \${line##*) }
[ "$3" -gt 1 ] && kill -s TERM -- "-$3"`

export const createSystemSshTransport = (task: SystemSshTransportTask): Transport => {
  const { target } = task
  const lost = new AbortController()
  const closed = Promise.withResolvers<Error | null>()
  const slots = createSlots(maxSessions)
  task.lost.then((error) => {
    lost.abort(error)
    closed.resolve(error)
  })

  const start: StartCommand = async (argv, limit, onWanted) => {
    const signal = AbortSignal.any([limit, lost.signal])
    const slot = await slots.take(signal, onWanted)
    const child = spawn(
      'ssh',
      [
        ...['-F', 'none', '-S', task.control, '-T', '-o', 'LogLevel=ERROR'],
        // never past the master: that would ask everything again
        ...['-o', 'ProxyCommand=false', '-o', 'BatchMode=yes', '--', 'master', commandLine(argv)],
      ],
      { detached: true, stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } },
    )
    child.once('close', () => slot[Symbol.dispose]())
    child.once('error', () => slot[Symbol.dispose]())
    return commandOf(child, signal)
  }

  /** One run; null when the host had no session for it, and nothing was run. */
  const runOnce = async (
    script: string,
    options: RunOptions,
    limit: AbortSignal,
  ): Promise<RunResult | null> => {
    const nonce = createNonce()
    const command = await start(['sh', '-s'], limit, options.onWanted)
    const seen = createSeen()
    const filter = createMarkerFilter(nonce, seen.onMarker)
    command.stderr.pipe(filter)
    sendScript(command.stdin, wrap(script, options, nonce), options)
    try {
      return finish(await collectCommand(command, options, filter), seen)
    } catch (error) {
      if (limit.aborted && seen.pid !== null) stopLater(seen.pid)
      throw error
    }
  }

  const finish = (result: RunResult, { pid, exitCode }: Seen): RunResult | null => {
    if (exitCode !== null) return { ...result, exitCode, signal: null }
    lost.signal.throwIfAborted()
    const said = new TextDecoder().decode(result.stderr)
    if (pid === null && result.exitCode === 255) {
      if (/session request failed|refused session request|Session open refused|open failed/i.test(said))
        return null
      throw connectionLost(target, 'it gave no session for a command')
    }
    // it began and never said how it ended: a signal ended it, whose name ssh does not tell
    if (pid !== null && result.exitCode === 255) return { ...result, exitCode: null, signal: 'unknown' }
    return result
  }

  /** Nobody waits for it, and when it fails, the connection has gone, or the script has. */
  const stopLater = (pid: number): void => {
    runOnce(stopScript(pid), { timeoutMs: 10_000 }, AbortSignal.timeout(10_000)).catch(() => undefined)
  }

  const elevation = createElevation({
    start,
    wrap,
    hostName: target.address,
    user: target.user,
    hostLabel: task.hostLabel,
    login: task.login,
    elevation: task.elevation,
    ask: task.ask,
    keeper: task.keeper,
  })

  const runPatiently = async (
    script: string,
    options: RunOptions,
    limit: AbortSignal,
  ): Promise<RunResult> => {
    for (let attempt = 1; ; attempt++) {
      const result = await runOnce(script, options, limit)
      if (result !== null) return result
      // The host allows fewer than it usually does: this one waits for another to end, or for one that has just ended.
      if (slots.shrink(0)) continue
      if (attempt >= freeingAttempts) throw noSession(target)
      await delay(freeingMs * attempt, undefined, { signal: limit })
    }
  }

  return {
    description: `${target.user}@${target.address.includes(':') ? `[${target.address}]` : target.address}:${target.port} (system ssh)`,
    closed: closed.promise,
    close() {
      elevation.close()
      closed.resolve(null)
      lost.abort(connectionLost(target, 'it was closed here'))
      task.end()
    },
    async run(script, options) {
      if (options.elevate)
        await elevation.prepare(AbortSignal.any([options.signal ?? lost.signal, lost.signal]))
      return withLimit(
        {
          signal: options.signal,
          timeoutMs: options.timeoutMs,
          timeoutError: () => runTimedOut(target, options.timeoutMs),
        },
        async (limit) => {
          lost.signal.throwIfAborted()
          if (!options.elevate) return runPatiently(script, options, limit)
          const seen = createSeen()
          const result = await elevation.run(script, options, limit, seen.onMarker)
          return finish(result, seen) ?? result
        },
      )
    },
  }
}

interface Seen {
  readonly pid: number | null
  readonly exitCode: number | null
}

/** What the script said of itself, as `wrap` lets it. */
const createSeen = () => {
  const seen: { pid: number | null; exitCode: number | null; onMarker: (word: string) => void } = {
    pid: null,
    exitCode: null,
    onMarker: (word) => {
      const [, what, number = ''] = /^(pid|end)(\d{1,10})$/.exec(word) ?? []
      if (what === 'pid') seen.pid = Number(number)
      if (what === 'end') seen.exitCode = Number(number)
    },
  }
  return seen
}

const commandOf = (child: ChildProcessWithoutNullStreams, signal: AbortSignal): Command => {
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, name) => resolve({ exitCode, signal: name }))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // whoever collects it hears of it
  exit.catch(() => undefined)
  // a session that ends early closes its pipe; its exit says why
  child.stdin.on('error', () => undefined)
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exit,
    stop: () => {
      child.stdout.destroy()
      child.stderr.destroy()
      child.kill('SIGTERM')
    },
  }
}

const noSession = (target: Target) =>
  new SmokejumperError({
    code: 'ssh.no-session',
    message: `${target.name} let ${target.user} in, but gives no session to run anything in.`,
    remedy: 'Look at MaxSessions in its sshd_config: with 0 it only passes connections on.',
    facts: { address: target.address, port: target.port, user: target.user },
  })

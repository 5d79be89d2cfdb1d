/** Scripts over one SSH connection: each run is a channel of it. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Client, ClientChannel } from 'ssh2'
import { commandLine } from '../../../shared/commands/quote.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { type Command, collectCommand, type StartCommand } from './command.ts'
import type { Elevation } from './elevation.ts'
import { rejectOnAbort, withLimit } from './limits.ts'
import { type Exit, sendScript, wrapScript } from './run-output.ts'
import { createSlots } from './slots.ts'
import { connectionLost, printable, runTimedOut, type Target } from './ssh-errors.ts'
import type { Transport } from './transport.ts'

/** sshd allows 10 sessions on a connection (MaxSessions); more runs than this wait. */
const maxChannels = 8
const freeingAttempts = 6
const freeingMs = 50

/** Takes over the client: it ends with the transport. */
/** `jumps`: the connections that it goes through, which end with it too. */
export const createSshTransport = (
  client: Client,
  target: Target,
  jumps: readonly Client[],
  elevate: (start: StartCommand) => Elevation,
): Transport => {
  const lost = new AbortController()
  const slots = createSlots(maxChannels)
  const ended = Promise.withResolvers<Error | null>()
  const end = (why: string, cause?: Error) => {
    if (lost.signal.aborted) return
    const error = connectionLost(target, why, cause)
    lost.abort(error)
    ended.resolve(error)
    for (const one of [client, ...jumps.toReversed()]) one.destroy()
  }
  client.removeAllListeners('error')
  client.on('error', (error: Ssh2Error) => {
    end(error.level === 'client-timeout' ? 'the host stopped answering' : printable(error.message), error)
  })
  // From 'end' on, before 'close', ssh2 throws when something is written.
  client.on('end', () => end('the host hung up'))
  client.on('close', () => end('the host hung up'))

  /** A channel with the command in it, when one is free. */
  const start: StartCommand = async (argv, signal, onWanted) => {
    const slot = await slots.take(signal, onWanted)
    try {
      const channel = await openChannel(client, commandLine(argv), target, signal)
      if (channel instanceof NoChannel) throw channel
      channel.once('close', () => slot[Symbol.dispose]())
      return commandOf(channel, target, signal)
    } catch (error) {
      if (error instanceof NoChannel) error.isFewer = slots.shrink(1)
      slot[Symbol.dispose]()
      throw error
    }
  }
  /** The host allows fewer than it usually does: this one waits for another to end, or for one that has just ended. */
  const startPatiently: StartCommand = async (argv, limit, onWanted) => {
    const signal = AbortSignal.any([limit, lost.signal])
    for (let attempt = 1; ; attempt++)
      try {
        return await start(argv, signal, onWanted)
      } catch (error) {
        if (!(error instanceof NoChannel)) throw error
        if (error.isFewer) continue
        if (attempt >= freeingAttempts) throw noSession(target, error)
        await delay(freeingMs * attempt, undefined, { signal })
      }
  }
  const elevation = elevate(startPatiently)

  return {
    description: `${target.user}@${target.address.includes(':') ? `[${target.address}]` : target.address}:${target.port}`,
    closed: ended.promise,
    close: () => {
      elevation.close()
      if (lost.signal.aborted) return
      ended.resolve(null)
      client.end()
      end('it was closed here')
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
          try {
            if (options.elevate) return await elevation.run(script, options, limit)
            const command = await startPatiently(['sh', '-s'], limit, options.onWanted)
            sendScript(command.stdin, wrapScript(script, options), options)
            return await collectCommand(command, options)
          } catch (error) {
            // an error of the channel's streams is then only the echo of it
            lost.signal.throwIfAborted()
            throw error
          }
        },
      )
    },
  }
}

/** The host refused one more session. */
class NoChannel {
  readonly why: string
  /** others run, and end some time */
  isFewer = false
  constructor(why: string) {
    this.why = why
  }
}

const noSession = (target: Target, { why }: NoChannel) =>
  new SmokejumperError({
    code: 'ssh.no-session',
    message: `${target.name} let ${target.user} in, but gives no session to run anything in (${why}).`,
    remedy: 'Look at MaxSessions in its sshd_config: with 0 it only passes connections on.',
    facts: { address: target.address, port: target.port, user: target.user },
  })

/** Constant command lines: nothing of ours but a random word passes through the login shell. */
const openChannel = (
  client: Client,
  command: string,
  target: Target,
  signal: AbortSignal,
): Promise<ClientChannel | NoChannel> => {
  signal.throwIfAborted()
  const opened = new Promise<ClientChannel | NoChannel>((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error && 'reason' in error) resolve(new NoChannel(printable(error.message)))
      else if (error) reject(error)
      // too late: nobody will use it
      else if (signal.aborted) stopChannel(channel)
      else resolve(channel)
    })
  }).catch((error: Error) => {
    // the shell cannot be started, or the socket is closed already
    throw connectionLost(target, `it gave no channel for a command (${printable(error.message)})`, error)
  })
  return rejectOnAbort(opened, signal)
}

const commandOf = (channel: ClientChannel, target: Target, signal: AbortSignal): Command => {
  const exit = new Promise<Exit>((resolve, reject) => {
    channel.on('close', (exitCode?: number | null, name?: string) => {
      if (signal.aborted) reject(signal.reason)
      else if (exitCode === undefined)
        reject(connectionLost(target, 'the channel closed before the script said how it ended'))
      else resolve({ exitCode, signal: name ?? null })
    })
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // whoever collects it hears of it
  exit.catch(() => undefined)
  channel.on('error', () => undefined)
  return { stdin: channel, stdout: channel, stderr: channel.stderr, exit, stop: () => stopChannel(channel) }
}

const stopChannel = (channel: ClientChannel): void => {
  // sshd passes it to the script's process group; before 7.9, and for root, it only closes the script's pipes
  channel.signal('TERM')
  channel.close()
  // what is under way is read and thrown away, so that the window does not stay shut
  channel.resume()
  channel.stderr.resume()
}

interface Ssh2Error extends Error {
  readonly level?: string
}

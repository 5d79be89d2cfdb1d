/** A command that runs on a host, whatever carries it there. */
import type { Readable, Writable } from 'node:stream'
import { collectRun, type Exit } from './run-output.ts'
import type { RunOptions, RunResult } from './transport.ts'

export interface Command {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /** Rejects when the connection is lost before the host said how it ended. */
  readonly exit: Promise<Exit>
  /** Ends it, as well as the carrier can. */
  stop(): void
}

/** Starts the command; nothing in it passes through a shell unquoted. Rejects like `Transport.run`. */
export type StartCommand = (
  argv: readonly string[],
  signal: AbortSignal,
  onWanted?: RunOptions['onWanted'],
) => Promise<Command>

/** What it prints, until it ends; stopped when that fails. `stderr`: in place of the command's own. */
export const collectCommand = async (
  command: Command,
  options: RunOptions,
  stderr: Readable = command.stderr,
): Promise<RunResult> => {
  try {
    return await collectRun(command.stdout, stderr, command.exit, options)
  } catch (error) {
    command.stop()
    throw error
  }
}

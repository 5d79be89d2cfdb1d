/** One interface, whatever lies between us and the host's shell. */
import type { Bytes } from '../../../shared/units/units.ts'
import type { OnTrace } from '../hosts/connect-trace.ts'

export interface RunOptions {
  readonly signal?: AbortSignal
  /** Given: stdout is handed over as it comes and the result's stdout is empty. Awaited: it is the backpressure. */
  readonly onStdout?: (bytes: Uint8Array) => void | Promise<void>
  /** The run is ended and rejects with ssh.timeout after this long. Every wait has a limit. */
  readonly timeoutMs: number
  /** Run as root with `sudo -n`. */
  readonly elevate?: boolean
  /** More stdout or stderr than this ends the run with probe.failed. Default 16 MiB. Not with onStdout. */
  readonly maxBytes?: Bytes
  /**
   * Given: the script keeps its stdin, and this is called, once it was sent, with what writes lines to it. What follows
   * the script is read by some shells and left to it by others: a line of ours must be told from that, or comes after
   * something that the script has said.
   */
  readonly converse?: (say: (line: string) => void) => void
  /** Called while it runs, when others wait for it to end: the host has no more sessions. Perhaps more than once. */
  readonly onWanted?: () => void
}

export interface RunResult {
  /** null when ended by a signal */
  readonly exitCode: number | null
  readonly signal: string | null
  readonly stdout: Uint8Array
  readonly stderr: Uint8Array
}

/**
 * Runs POSIX sh scripts on a host. The remote command line is always the constant `sh -s` (or `sudo -n sh -s`);
 * the script goes over stdin, so that no argument ever passes through a login shell of unknown kind, and nothing
 * of it shows in a process list. Several runs at once are fine.
 */
export interface Transport {
  /** 'this machine', 'deploy@web-3:22' */
  readonly description: string
  /**
   * Resolves with whatever the script's exit status is. Rejects with ssh.connection-lost, ssh.timeout,
   * or an AbortError when the signal fires.
   */
  run(script: string, options: RunOptions): Promise<RunResult>
  /** Resolves when the connection is gone, with the reason, null when it was closed by us. */
  readonly closed: Promise<Error | null>
  close(): void
}

/** Gives the one open connection of a host, or makes it, asking the person what must be asked. */
export interface Connections {
  open(hostId: string, options: { signal?: AbortSignal; onStep?: (step: string) => void }): Promise<Transport>
  /** A connection of its own, told step by step. Whoever opens it closes it. */
  openTraced(
    hostId: string,
    options: { signal: AbortSignal; onTrace: OnTrace; onHops: (names: readonly string[]) => void },
  ): Promise<Transport>
  /** Closes the host's connection if there is one: the host was edited or removed. */
  drop(hostId: string): void
  /** What was typed for it is asked for again at the next connection; an open one stays. */
  forgetSecrets(hostId: string): void
  close(): void
}

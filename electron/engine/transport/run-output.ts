/** What a running script prints, taken with backpressure and with a limit, whatever runs it. */
import type { Readable, Writable } from 'node:stream'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { RunOptions, RunResult } from './transport.ts'

const defaultMaxBytes = 16 * 1024 * 1024

/**
 * So that sh reads all of the script before it runs any of it (half a script that a lost connection cut off does
 * nothing), no command in the script can eat the rest of it from stdin, and sh ends without an end of stdin (a
 * channel whose stdin has ended takes no signals).
 */
export const wrapScript = (script: string, { converse }: Pick<RunOptions, 'converse'> = {}): string =>
  converse === undefined
    ? `{\n${script}\n} </dev/null\nexit\n`
    : // it keeps its stdin
      `{\n${script}\nexit\n}\n`

/** Gives sh the wrapped script, and whoever wants to talk with it its stdin. */
export const sendScript = (stdin: Writable, wrapped: string, { converse }: RunOptions): void => {
  stdin.write(wrapped)
  converse?.((line) => stdin.write(`${line}\n`))
}

export interface Exit {
  readonly exitCode: number | null
  readonly signal: string | null
}

/** Resolves when both outputs have ended and were taken, and `exit` is there. */
export const collectRun = async (
  stdout: Readable,
  stderr: Readable,
  exit: Promise<Exit>,
  options: RunOptions,
): Promise<RunResult> => {
  const { onStdout } = options
  const maxBytes = options.maxBytes ?? defaultMaxBytes
  const out = createPile('stdout', maxBytes)
  const err = createPile('stderr', maxBytes)
  const [ended] = await Promise.all([exit, drain(stdout, onStdout ?? out.add), drain(stderr, err.add)])
  return { ...ended, stdout: out.bytes(), stderr: err.bytes() }
}

/**
 * Hands over each chunk, the next one only when the last one was taken. The receiver owns the bytes: they are a copy
 * (a chunk may be a view of a buffer that holds other packets), so that they can be transferred to a worker.
 */
const drain = async (stream: Readable, take: (bytes: Uint8Array) => void | Promise<void>): Promise<void> => {
  // Not 'data' with pause(): when a child exits, Node resumes its outputs by itself, whoever paused them.
  // Not destroyed at the end: of an ssh channel the exit status may still be to come.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) await take(new Uint8Array(chunk))
}

const createPile = (name: string, maxBytes: number) => {
  const chunks: Uint8Array[] = []
  let total = 0
  return {
    add: (bytes: Uint8Array): void => {
      total += bytes.length
      if (total > maxBytes) throw tooMuch(name, maxBytes)
      chunks.push(bytes)
    },
    bytes: (): Uint8Array => {
      const all = new Uint8Array(total)
      let offset = 0
      for (const chunk of chunks) {
        all.set(chunk, offset)
        offset += chunk.length
      }
      return all
    },
  }
}

const tooMuch = (name: string, maxBytes: number) =>
  new SmokejumperError({
    code: 'probe.failed',
    message: `The host sent more than ${maxBytes} bytes on ${name}, which is more than was asked for, and was stopped.`,
    remedy: `See what prints there: run the same by hand with "ssh HOST sh -s". A login shell's rc file may print without end.`,
    facts: { stream: name, limitBytes: maxBytes },
  })

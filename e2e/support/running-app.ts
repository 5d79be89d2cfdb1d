/** `npm start -- --browser`, as a person would have it running in a terminal. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Person } from './person.ts'

export const project = fileURLToPath(new URL('../..', import.meta.url))

/** A build in it, and a machine with much else to do. */
const START_LIMIT_MS = 60_000
const END_LIMIT_MS = 20_000

export interface RunningApp {
  readonly pid: number
  /** with the token */
  readonly url: string
  /** all that it printed so far */
  output(): string
  /** Sends a signal and waits for the end; gives the exit status, null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
  /** Its exit status, when it has ended by itself. */
  readonly ended: Promise<number | null>
}

const asPeopleDo = ['electron/start.ts', '--browser']

/**
 * Rejects with its output when it ends or nothing is printed in time.
 * @param program of the project, with its first arguments
 */
export const startApp = async (
  person: Person,
  options: readonly string[] = [],
  [program = '', ...first]: readonly string[] = asPeopleDo,
): Promise<RunningApp> => {
  const child: ChildProcessWithoutNullStreams = spawn(
    process.execPath,
    [join(project, program), ...first, '--library', person.library, ...options],
    { cwd: person.home, env: { ...person.environment }, stdio: 'pipe' },
  )
  child.stdin.end()
  let output = ''
  const url = Promise.withResolvers<string>()
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const read = (chunk: Buffer): void => {
    output += chunk.toString()
    const line = output.match(/^http:\/\/127\.0\.0\.1:\d+\/\S*(?=\n)/m)
    if (line) url.resolve(line[0])
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  child.once('error', url.reject)
  void ended.then((status) => url.reject(new Error(`It ended with status ${status} and said:\n${output}`)))
  const timer = setTimeout(() => {
    child.kill('SIGKILL')
    url.reject(new Error(`It printed no URL within ${START_LIMIT_MS / 1000} s; it said:\n${output}`))
  }, START_LIMIT_MS)
  try {
    return {
      url: await url.promise,
      pid: child.pid ?? 0,
      output: () => output,
      ended,
      end: async (signal) => {
        child.kill(signal)
        const killer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS)
        const status = await ended
        clearTimeout(killer)
        return status
      },
    }
  } finally {
    clearTimeout(timer)
  }
}

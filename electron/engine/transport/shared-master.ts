/**
 * A connection that the person's own ssh holds open for a host (ControlMaster and ControlPath of their configuration):
 * it is used, as every ssh in their terminal would use it, and left as it is.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** ssh answers both from this machine, unless the configuration runs something slow (Match exec). */
const answerMs = 5000

export interface SharedMaster {
  /** the path of its socket */
  readonly control: string
  /** resolves when it has ended */
  readonly gone: Promise<void>
  /** Leaves it to its owner. */
  release(): void
}

export interface SharedMasterSearch {
  /** the file that our own ssh is given, which includes the person's */
  readonly configPath: string
  /** options, '--' and the name, as ssh takes them */
  readonly destination: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

/** null when no ControlPath is set for the host, or nobody listens there. */
export const findSharedMaster = async (search: SharedMasterSearch): Promise<SharedMaster | null> => {
  const { configPath, destination, signal } = search
  const settings = await ask(search, ['-F', configPath, '-G', ...destination])
  const path = /^controlpath (.+)$/m.exec(settings ?? '')?.[1]
  if (path === undefined || path === 'none') return null
  if ((await ask(search, ['-F', 'none', '-S', path, '-O', 'check', '--', 'master'])) === null) return null
  const socket = connect(path)
  // while it is open, a master that would end when it is idle (ControlPersist) stays
  if (!(await isConnected(socket, signal))) return null
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  // it greets; there is nothing to say to it
  socket.resume()
  return { control: path, gone, release: () => socket.destroy() }
}

/** What it printed; null when it said no. */
const ask = async (
  { environment, signal }: SharedMasterSearch,
  args: readonly string[],
): Promise<string | null> => {
  try {
    const { stdout } = await execute('ssh', args, { env: environment, signal, timeout: answerMs })
    return stdout
  } catch (error) {
    signal.throwIfAborted()
    // Its exit status, or that there is no ssh: whoever makes a connection then says so.
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

const isConnected = async (socket: Socket, signal: AbortSignal): Promise<boolean> => {
  try {
    await once(socket, 'connect', { signal })
    socket.on('error', () => undefined)
    return true
  } catch {
    // gone since it was asked
    socket.destroy()
    signal.throwIfAborted()
    return false
  }
}

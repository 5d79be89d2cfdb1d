/** The folder (0700) of a connection that the system's ssh makes: its configuration, its questions and its socket. */
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Short: a socket's path has about 100 bytes. The process that made it is in its name. */
const prefix = 'sj-ssh-'

export const makeFolder = async (): Promise<string> => {
  await sweepFolders()
  return mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
}

/** Removes those of engines that were killed, and of no other. */
export const sweepFolders = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1] ?? 0)
    if (pid === 0 || isAlive(pid)) continue
    const folder = join(tmpdir(), name)
    // somebody else's, whose processes are not to be seen here, still answers
    if (await answers(join(folder, 'control'))) continue
    await rm(folder, { recursive: true, force: true }).catch((error: NodeJS.ErrnoException) => {
      // of another user: theirs to remove
      if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error
    })
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const answers = async (path: string): Promise<boolean> => {
  const socket = connect(path)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    // whatever is in the way: nobody is there, or it is not ours
    return false
  } finally {
    socket.destroy()
  }
}

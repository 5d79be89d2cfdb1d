/** Which process has a capture in hand, so that another one on this machine leaves it alone. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface Owner {
  readonly pid: number
  /** tells a process from an earlier one with the same PID; '' where the system does not say */
  readonly start: string
  /** tells two libraries that one process has open */
  readonly session: string
}

/** Libraries that this process has open. */
const openSessions = new Set<string>()

export function beginSession(): Owner {
  const session = randomUUID()
  openSessions.add(session)
  return { pid: process.pid, start: readStart(process.pid), session }
}

export const endSession = (owner: Owner): void => {
  openSessions.delete(owner.session)
}

export const listOpenSessions = (): string[] => [...openSessions]

/** `openHere`: sessions of this process, which only its main thread knows. */
export function isOwnerAlive(owner: Owner, openHere: readonly string[]): boolean {
  if (owner.pid === process.pid && owner.start === readStart(process.pid))
    return openHere.includes(owner.session)
  return isProcessAlive(owner.pid) && owner.start === readStart(owner.pid)
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // it lives, but is not ours to signal
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** starttime, field 22 of /proc/PID/stat (proc_pid_stat(5)); field 2 may hold spaces and parentheses. */
function readStart(pid: number): string {
  if (process.platform !== 'linux') return ''
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return ''
    throw error
  }
}

/** What runs on this machine for one capture, told by the capture's id: other tests trace at the same time. */
import { globSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { descendants, processes } from '../sshd/processes.ts'

/** Whether a syscall-latency capture of this machine has said that all its probes are on.  */
export const isTracing = (captureId: string): boolean =>
  globSync(`/var/tmp/smokejumper-${userInfo().uid}/${captureId}/artifact`).some((path) =>
    readFileSync(path, 'utf8').includes('M\\tattached'),
  )

/** What runs for a capture on this machine: its tool, its rendering, its supervisor; as 'PID: COMMAND'. */
export const runningFor = (captureId: string): string[] =>
  processes().flatMap(({ pid }) => {
    const command = commandOf(pid)
    return command.includes(captureId) ? [`${pid}: ${command}`] : []
  })

/** Whether perf records for a capture on this machine: it lets its `sleep` go when all its events are on. */
export const isRecording = (captureId: string): boolean =>
  runningFor(captureId)
    .filter((row) => row.includes(': perf record '))
    .some((row) => descendants(Number.parseInt(row, 10)).some(({ comm }) => comm === 'sleep'))

/** '' when the process is gone. */
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return ''
    throw error
  }
}

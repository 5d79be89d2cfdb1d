/** The host's processes, searched and sorted. */
import type { Process } from '../../shared/model/host.ts'
import type { Sort } from '../components/table.tsx'

/** All words must be somewhere in PID, name, user or command. */
export function filterProcesses(processes: readonly Process[], search: string): readonly Process[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return processes
  return processes.filter(({ pid, user, comm, command }) => {
    const text = `${pid} ${comm} ${user} ${command}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

export function sortProcesses(processes: readonly Process[], { by, descending }: Sort): readonly Process[] {
  const compare = comparisons[by] ?? comparisons.pid!
  return [...processes].sort((a, b) => (descending ? -compare(a, b) : compare(a, b)) || a.pid - b.pid)
}

const comparisons: Readonly<Record<string, (a: Process, b: Process) => number>> = {
  pid: (a, b) => a.pid - b.pid,
  cpu: (a, b) => a.cpu - b.cpu,
  comm: (a, b) => a.comm.localeCompare(b.comm),
  user: (a, b) => a.user.localeCompare(b.user),
}

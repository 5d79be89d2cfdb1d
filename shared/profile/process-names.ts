/** What processes are called, by the threads that were seen of them. */

export interface NamedThread {
  readonly pid: number
  readonly tid: number
  readonly name: string
}

/** More names than this are cut: 'worker-1, worker-2, …'. */
const MOST_NAMES = 2

/**
 * By pid. A process is called as its first thread (tid is pid); where that was never seen, none of the others
 * speaks for it: it is called by their names, in the order of their tids, each once.
 */
export function nameProcesses(threads: readonly NamedThread[]): ReadonlyMap<number, string> {
  const leaders = new Map<number, string>()
  const names = new Map<number, Set<string>>()
  for (const { pid, tid, name } of [...threads].sort((a, b) => a.tid - b.tid)) {
    if (pid === tid) leaders.set(pid, name)
    const known = names.get(pid)
    if (known) known.add(name)
    else names.set(pid, new Set([name]))
  }
  return new Map([...names].map(([pid, all]) => [pid, leaders.get(pid) ?? listNames([...all])]))
}

const listNames = (names: readonly string[]): string =>
  [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ['…'] : [])].join(', ')

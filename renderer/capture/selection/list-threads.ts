/** Processes with their threads, in the order of names, for choosing. */
import type { ThreadRef } from '../../../shared/contract/selection.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { nameProcesses } from '../../../shared/profile/process-names.ts'

export interface ThreadLine {
  readonly ref: ThreadRef
  readonly name: string
}

/** A process of one thread is one line. The search is in names and numbers. */
export function listThreads(threads: CaptureDetail['threads'], search: string): ThreadLine[] {
  const wanted = search.trim().toLowerCase()
  const names = nameProcesses(threads)
  const processes = new Map<number, CaptureDetail['threads'][number][]>()
  for (const thread of threads) {
    const matches =
      wanted === '' ||
      `${names.get(thread.pid)} ${thread.name} ${thread.pid} ${thread.tid}`.toLowerCase().includes(wanted)
    if (!matches) continue
    const known = processes.get(thread.pid)
    if (known) known.push(thread)
    else processes.set(thread.pid, [thread])
  }
  const nameOf = (pid: number) => names.get(pid) ?? ''
  return [...processes]
    .sort(([a], [b]) => nameOf(a).localeCompare(nameOf(b)) || a - b)
    .flatMap(([pid, members]) => [
      { ref: { pid, tid: null }, name: nameOf(pid) },
      ...(members.length > 1
        ? [...members].sort((a, b) => a.tid - b.tid).map(({ tid, name }) => ({ ref: { pid, tid }, name }))
        : []),
    ])
}

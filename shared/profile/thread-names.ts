/** What threads and processes are called. */
import type { Profile } from '../model/profile.ts'
import { nameProcesses } from './process-names.ts'

/** One entry per thread of the profile, and a last one for events that have no thread (pid and tid -1). */
export interface ThreadNames {
  readonly length: number
  readonly pid: Int32Array
  readonly tid: Int32Array
  /** comm of the thread */
  readonly thread: readonly string[]
  /** comm of the process: of the thread whose tid is the pid, else of the threads that were seen of it */
  readonly process: readonly string[]
}

export const NO_THREAD = '[no thread]'

export function nameThreads(profile: Profile): ThreadNames {
  const { threads, strings } = profile
  const count = threads.length
  const pid = new Int32Array(count + 1).fill(-1)
  const tid = new Int32Array(count + 1).fill(-1)
  pid.set(threads.pid.subarray(0, count))
  tid.set(threads.tid.subarray(0, count))
  const thread: string[] = []
  for (let i = 0; i < count; i++) thread.push(strings[threads.name[i]!] ?? '')
  const byPid = nameProcesses(thread.map((name, i) => ({ pid: pid[i]!, tid: tid[i]!, name })))
  thread.push(NO_THREAD)
  const process = thread.map((name, i) => (i === count ? name : (byPid.get(pid[i]!) ?? name)))
  return { length: count + 1, pid, tid, thread, process }
}

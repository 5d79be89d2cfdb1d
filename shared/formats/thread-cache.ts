/** Threads that come again and again, found without a look at their names: of each slot the newest. */
import type { Pid, ThreadIndex } from '../units/units.ts'
import type { ProfileBuilder } from './profile-builder.ts'

const SLOTS = 1024

/** As builder.thread. */
export const createThreadCache = (
  builder: ProfileBuilder,
): ((pid: Pid, tid: Pid, name: string) => ThreadIndex) => {
  const pids = new Int32Array(SLOTS)
  const tids = new Int32Array(SLOTS)
  const threads = new Int32Array(SLOTS).fill(-1)
  const names: string[] = new Array<string>(SLOTS).fill('')
  return (pid, tid, name) => {
    const slot = (tid ^ (tid >>> 10)) & (SLOTS - 1)
    if (threads[slot] !== -1 && tids[slot] === tid && pids[slot] === pid && names[slot] === name)
      return threads[slot]!
    const thread = builder.thread(pid, tid, name)
    pids[slot] = pid
    tids[slot] = tid
    names[slot] = name
    threads[slot] = thread
    return thread
  }
}

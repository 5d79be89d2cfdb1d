/** The rows of a stream, thread by thread, as formats have them that keep a list for each. */
import type { Profile, SampleStream, SliceStream } from '../../model/profile.ts'
import { NO_THREAD, nameThreads } from '../../profile/thread-names.ts'

export interface ThreadRows {
  /** index into the profile's threads; -1 for events that have none */
  readonly thread: number
  readonly pid: number
  readonly tid: number
  readonly name: string
  readonly process: string
  /** in the order of their times */
  readonly rows: Uint32Array
}

/** Only threads that have rows, in the order of the thread table, those without a thread last. */
export const rowsByThread = (profile: Profile, stream: SampleStream | SliceStream): ThreadRows[] => {
  const names = nameThreads(profile)
  const count = profile.threads.length
  const ends = new Uint32Array(count + 2)
  const slotOf = (row: number) => (stream.thread[row]! < 0 ? count : stream.thread[row]!)
  for (let row = 0; row < stream.length; row++) ends[slotOf(row) + 1]!++
  for (let slot = 0; slot <= count; slot++) ends[slot + 1]! += ends[slot]!
  const next = ends.slice()
  const order = new Uint32Array(stream.length)
  for (let row = 0; row < stream.length; row++) order[next[slotOf(row)]!++] = row
  const found: ThreadRows[] = []
  for (let slot = 0; slot <= count; slot++) {
    const rows = order.subarray(ends[slot]!, ends[slot + 1]!)
    if (rows.length === 0) continue
    found.push({
      thread: slot === count ? -1 : slot,
      pid: names.pid[slot]!,
      tid: names.tid[slot]!,
      name: names.thread[slot] ?? NO_THREAD,
      process: names.process[slot] ?? NO_THREAD,
      rows,
    })
  }
  return found
}

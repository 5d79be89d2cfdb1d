/** Threads and times out of the labels of samples, under the names that tools give them. */
import type { ThreadIndex } from '../../units/units.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import type { LabelRow, PprofTables } from './pprof-tables.ts'

/** of labels as a thread's name, so many characters */
const LONGEST_NAME = 200

/** perf_to_profile and ours: pid, tid, comm, thread_comm; Datadog: thread id, thread name, end_timestamp_ns. */
const pidKeys = ['pid', 'process_id']
const tidKeys = ['tid', 'thread id', 'thread_id']
const nameKeys = ['thread_comm', 'thread name', 'thread_name', 'thread', 'comm']
const timeKeys = ['end_timestamp_ns', 'timestamp_ns']

export interface PprofLabels {
  /** -1: no label says anything of a thread */
  readonly thread: ThreadIndex
  /** null: no label says when */
  readonly time: bigint | null
}

const toId = (value: bigint | undefined): number => {
  const id = Number(value ?? 0n)
  return (id | 0) === id ? id : 0
}

/** A number may be written as text. */
const numberIn = (text: string): bigint | undefined => (/^\d{1,18}$/.test(text) ? BigInt(text) : undefined)

/** By number of the label set. */
export const createLabelReader = (tables: PprofTables, builder: ProfileBuilder) => {
  const known = new Map<number, PprofLabels>()

  const read = (rows: readonly LabelRow[]): PprofLabels => {
    const texts = new Map<string, string>()
    const numbers = new Map<string, bigint>()
    for (const { key, text, number } of rows) {
      const name = tables.text(key)
      if (text !== 0) texts.set(name, tables.text(text))
      else numbers.set(name, number)
    }
    const numberOf = (keys: readonly string[]) => {
      for (const key of keys) {
        const value = numbers.get(key) ?? numberIn(texts.get(key) ?? '')
        if (value !== undefined) return value
      }
      return undefined
    }
    const pid = numberOf(pidKeys)
    const tid = numberOf(tidKeys)
    const nameKey = nameKeys.find((key) => texts.has(key))
    const time = numberOf(timeKeys) ?? null
    if (pid === undefined && tid === undefined && nameKey === undefined) {
      // Go's labels say what a goroutine worked on: that is what one wants to group by
      const name = Array.from(texts, ([key, text]) => `${key}=${text}`)
        .sort()
        .join(' ')
      return {
        thread: name === '' ? -1 : builder.thread(0, 0, name.slice(0, LONGEST_NAME).toWellFormed()),
        time,
      }
    }
    const name = nameKey === undefined ? `thread ${tid ?? pid}` : texts.get(nameKey)!
    return { thread: builder.thread(toId(pid), toId(tid), name), time }
  }

  return (set: number): PprofLabels => {
    if (set === -1) return { thread: -1, time: null }
    let labels = known.get(set)
    if (labels === undefined) {
      labels = read(tables.labelSets[set]!)
      known.set(set, labels)
    }
    return labels
  }
}

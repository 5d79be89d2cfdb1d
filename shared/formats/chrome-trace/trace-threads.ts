/** Threads of a trace, whose names come at any time, and whose ids need not be numbers. */
import type { ThreadIndex } from '../../units/units.ts'
import { integerOf, type JsonValue, scalarText } from '../json/json-value.ts'
import type { ProfileBuilder } from '../profile-builder.ts'

export interface TraceThreads {
  /** A number for the thread, to be given to `resolve` at the end. */
  of(pid: JsonValue | undefined, tid: JsonValue | undefined): number
  /** of an event that names only the thread's id */
  ofTid(tid: JsonValue | undefined): number
  nameThread(thread: number, name: string): void
  nameProcess(pid: JsonValue | undefined, name: string): void
  resolve(builder: ProfileBuilder): (thread: number) => ThreadIndex
  processText(thread: number): string
}

interface Thread {
  readonly pid: number
  readonly tid: number
  readonly pidText: string
  readonly tidText: string
  name: string | undefined
}

export const createTraceThreads = (): TraceThreads => {
  const threads: Thread[] = []
  const byKey = new Map<string, number>()
  const byTid = new Map<string, number>()
  const processNames = new Map<string, string>()
  let lastPid: JsonValue | undefined
  let lastTid: JsonValue | undefined
  let last = -1

  const add = (pid: JsonValue | undefined, tid: JsonValue | undefined, key: string): number => {
    const [pidText, tidText] = [scalarText(pid) ?? '0', scalarText(tid) ?? '0']
    const index = threads.length
    // an id that is no number of 32 bits is in the name only
    threads.push({ pid: integerOf(pid) ?? 0, tid: integerOf(tid) ?? 0, pidText, tidText, name: undefined })
    byKey.set(key, index)
    if (!byTid.has(tidText)) byTid.set(tidText, index)
    return index
  }

  const of = (pid: JsonValue | undefined, tid: JsonValue | undefined): number => {
    if (last !== -1 && pid === lastPid && tid === lastTid) return last
    const key = `${scalarText(pid) ?? '0'}\n${scalarText(tid) ?? '0'}`
    last = byKey.get(key) ?? add(pid, tid, key)
    lastPid = pid
    lastTid = tid
    return last
  }

  /** What an id that is no number is called, so that unlike threads stay unlike. */
  const fallback = ({ pid, tid, pidText, tidText }: Thread): string => {
    const process = processNames.get(pidText) ?? (String(pid) === pidText ? undefined : pidText)
    const thread = String(tid) === tidText ? undefined : tidText
    return [process, thread].filter((part) => part !== undefined).join(' ') || `thread ${tidText}`
  }

  return {
    of,
    ofTid: (tid) => byTid.get(scalarText(tid) ?? '0') ?? of(0, tid),
    nameThread(thread, name) {
      threads[thread]!.name = name
    },
    nameProcess(pid, name) {
      processNames.set(scalarText(pid) ?? '0', name)
    },
    resolve(builder) {
      const resolved = threads.map((thread) =>
        builder.thread(thread.pid, thread.tid, thread.name || fallback(thread)),
      )
      return (thread) => resolved[thread]!
    },
    processText: (thread) => threads[thread]!.pidText,
  }
}

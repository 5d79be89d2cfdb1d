/**
 * Asynchronous operations of a trace: begin and end share category and id, on any threads, and nest by id. They stand
 * in the order of their threads' buffers, so that an end may come before its beginning: they are matched by time.
 */
import type { Nanoseconds } from '../../units/units.ts'
import { float64Column, int32Column } from '../growable-columns.ts'
import type { SliceColumns } from '../stream-columns.ts'

export interface AsyncSlices {
  readonly length: number
  begin(key: string, thread: number, time: Nanoseconds, name: number): void
  end(key: string, thread: number, time: Nanoseconds, name: number): void
  /** Operations that have not ended end at the last time there is. Returns what found no partner. */
  finish(
    into: SliceColumns,
    threadOf: (thread: number) => number,
  ): { readonly unended: number; readonly unbegun: number }
}

export const createAsyncSlices = (): AsyncSlices => {
  const times = float64Column()
  /** name for a beginning, -1 - name for an end */
  const names = int32Column()
  const threads = int32Column()
  const keys = int32Column()
  const keyIndex = new Map<string, number>()

  const push = (key: string, thread: number, time: Nanoseconds, name: number) => {
    const known = keyIndex.get(key) ?? keyIndex.size
    keyIndex.set(key, known)
    times.push(time)
    names.push(name)
    threads.push(thread)
    keys.push(known)
  }

  return {
    get length() {
      return times.length
    },
    begin: push,
    end: (key, thread, time, name) => push(key, thread, time, -1 - name),
    finish(into, threadOf) {
      const time = times.toArray()
      const order = new Uint32Array(time.length)
      for (let row = 0; row < order.length; row++) order[row] = row
      order.sort((a, b) => time[a]! - time[b]! || a - b)
      const last = order.length === 0 ? 0 : time[order[order.length - 1]!]!
      /** by key: rows of the beginnings */
      const open = new Map<number, number[]>()
      let unbegun = 0
      const add = (row: number, end: Nanoseconds) =>
        into.add(time[row]!, end - time[row]!, threadOf(threads.get(row)), names.get(row), Number.NaN)

      for (const row of order) {
        const key = keys.get(row)
        const rows = open.get(key)
        if (names.get(row) >= 0) {
          if (rows) rows.push(row)
          else open.set(key, [row])
          continue
        }
        const name = -1 - names.get(row)
        let depth = rows === undefined ? -1 : rows.length - 1
        while (depth >= 0 && names.get(rows![depth]!) !== name) depth--
        if (depth < 0) unbegun++
        else add(rows!.splice(depth, 1)[0]!, time[row]!)
      }
      let unended = 0
      for (const rows of open.values()) {
        for (const row of rows) add(row, last)
        unended += rows.length
      }
      return { unended, unbegun }
    },
  }
}

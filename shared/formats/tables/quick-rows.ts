/**
 * Reads rows of tables from their bytes, many times as fast as from text: a program that prints each system call
 * prints a million of them. What the columns are is found out once, from the header. Rows that are anything but plain
 * are left to the reader of text (table-reader.ts), which gives the same for all others.
 */
import { createByteNames } from '../byte-names.ts'
import { readInteger } from '../byte-numbers.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { createThreadCache } from '../thread-cache.ts'
import { createFields, isNumeric } from './place-fields.ts'
import { type Row, subjectOfCall } from './row.ts'
import type { ColumnRole, TableShape } from './table-header.ts'
import type { TimeReader } from './table-time.ts'

/** more is no number of a process */
export const MOST_PID = 0x7fffffff
const HASH = 35

/**
 * Writes the row that begins at `start` into `row`, and gives where its newline is; -1 for a row that is not plain, when
 * `row` is of no use. There must be a newline somewhere behind `start`.
 */
export type QuickRowReader = (row: Row, bytes: Uint8Array, start: number) => number

/** Null for tables that have no column by which a row is told from a header. */
export const createQuickRowReader = (
  shape: TableShape,
  builder: ProfileBuilder,
  clock: TimeReader,
): QuickRowReader | null => {
  const { columns } = shape
  if (columns.length < 2 || !columns.some(isNumeric)) return null
  const { starts, ends, values, place } = createFields(shape)

  const indexOf = (role: ColumnRole) => columns.findIndex((column) => column.role === role)
  const [time, latency, count, total] = [
    indexOf('time'),
    indexOf('latency'),
    indexOf('count'),
    indexOf('total'),
  ]
  const [pid, tid, cpu, comm] = [indexOf('pid'), indexOf('tid'), indexOf('cpu'), indexOf('comm')]
  const [call, result] = [indexOf('call'), indexOf('result')]
  const scaleOf = (column: number) => columns[column]?.scale ?? 1
  const [timeScale, latencyScale, totalScale] = [scaleOf(time), scaleOf(latency), scaleOf(total)]
  /** what a row is about when it has no call (row.ts, subjectOf) */
  const subject = latency === -1 ? columns.findLastIndex(({ role }) => role === 'other') : -1

  const commOf = createByteNames((text) => text.trim())
  const rawCommOf = createByteNames((text) => text)
  const callOf = createByteNames((text) => subjectOfCall(columns[call]!.name, text))
  const otherOf = createByteNames((text) => text.trim())
  const resultOf = createByteNames(Number)

  const threadOf = createThreadCache(builder)

  return (row, bytes, start) => {
    if (bytes[start] === HASH) return -1
    const end = place(bytes, start)
    if (end === -1) return -1
    // what a column that is missing gives is no number
    row.latency = latency === -1 ? Number.NaN : Math.round(values[latency]! * latencyScale)
    row.total = total === -1 ? Number.NaN : Math.round(values[total]! * totalScale)
    row.count = count === -1 ? Number.NaN : values[count]!
    if (latency !== -1 && !(row.latency < 2 ** 63)) return -1
    if (total !== -1 && !(row.total < 2 ** 63)) return -1
    if (count !== -1 && !(row.count >= 0)) return -1
    if (pid !== -1 && !(Math.abs(values[pid]!) <= MOST_PID)) return -1
    if (tid !== -1 && !(Math.abs(values[tid]!) <= MOST_PID)) return -1
    row.cpu = -1
    if (cpu !== -1 && starts[cpu]! < ends[cpu]!) {
      if (!(values[cpu]! < 2 ** 20)) return -1
      row.cpu = values[cpu]!
    }
    row.result = Number.NaN
    if (result !== -1 && starts[result]! < ends[result]!) {
      row.result = readInteger(bytes, starts[result]!, ends[result]!)
      if (Number.isNaN(row.result)) row.result = resultOf(bytes, starts[result]!, ends[result]!)
    }
    row.subject = ''
    if (call !== -1) row.subject = callOf(bytes, starts[call]!, ends[call]!)
    else if (latency === -1) {
      if (subject !== -1) row.subject = otherOf(bytes, starts[subject]!, ends[subject]!)
      if (row.subject === '' && comm !== -1) row.subject = rawCommOf(bytes, starts[comm]!, ends[comm]!)
    }
    // last: a time that is read moves the clock
    row.time = Number.NaN
    if (time !== -1) {
      row.time = clock.readBytes(bytes, starts[time]!, ends[time]!, timeScale)
      if (Number.isNaN(row.time)) return -1
    }
    const owner = pid !== -1 ? values[pid]! : tid !== -1 ? values[tid]! : -1
    const own = tid !== -1 ? values[tid]! : owner
    row.thread = threadOf(owner, own, comm === -1 ? '' : commOf(bytes, starts[comm]!, ends[comm]!))
    row.stack = -1
    return end
  }
}

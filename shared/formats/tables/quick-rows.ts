/**
 * Reads rows of tables from their bytes, many times as fast as from text: a program that prints each system call
 * prints a million of them. What the columns are is found out once, from the header. Rows that are anything but plain
 * are left to the reader of text (table-reader.ts), which gives the same for all others.
 */
import { createByteNames } from '../byte-names.ts'
import { readDecimal, readInteger, trimmedEnd } from '../byte-numbers.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { createThreadCache } from '../thread-cache.ts'
import { type Row, subjectOfCall } from './row.ts'
import type { Column, ColumnRole, TableShape } from './table-header.ts'
import type { TimeReader } from './table-time.ts'

/** more is no number of a process */
export const MOST_PID = 0x7fffffff
const TAB = 9
const SPACE = 32
const HASH = 35
/** names of threads and functions that hold more spaces are left to the reader of text */
const MOST_WORDS = 6

/** Writes into `row` and returns true; false for a row that is not plain, when `row` is of no use. */
export type QuickRowReader = (row: Row, bytes: Uint8Array, start: number, end: number) => boolean

/** What a byte is to a table whose columns are told apart by spaces. */
const OTHER = 0
const OF_NUMBER = 1
const OF_TIME = 2
const BLANK = 3
const NOT_PLAIN = 4
const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === SPACE || byte === TAB) return BLANK
  if (byte < SPACE || byte > 126) return NOT_PLAIN
  if (byte >= 48 && byte <= 57) return OF_NUMBER
  return byte === 45 || byte === 46 || byte === 58 ? OF_TIME : OTHER
})

const numeric: ReadonlySet<ColumnRole> = new Set(['time', 'latency', 'count', 'total', 'pid', 'tid', 'cpu'])

/** Where the fields of a row are, in columns that tabs tell apart. */
const splitTabs = (count: number, starts: Int32Array, ends: Int32Array) => {
  return (bytes: Uint8Array, start: number, end: number): boolean => {
    let column = 0
    starts[0] = start
    for (let at = start; at < end; at++) {
      if (bytes[at] !== TAB) continue
      if (column === count - 1) return false
      ends[column++] = at
      starts[column] = at + 1
    }
    ends[column] = end
    return column === count - 1
  }
}

/**
 * The same of columns that spaces tell apart. The first name of a thread or function takes as many words as it needs
 * for the others to fit, the last column the rest of the line when it is text.
 */
const splitSpaces = (columns: readonly Column[], starts: Int32Array, ends: Int32Array) => {
  const last = columns.length - 1
  const isNumber = columns.map(({ role }) => numeric.has(role))
  const spaced = columns.findIndex(
    ({ role, name }, at) => at < last && (role === 'comm' || (!numeric.has(role) && /^func$/i.test(name))),
  )
  const longest = columns[spaced]?.role === 'comm' ? 64 : 1024

  /** 1: it fits; 0: with so many words it does not; -1: it is not plain */
  const placeIn = (bytes: Uint8Array, start: number, end: number, words: number): -1 | 0 | 1 => {
    let at = start
    for (let column = 0; column <= last; column++) {
      while (at < end && classes[bytes[at]!] === BLANK) at++
      starts[column] = at
      if (column === last && !isNumber[column]) {
        ends[column] = end
        if (at < end) return classes[bytes[at]!] === NOT_PLAIN ? -1 : 1
        // a call that is missing is another than an empty one
        return columns[last]!.role === 'call' ? -1 : 1
      }
      if (at === end) return -1
      let kinds = 0
      for (let word = column === spaced ? words : 1; word > 0; word--) {
        while (at < end && classes[bytes[at]!] === BLANK) at++
        while (at < end) {
          const kind = classes[bytes[at]!]!
          if (kind >= BLANK) {
            if (kind === NOT_PLAIN) return -1
            break
          }
          if (kind === OTHER) kinds = 1
          at++
        }
      }
      ends[column] = at
      if (isNumber[column] && kinds === 1) return 0
      if (column === spaced && at - starts[column]! > longest) return -1
    }
    return trimmedEnd(bytes, at, end) === at ? 1 : 0
  }

  return (bytes: Uint8Array, start: number, end: number): boolean => {
    for (let words = 1; words <= MOST_WORDS; words++) {
      const found = placeIn(bytes, start, end, words)
      if (found !== 0) return found === 1
      if (spaced === -1) return false
    }
    return false
  }
}

/** Null for tables that have no column by which a row is told from a header. */
export const createQuickRowReader = (
  { columns, isTabbed }: TableShape,
  builder: ProfileBuilder,
  clock: TimeReader,
): QuickRowReader | null => {
  if (columns.length < 2 || !columns.some(({ role }) => numeric.has(role))) return null
  const starts = new Int32Array(columns.length)
  const ends = new Int32Array(columns.length)
  const split = isTabbed ? splitTabs(columns.length, starts, ends) : splitSpaces(columns, starts, ends)

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
  /** what a row is about when it has no call (row.ts, subjectOf) */
  const subject = latency === -1 ? columns.findLastIndex(({ role }) => role === 'other') : -1

  const commOf = createByteNames((text) => text.trim())
  const rawCommOf = createByteNames((text) => text)
  const callOf = createByteNames((text) => subjectOfCall(columns[call]!.name, text))
  const otherOf = createByteNames((text) => text.trim())
  const resultOf = createByteNames(Number)

  const threadOf = createThreadCache(builder)

  /** NaN where the table has no such column; -1 for what is no such number, or one that is to be read as text. */
  const scaled = (column: number, bytes: Uint8Array): number => {
    if (column === -1) return Number.NaN
    const value = Math.round(readDecimal(bytes, starts[column]!, ends[column]!) * scaleOf(column))
    return value < 2 ** 63 ? value : -1
  }
  const integer = (column: number, bytes: Uint8Array): number =>
    readInteger(bytes, starts[column]!, ends[column]!)

  return (row, bytes, start, end) => {
    if (bytes[start] === HASH || !split(bytes, start, end)) return false
    row.latency = scaled(latency, bytes)
    row.total = scaled(total, bytes)
    row.count = count === -1 ? Number.NaN : integer(count, bytes)
    if (row.latency < 0 || row.total < 0 || (count !== -1 && !(row.count >= 0))) return false
    const process = pid === -1 ? Number.NaN : integer(pid, bytes)
    const thread = tid === -1 ? Number.NaN : integer(tid, bytes)
    if (pid !== -1 && !(Math.abs(process) <= MOST_PID)) return false
    if (tid !== -1 && !(Math.abs(thread) <= MOST_PID)) return false
    row.cpu = -1
    if (cpu !== -1 && starts[cpu]! < ends[cpu]!) {
      row.cpu = integer(cpu, bytes)
      if (!(row.cpu < 2 ** 20)) return false
    }
    row.result = Number.NaN
    if (result !== -1 && starts[result]! < ends[result]!) {
      row.result = integer(result, bytes)
      if (Number.isNaN(row.result)) row.result = resultOf(bytes, starts[result]!, ends[result]!)
    }
    row.subject = ''
    if (call !== -1) row.subject = callOf(bytes, starts[call]!, ends[call]!)
    else if (latency === -1) {
      if (subject !== -1) row.subject = otherOf(bytes, starts[subject]!, ends[subject]!)
      if (row.subject === '' && comm !== -1) row.subject = rawCommOf(bytes, starts[comm]!, ends[comm]!)
    }
    // last: a time that is read moves the clock
    row.time = time === -1 ? Number.NaN : clock.readBytes(bytes, starts[time]!, ends[time]!, scaleOf(time))
    if (time !== -1 && Number.isNaN(row.time)) return false
    const owner = Number.isNaN(process) ? thread : process
    const own = Number.isNaN(thread) ? process : thread
    const isThread = !Number.isNaN(owner)
    const name = comm === -1 ? '' : commOf(bytes, starts[comm]!, ends[comm]!)
    row.thread = threadOf(isThread ? owner : -1, isThread ? own : -1, name)
    row.stack = -1
    return true
  }
}

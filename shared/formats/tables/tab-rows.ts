/**
 * Reads rows of tables with tabs from their bytes, which is several times as fast as from text: a program that
 * prints each system call prints a million of them. Rows that are anything but plain are left to the reader of text.
 */
import { type ByteIndex, createByteIndex } from '../byte-index.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { type Row, subjectOfCall } from './row.ts'
import type { Column } from './table-header.ts'

const TAB = 9
const MINUS = 45
/** digits whose number a double holds exactly */
const MOST_DIGITS = 15
const MOST_PID = 0x7fffffff
const decoder = new TextDecoder()

/** NaN unless bytes[start, end) are digits, with a minus before them where that may be. */
const readInteger = (bytes: Uint8Array, start: number, end: number, isSigned = false): number => {
  const isNegative = isSigned && bytes[start] === MINUS
  const from = isNegative ? start + 1 : start
  if (end <= from || end - from > MOST_DIGITS) return Number.NaN
  let value = 0
  for (let at = from; at < end; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return isNegative ? -value : value
}

/** Strings by their bytes, each made once. */
const createNames = (nameOf: (text: string) => string) => {
  const known: ByteIndex = createByteIndex()
  const names: string[] = []
  return (bytes: Uint8Array, start: number, end: number): string => {
    const index = known.get(bytes, start, end)
    if (index !== undefined) return names[index]!
    const name = nameOf(decoder.decode(bytes.subarray(start, end)))
    known.add(bytes, start, end, names.length)
    names.push(name)
    return name
  }
}

/**
 * Null for tables whose rows must be read as text: without a call that names slices, or with other times than
 * nanoseconds. relative: seconds and nanoseconds as a time.
 * What it gives returns false for a row that is not plain; `row` is then of no use.
 */
export const createTabRowReader = (
  columns: readonly Column[],
  builder: ProfileBuilder,
  relative: (seconds: number, nanoseconds: number) => number,
): ((row: Row, bytes: Uint8Array, start: number, end: number) => boolean) | null => {
  const roles = columns.map(({ role }) => role)
  const isPlain = columns.every(({ role, scale }) => role !== 'time' || scale === 1)
  if (!isPlain || !roles.includes('latency') || roles.includes('count') || roles.includes('total'))
    return null
  const scales = columns.map(({ scale }) => scale)
  const commOf = createNames((text) => text.trim())
  const callColumn = columns.find(({ role }) => role === 'call')?.name ?? ''
  const callOf = createNames((text) => subjectOfCall(callColumn, text))

  return (row, bytes, start, end) => {
    let [pid, tid, comm] = [Number.NaN, Number.NaN, '']
    row.time = Number.NaN
    row.cpu = -1
    row.subject = ''
    row.result = Number.NaN
    row.stack = -1
    let from = start
    let column = 0
    for (let at = start; at <= end; at++) {
      if (at < end && bytes[at] !== TAB) continue
      // numbers that are none end the row: it is another
      switch (roles[column]) {
        case 'time': {
          if (at - from < 10 || at - from > 20) return false
          row.time = relative(readInteger(bytes, from, at - 9), readInteger(bytes, at - 9, at))
          if (Number.isNaN(row.time)) return false
          break
        }
        case 'latency':
          row.latency = readInteger(bytes, from, at) * scales[column]!
          if (Number.isNaN(row.latency)) return false
          break
        case 'pid':
          pid = readInteger(bytes, from, at)
          if (!(pid <= MOST_PID)) return false
          break
        case 'tid':
          tid = readInteger(bytes, from, at)
          if (!(tid <= MOST_PID)) return false
          break
        case 'cpu':
          row.cpu = readInteger(bytes, from, at)
          if (!(row.cpu < 2 ** 20)) return false
          break
        case 'result':
          row.result = readInteger(bytes, from, at, true)
          if (Number.isNaN(row.result)) return false
          break
        case 'comm':
          comm = commOf(bytes, from, at)
          break
        case 'call':
          row.subject = callOf(bytes, from, at)
          break
        default:
      }
      column++
      from = at + 1
    }
    if (column !== roles.length) return false
    const process = Number.isNaN(pid) ? tid : pid
    const isThread = !Number.isNaN(process)
    row.thread = builder.thread(
      isThread ? process : -1,
      isThread ? (Number.isNaN(tid) ? pid : tid) : -1,
      comm,
    )
    return true
  }
}

/** A line of ftrace's trace and trace_pipe, from its bytes: what trace-line.ts reads, of the lines that are plain. */
import { hasWord, readDigits, readFraction, skipDigits, skipSpaces, wordOf } from '../byte-numbers.ts'

const SPACE = 32
const OPEN_ROUND = 40
const CLOSE_ROUND = 41
const MINUS = 45
const POINT = 46
const COLON = 58
const LESS = 60
const OPEN = 91
const CLOSE = 93
/** bytes of a thread's name */
const LONGEST_COMM = 32
/** digits of what must fit into 31 bits */
const MOST_DIGITS = 9
const MOST_EVENT = 128
const MOST_FUNCTION = 255

const KERNEL_STACK = wordOf('<stack trace>')
const USER_STACK = wordOf('<user stack trace>')
const CALLED_BY = wordOf(' <-')

/** Letters, digits, `_`, `.`: of events also `:` and `-`, of functions `$`. */
const OF_NAME = 1
const OF_EVENT = 2
const OF_FUNCTION = 4
const classes = new Uint8Array(256)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.')
  classes[character.charCodeAt(0)] = OF_NAME | OF_EVENT | OF_FUNCTION
for (const character of ':-') classes[character.charCodeAt(0)] = OF_EVENT
classes['$'.charCodeAt(0)] = OF_FUNCTION

/** Written anew for each line; names are where their bytes stand. */
export interface TraceBytes {
  commStart: number
  commEnd: number
  pid: number
  tid: number
  cpu: number
  seconds: number
  nanoseconds: number
  what: 'event' | 'function' | 'stack'
  /** of an event its name, of the function tracer the function that is called */
  nameStart: number
  nameEnd: number
  callerStart: number
  callerEnd: number
}

export const emptyTraceBytes = (): TraceBytes => ({
  commStart: 0,
  commEnd: 0,
  pid: 0,
  tid: 0,
  cpu: 0,
  seconds: 0,
  nanoseconds: 0,
  what: 'event',
  nameStart: 0,
  nameEnd: 0,
  callerStart: 0,
  callerEnd: 0,
})

/** What the line says from `at` on, behind the time. */
const readWhat = (into: TraceBytes, bytes: Uint8Array, at: number, end: number): boolean => {
  into.nameStart = at
  if (bytes[at] === LESS) {
    into.what = 'stack'
    return hasWord(bytes, at, end, KERNEL_STACK) || hasWord(bytes, at, end, USER_STACK)
  }
  let stop = at
  let colon = -1
  let kinds = OF_NAME | OF_EVENT | OF_FUNCTION
  const last = Math.min(end, at + MOST_EVENT + 1)
  for (; stop < last && classes[bytes[stop]!] !== 0; stop++) {
    kinds &= classes[bytes[stop]!]!
    if (bytes[stop] === COLON) colon = stop
  }
  if (stop === last && stop < end) return false
  if ((kinds & OF_FUNCTION) !== 0 && stop > at && hasWord(bytes, stop, end, CALLED_BY)) {
    into.what = 'function'
    into.nameEnd = stop
    const caller = stop + CALLED_BY.length
    let callerEnd = caller
    while (callerEnd < end && (classes[bytes[callerEnd]!]! & OF_FUNCTION) !== 0) callerEnd++
    into.callerStart = caller
    into.callerEnd = callerEnd
    return callerEnd > caller && callerEnd - caller <= MOST_FUNCTION
  }
  // `$` is of no event, and `+0x...` of a function is read as text
  if (bytes[stop] === 43 || colon <= at || colon - at > MOST_EVENT || (kinds & OF_EVENT) === 0) return false
  into.what = 'event'
  into.nameEnd = colon
  return true
}

/** What stands behind the thread's name and the hyphen at `dash`. */
const readRest = (into: TraceBytes, bytes: Uint8Array, dash: number, end: number): boolean => {
  let at = skipDigits(bytes, dash + 1, end)
  if (at === dash + 1 || at - dash > MOST_DIGITS + 1) return false
  into.tid = readDigits(bytes, dash + 1, at)
  into.pid = into.tid
  let from = skipSpaces(bytes, at, end)
  if (from === at || from - at > 12) return false
  if (bytes[from] === OPEN_ROUND) {
    // `(  26993)`, or `(-------)` where it is not known
    at = skipSpaces(bytes, from + 1, end)
    if (at - from > 10) return false
    let stop = at
    if (bytes[at] === MINUS) {
      while (bytes[stop] === MINUS) stop++
      if (stop - at > 10) return false
    } else {
      stop = skipDigits(bytes, at, end)
      if (stop === at || stop - at > MOST_DIGITS) return false
      into.pid = readDigits(bytes, at, stop)
    }
    if (bytes[stop] !== CLOSE_ROUND) return false
    from = skipSpaces(bytes, stop + 1, end)
    if (from === stop + 1 || from - stop > 5) return false
  }
  if (bytes[from] !== OPEN) return false
  at = skipDigits(bytes, from + 1, end)
  if (at - from > 7 || bytes[at] !== CLOSE) return false
  into.cpu = readDigits(bytes, from + 1, at)
  from = skipSpaces(bytes, at + 1, end)
  if (from === at + 1 || from - at > 5) return false
  // flags, up to a space: `d..3.`
  at = from
  while (at < end && bytes[at]! > SPACE && bytes[at] !== COLON && bytes[at]! < 127) at++
  if (bytes[at] === SPACE) {
    const first = bytes[from]!
    const isDigit = first >= 48 && first <= 57
    if (at - from > 9 || isDigit || (first === POINT && at - from !== 5)) return false
    const next = skipSpaces(bytes, at, end)
    if (next - at > 4) return false
    from = next
  }
  at = skipDigits(bytes, from, end)
  if (at === from || at - from > 12 || bytes[at] !== POINT) return false
  into.seconds = readDigits(bytes, from, at)
  const stop = skipDigits(bytes, at + 1, end)
  if (stop - at > 10 || bytes[stop] !== COLON) return false
  into.nanoseconds = readFraction(bytes, at + 1, stop)
  from = skipSpaces(bytes, stop + 1, end)
  if (from === stop + 1 || from - stop > 41 || from >= end) return false
  return !Number.isNaN(into.cpu + into.seconds + into.nanoseconds) && readWhat(into, bytes, from, end)
}

/** False when it is none, or one that is to be read as text. */
export const readTraceBytes = (into: TraceBytes, bytes: Uint8Array, start: number, end: number): boolean => {
  const from = skipSpaces(bytes, start, end)
  const first = bytes[from]!
  // lines of the function_graph tracer begin with a digit
  if (from === end || from - start > 40 || (first >= 48 && first <= 57)) return false
  const last = Math.min(end, from + LONGEST_COMM + 1)
  for (let at = from; at < last; at++) {
    const byte = bytes[at]!
    if (byte < SPACE || byte > 126) return false
    if (byte !== MINUS || at === from || !readRest(into, bytes, at, end)) continue
    into.commStart = from
    into.commEnd = at
    return true
  }
  return false
}

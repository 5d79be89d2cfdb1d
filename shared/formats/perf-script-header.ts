/**
 * The first line of an event in the text of perf script:
 *
 *     comm pid/tid [cpu] seconds.fraction: period event: trace
 *
 * where all but the time may be missing, depending on -F. comm may hold spaces, digits and colons.
 * Source: tools/perf/builtin-script.c, perf_sample__fprintf_start() and process_event().
 */

/** Where the parts lie in the line; written anew by each call of readHeader. */
export interface PerfHeader {
  commStart: number
  commEnd: number
  /** end of `comm pid/tid`: one thread under one name */
  threadEnd: number
  /** pid = tid when the line has only one number; -1 for none */
  pid: number
  tid: number
  cpu: number
  seconds: number
  nanoseconds: number
  /** -1 when there is none */
  period: number
  eventStart: number
  /** = eventStart when there is none */
  eventEnd: number
  /** what follows the event: a trace text, or the frame of a sample without call chain; or a PERF_RECORD_ */
  restStart: number
}

export const emptyHeader = (): PerfHeader => ({
  commStart: 0,
  commEnd: 0,
  threadEnd: 0,
  pid: -1,
  tid: -1,
  cpu: -1,
  seconds: 0,
  nanoseconds: 0,
  period: -1,
  eventStart: 0,
  eventEnd: 0,
  restStart: 0,
})

const SPACE = 32
const TAB = 9
const COLON = 58
const DOT = 46
const SLASH = 47
const MINUS = 45
const OPEN = 91
const CLOSE = 93

const isBlank = (byte: number) => byte === SPACE || byte === TAB
const isDigit = (byte: number) => byte >= 48 && byte <= 57

/** What a token can be. The last thread and CPU before the time are the event's. */
const OTHER = 0
const THREAD = 1
const CPU = 2
const TIME = 3
/** of `tod`: a date or a time of day between CPU and time */
const DATE = 4

/** More than 64 bits hold. */
const MAX_DIGITS = 20

/** Digits of bytes[start, end) as a number, or NaN when there are others, none or too many. */
const readInteger = (bytes: Uint8Array, start: number, end: number): number => {
  if (start === end || end - start > MAX_DIGITS) return Number.NaN
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

const readPid = (bytes: Uint8Array, start: number, end: number): number => {
  const negative = bytes[start] === MINUS
  const value = readInteger(bytes, negative ? start + 1 : start, end)
  if (value > 0x7fffffff) return Number.NaN
  return negative ? -value : value
}

const readTime = (header: PerfHeader, bytes: Uint8Array, start: number, end: number): boolean => {
  if (bytes[end - 1] !== COLON || !isDigit(bytes[start]!)) return false
  let dot = start
  while (dot < end && bytes[dot] !== DOT) dot++
  const digits = end - 1 - (dot + 1)
  if (digits < 1 || digits > 9) return false
  const seconds = readInteger(bytes, start, dot)
  const fraction = readInteger(bytes, dot + 1, end - 1)
  if (Number.isNaN(seconds) || Number.isNaN(fraction)) return false
  header.seconds = seconds
  header.nanoseconds = fraction * 10 ** (9 - digits)
  return true
}

const readThread = (header: PerfHeader, bytes: Uint8Array, start: number, end: number): boolean => {
  let slash = start
  while (slash < end && bytes[slash] !== SLASH) slash++
  const pid = readPid(bytes, start, slash)
  const tid = slash === end ? pid : readPid(bytes, slash + 1, end)
  if (Number.isNaN(pid) || Number.isNaN(tid)) return false
  header.pid = pid
  header.tid = tid
  return true
}

const isDate = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (!isDigit(byte) && byte !== MINUS && byte !== COLON && byte !== DOT) return false
  }
  return true
}

const classify = (
  header: PerfHeader,
  bytes: Uint8Array,
  start: number,
  end: number,
  previous: number,
): number => {
  const first = bytes[start]!
  if (first === OPEN) {
    const cpu = bytes[end - 1] === CLOSE ? readInteger(bytes, start + 1, end - 1) : Number.NaN
    if (previous !== THREAD || Number.isNaN(cpu)) return OTHER
    header.cpu = cpu
    return CPU
  }
  if (!isDigit(first) && first !== MINUS) return OTHER
  if (previous !== OTHER && readTime(header, bytes, start, end)) return TIME
  if (readThread(header, bytes, start, end)) return THREAD
  return previous !== OTHER && isDate(bytes, start, end) ? DATE : OTHER
}

/** Reads bytes[start, end) into `header`. False when the line is no header; `header` is then of no use. */
export const readHeader = (header: PerfHeader, bytes: Uint8Array, start: number, end: number): boolean => {
  header.cpu = -1
  let at = start
  let previous = OTHER
  while (previous !== TIME) {
    while (at < end && isBlank(bytes[at]!)) at++
    if (at >= end) return false
    const tokenStart = at
    while (at < end && !isBlank(bytes[at]!)) at++
    const kind = classify(header, bytes, tokenStart, at, previous)
    if (kind === THREAD) {
      header.cpu = -1
      header.commEnd = tokenStart
      header.threadEnd = at
    }
    // a date keeps what stood before it
    if (kind !== DATE) previous = kind
  }
  header.commStart = start
  while (header.commStart < header.commEnd && isBlank(bytes[header.commStart]!)) header.commStart++
  while (header.commEnd > header.commStart && isBlank(bytes[header.commEnd - 1]!)) header.commEnd--
  readEvent(header, bytes, at, end)
  return true
}

/** Reads what follows the time: period, event, and where the rest begins. */
export const readEvent = (header: PerfHeader, bytes: Uint8Array, from: number, end: number): void => {
  let at = from
  header.period = -1
  while (at < end && isBlank(bytes[at]!)) at++
  header.restStart = at
  let tokenEnd = at
  while (tokenEnd < end && !isBlank(bytes[tokenEnd]!)) tokenEnd++
  const period = readInteger(bytes, at, tokenEnd)
  if (!Number.isNaN(period)) {
    header.period = period
    at = tokenEnd
    while (at < end && isBlank(bytes[at]!)) at++
    header.restStart = at
    tokenEnd = at
    while (tokenEnd < end && !isBlank(bytes[tokenEnd]!)) tokenEnd++
  }
  header.eventStart = at
  header.eventEnd = at
  if (tokenEnd - 1 > at && bytes[tokenEnd - 1] === COLON) {
    header.eventEnd = tokenEnd - 1
    header.restStart = tokenEnd
  }
}

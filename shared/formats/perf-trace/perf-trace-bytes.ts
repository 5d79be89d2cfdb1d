/**
 * A line of perf trace, from its bytes: what perf-trace-line.ts reads, of calls with a time, a duration and a plain
 * result.
 */
import { hasWord, readDigits, readInteger, skipDigits, skipSpaces, wordOf } from '../byte-numbers.ts'

const SPACE = 32
const OPEN_ROUND = 40
const CLOSE_ROUND = 41
const MINUS = 45
const POINT = 46
const SLASH = 47
const EQUALS = 61
const OPEN = 91
const LOWER_X = 120
const LONGEST_COMM = 64
const MOST_NAME = 64
/** between a call and its result */
const MOST_SPACES = 200

const MILLISECONDS = wordOf(' ms')
const HEAD_END = wordOf('): ')

const isOfName = new Uint8Array(256)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_')
  isOfName[character.charCodeAt(0)] = 1

/** Written anew for each line; names are where their bytes stand. */
export interface PerfTraceBytes {
  seconds: number
  nanoseconds: number
  /** ns */
  duration: number
  /** empty where the line has none */
  commStart: number
  commEnd: number
  /** -1 where the line has none */
  tid: number
  nameStart: number
  nameEnd: number
  result: number
}

export const emptyPerfTraceBytes = (): PerfTraceBytes => ({
  seconds: 0,
  nanoseconds: 0,
  duration: 0,
  commStart: 0,
  commEnd: 0,
  tid: -1,
  nameStart: 0,
  nameEnd: 0,
  result: 0,
})

/** `)       = -1 ENOENT (No such file or directory)` at the end. */
const readResult = (into: PerfTraceBytes, bytes: Uint8Array, start: number, end: number): boolean => {
  let at = end - 2
  while (at > start && !(bytes[at] === CLOSE_ROUND && bytes[at + 1] === SPACE)) at--
  if (at === start) return false
  const equals = skipSpaces(bytes, at + 1, end)
  if (equals - at > MOST_SPACES || bytes[equals] !== EQUALS || bytes[equals + 1] !== SPACE) return false
  const from = equals + 2
  const stop = skipDigits(bytes, bytes[from] === MINUS ? from + 1 : from, end)
  into.result = readInteger(bytes, from, stop)
  // 0x7f... is an address, and `...` behind it says that the call goes on
  return bytes[stop] !== LOWER_X && bytes[end - 1] !== POINT && !Number.isNaN(into.result)
}

const readProcess = (into: PerfTraceBytes, bytes: Uint8Array, start: number, end: number): number => {
  const last = Math.min(end, start + LONGEST_COMM + 1)
  for (let at = start; at < last; at++) {
    const byte = bytes[at]!
    // an event, a fault or a name that is read as text
    if (byte < SPACE || byte > 126 || byte === OPEN_ROUND || byte === OPEN) return -1
    if (byte !== SLASH) continue
    const stop = skipDigits(bytes, at + 1, end)
    if (stop === at + 1 || bytes[stop] !== SPACE) continue
    if (stop - at > 10) return -1
    into.tid = readDigits(bytes, at + 1, stop)
    into.commStart = start
    into.commEnd = at
    return stop + 1
  }
  return -1
}

const nameEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start
  while (at < end && isOfName[bytes[at]!] === 1) at++
  return at
}

/** False when it is none, or one that is to be read as text. */
export const readPerfTraceBytes = (
  into: PerfTraceBytes,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean => {
  let from = skipSpaces(bytes, start, end)
  let at = skipDigits(bytes, from, end)
  if (from - start > 20 || at === from || at - from > 13 || bytes[at] !== POINT) return false
  const milliseconds = readDigits(bytes, from, at)
  const micros = readDigits(bytes, at + 1, at + 4)
  if (bytes[at + 4] !== SPACE || bytes[at + 5] !== OPEN_ROUND) return false
  into.seconds = Math.floor(milliseconds / 1000)
  into.nanoseconds = (milliseconds % 1000) * 1e6 + micros * 1e3

  from = skipSpaces(bytes, at + 6, end)
  if (from - at > 15) return false
  at = skipDigits(bytes, from, end)
  if (at === from || at - from > 9 || bytes[at] !== POINT) return false
  into.duration = readDigits(bytes, from, at) * 1e6 + readDigits(bytes, at + 1, at + 4) * 1e3
  if (!hasWord(bytes, at + 4, end, MILLISECONDS)) return false
  const closed = skipSpaces(bytes, at + 7, end)
  if (closed - at > 16 || !hasWord(bytes, closed, end, HEAD_END)) return false
  if (Number.isNaN(into.nanoseconds + into.duration)) return false

  from = closed + HEAD_END.length
  into.tid = -1
  into.commStart = from
  into.commEnd = from
  at = nameEnd(bytes, from, end)
  if (at === from || bytes[at] !== OPEN_ROUND) {
    from = readProcess(into, bytes, from, end)
    if (from === -1) return false
    at = nameEnd(bytes, from, end)
  }
  if (at === from || at - from > MOST_NAME || bytes[at] !== OPEN_ROUND) return false
  into.nameStart = from
  into.nameEnd = at
  return readResult(into, bytes, at, end)
}

/**
 * A line of strace, from its bytes: what strace-line.ts reads, of calls with a time, a duration and a plain result,
 * whole, unfinished or resumed.
 */
import {
  hasWord,
  readDigits,
  readFraction,
  readInteger,
  skipDigits,
  skipSpaces,
  wordOf,
} from '../byte-numbers.ts'

const SPACE = 32
const OPEN_ROUND = 40
const CLOSE_ROUND = 41
const MINUS = 45
const POINT = 46
const LESS = 60
const EQUALS = 61
const GREATER = 62
const OPEN = 91
const CLOSE = 93
const LOWER_X = 120
const MOST_NAME = 64
/** where the result of a call is looked for: text of an error, a decoded descriptor and flags are behind it */
const MOST_TRIES = 4

const PID = wordOf('[pid ')
const UNFINISHED = wordOf(' <unfinished ...>')
const RESUMED = wordOf('<... ')
const RESUMED_END = wordOf(' resumed>')

const isOfName = new Uint8Array(256)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_')
  isOfName[character.charCodeAt(0)] = 1

/** Written anew for each line; the name is where its bytes stand. */
export interface StraceBytes {
  /** -1 when the line has none */
  pid: number
  seconds: number
  nanoseconds: number
  kind: 'call' | 'unfinished' | 'resumed'
  nameStart: number
  nameEnd: number
  result: number
  /** ns */
  duration: number
}

export const emptyStraceBytes = (): StraceBytes => ({
  pid: -1,
  seconds: 0,
  nanoseconds: 0,
  kind: 'call',
  nameStart: 0,
  nameEnd: 0,
  result: 0,
  duration: 0,
})

/** `) = 0 <0.000021>` at the end. */
const readResult = (into: StraceBytes, bytes: Uint8Array, start: number, end: number): boolean => {
  if (bytes[end - 1] !== GREATER) return false
  let at = end - 2
  while (at > start && bytes[at]! >= 48 && bytes[at]! <= 57) at--
  const point = at
  if (bytes[point] !== POINT || end - 1 - point > 10) return false
  at--
  while (at > start && bytes[at]! >= 48 && bytes[at]! <= 57) at--
  if (bytes[at] !== LESS || point - at > 10) return false
  const seconds = readDigits(bytes, at + 1, point)
  into.duration = seconds * 1e9 + readFraction(bytes, point + 1, end - 1)
  if (Number.isNaN(into.duration)) return false

  for (let tries = 0; tries < MOST_TRIES; tries++) {
    let equals = at
    while (
      equals > start &&
      !(bytes[equals] === EQUALS && bytes[equals - 1] === SPACE && bytes[equals + 1] === SPACE)
    ) {
      equals--
    }
    if (equals <= start + 1) return false
    let before = equals - 1
    while (before > start && bytes[before - 1] === SPACE) before--
    at = equals - 1
    if (bytes[before - 1] !== CLOSE_ROUND) continue
    const from = equals + 2
    const stop = skipDigits(bytes, bytes[from] === MINUS ? from + 1 : from, end)
    into.result = readInteger(bytes, from, stop)
    // 0x7f... is an address
    return bytes[stop] !== LOWER_X && !Number.isNaN(into.result)
  }
  return false
}

const readWhat = (into: StraceBytes, bytes: Uint8Array, start: number, end: number): boolean => {
  const isResumed = hasWord(bytes, start, end, RESUMED)
  const from = isResumed ? start + RESUMED.length : start
  let at = from
  while (at < end && isOfName[bytes[at]!] === 1) at++
  if (at === from || at - from > MOST_NAME || (bytes[from]! >= 48 && bytes[from]! <= 57)) return false
  into.nameStart = from
  into.nameEnd = at
  if (isResumed) {
    into.kind = 'resumed'
    return hasWord(bytes, at, end, RESUMED_END) && readResult(into, bytes, start, end)
  }
  if (bytes[at] !== OPEN_ROUND) return false
  into.kind = 'unfinished'
  if (hasWord(bytes, Math.max(at, end - UNFINISHED.length), end, UNFINISHED)) return true
  into.kind = 'call'
  return readResult(into, bytes, start, end)
}

/** False when it is none, or one that is to be read as text. */
export const readStraceBytes = (
  into: StraceBytes,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean => {
  let from = start
  into.pid = -1
  if (bytes[start] === OPEN) {
    if (!hasWord(bytes, start, end, PID)) return false
    const digits = skipSpaces(bytes, start + PID.length, end)
    const stop = skipDigits(bytes, digits, end)
    // at most 8 spaces, and a number of 31 bits
    if (digits - start > 12 || stop === digits || stop - digits > 9) return false
    if (bytes[stop] !== CLOSE || bytes[stop + 1] !== SPACE) return false
    into.pid = readDigits(bytes, digits, stop)
    from = stop + 2
  } else {
    const stop = skipDigits(bytes, start, end)
    if (bytes[stop] === SPACE) {
      if (stop === start || stop - start > 9) return false
      into.pid = readDigits(bytes, start, stop)
      from = skipSpaces(bytes, stop, end)
      if (from - stop > 8) return false
    }
  }
  const stop = skipDigits(bytes, from, end)
  if (stop === from || stop - from > 12 || bytes[stop] !== POINT) return false
  const last = skipDigits(bytes, stop + 1, end)
  if (last === stop + 1 || last - stop > 10) return false
  into.seconds = readDigits(bytes, from, stop)
  into.nanoseconds = readFraction(bytes, stop + 1, last)
  const what = skipSpaces(bytes, last, end)
  return what > last && what - last <= 8 && readWhat(into, bytes, what, end)
}

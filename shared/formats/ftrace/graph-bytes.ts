/** A line of the function_graph tracer, from its bytes: what graph-line.ts reads, of the lines that are plain. */
import {
  hasWord,
  readDecimal,
  readDigits,
  readFraction,
  skipDigits,
  skipSpaces,
  wordOf,
} from '../byte-numbers.ts'

const SPACE = 32
const OPEN_ROUND = 40
const CLOSE_ROUND = 41
const MINUS = 45
const POINT = 46
const SEMICOLON = 59
const OPEN_BRACE = 123
const BAR = 124
const CLOSE_BRACE = 125
/** what stands before a long duration: + ! # * @ $ */
const isMark = new Uint8Array(256)
for (const character of '+!#*@$') isMark[character.charCodeAt(0)] = 1
const MICROSECONDS = wordOf(' us')
const COMMENT = wordOf(' /* ')
const COMMENT_END = wordOf(' */')
const MOST_NAME = 255

const isOfName = new Uint8Array(256)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$')
  isOfName[character.charCodeAt(0)] = 1

/** Written anew for each line; names are where their bytes stand. */
export interface GraphBytes {
  cpu: number
  /** NaN without funcgraph-abstime */
  seconds: number
  nanoseconds: number
  /** -1 without funcgraph-proc */
  pid: number
  commStart: number
  commEnd: number
  /** ns, NaN where there is none */
  duration: number
  kind: 'leaf' | 'enter' | 'leave'
  nameStart: number
  nameEnd: number
}

export const emptyGraphBytes = (): GraphBytes => ({
  cpu: 0,
  seconds: Number.NaN,
  nanoseconds: 0,
  pid: -1,
  commStart: 0,
  commEnd: 0,
  duration: Number.NaN,
  kind: 'leaf',
  nameStart: 0,
  nameEnd: 0,
})

const nameEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start
  while (at < end && isOfName[bytes[at]!] === 1) at++
  return at
}

/** `f();`, `f() {`, `}` or `} /* f *\/` */
const readCode = (into: GraphBytes, bytes: Uint8Array, at: number, end: number): boolean => {
  into.nameStart = at
  into.nameEnd = at
  if (bytes[at] === CLOSE_BRACE) {
    into.kind = 'leave'
    if (at + 1 === end) return true
    if (!hasWord(bytes, at + 1, end, COMMENT)) return false
    const from = at + 1 + COMMENT.length
    const stop = nameEnd(bytes, from, end)
    into.nameStart = from
    into.nameEnd = stop
    return stop > from && hasWord(bytes, stop, end, COMMENT_END)
  }
  const stop = nameEnd(bytes, at, end)
  if (stop === at || stop - at > MOST_NAME) return false
  into.nameEnd = stop
  if (bytes[stop] !== OPEN_ROUND || bytes[stop + 1] !== CLOSE_ROUND || stop + 2 >= end) return false
  into.kind = bytes[stop + 2] === SEMICOLON ? 'leaf' : 'enter'
  return (
    into.kind === 'leaf' || (bytes[stop + 2] === SPACE && bytes[stop + 3] === OPEN_BRACE && stop + 3 < end)
  )
}

/** `bash-1234    ` up to a bar at `bar`. */
const readTask = (into: GraphBytes, bytes: Uint8Array, start: number, bar: number): boolean => {
  let stop = bar
  while (stop > start && bytes[stop - 1] === SPACE) stop--
  let from = stop
  while (from > start && bytes[from - 1]! >= 48 && bytes[from - 1]! <= 57) from--
  const spaces = bar - stop
  if (from === stop || stop - from > 9 || spaces < 1 || spaces > 12) return false
  if (bytes[from - 1] !== MINUS || from - 1 === start || from - 1 - start > 32) return false
  for (let at = start; at < from; at++) if (bytes[at]! < SPACE || bytes[at]! > 126) return false
  into.pid = readDigits(bytes, from, stop)
  into.commStart = start
  into.commEnd = from - 1
  return true
}

/** False when it is none, or one that is to be read as text. */
export const readGraphBytes = (into: GraphBytes, bytes: Uint8Array, start: number, end: number): boolean => {
  let from = skipSpaces(bytes, start, end)
  if (from - start > 20) return false
  let at = skipDigits(bytes, from, end)
  into.seconds = Number.NaN
  if (bytes[at] === POINT) {
    const stop = skipDigits(bytes, at + 1, end)
    if (at === from || at - from > 12 || stop - at < 7 || stop - at > 10) return false
    if (bytes[stop] !== SPACE || bytes[stop + 1] !== BAR) return false
    into.seconds = readDigits(bytes, from, at)
    into.nanoseconds = readFraction(bytes, at + 1, stop)
    from = skipSpaces(bytes, stop + 2, end)
    if (from === stop + 2 || from - stop > 8) return false
    at = skipDigits(bytes, from, end)
  }
  if (at === from || at - from > 6 || bytes[at] !== CLOSE_ROUND) return false
  into.cpu = readDigits(bytes, from, at)
  const behind = at + 1
  const bar = bytes.indexOf(BAR, behind)
  if (bar === -1 || bar >= end) return false
  from = skipSpaces(bytes, behind, bar)
  if (from === behind) return false
  into.pid = -1
  into.duration = Number.NaN
  let codeBar = bar
  const first = bytes[from]!
  const isDuration = from === bar || isMark[first] === 1 || (first >= 48 && first <= 57)
  if (!isDuration) {
    if (from - behind > 8 || !readTask(into, bytes, from, bar)) return false
    codeBar = bytes.indexOf(BAR, bar + 1)
    if (codeBar === -1 || codeBar >= end) return false
    from = skipSpaces(bytes, bar + 1, codeBar)
    if (from - bar > 13) return false
  } else if (from - behind > 20) return false
  if (from < codeBar) {
    if (isMark[bytes[from]!] === 1) {
      at = skipSpaces(bytes, from + 1, codeBar)
      if (at - from > 13) return false
      from = at
    }
    at = from
    while (at < codeBar && bytes[at] !== SPACE) at++
    into.duration = Math.round(readDecimal(bytes, from, at) * 1000)
    if (Number.isNaN(into.duration) || !hasWord(bytes, at, codeBar, MICROSECONDS)) return false
    at += MICROSECONDS.length
    if (skipSpaces(bytes, at, codeBar) !== codeBar || codeBar - at > 12) return false
  } else if (codeBar - bar > 20) return false
  from = skipSpaces(bytes, codeBar + 1, end)
  return from > codeBar + 1 && from - codeBar <= 4096 && from < end && readCode(into, bytes, from, end)
}

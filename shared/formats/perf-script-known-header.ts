/**
 * First lines of events whose thread was met before, in the usual fields and nothing unusual: one pass over the line.
 * What a line says is what readHeader (perf-script-header.ts) says of it; where that is not sure, the line is left to it.
 */
import type { ThreadIndex } from '../units/units.ts'
import { createByteIndex } from './byte-index.ts'
import { MAX_LINE_BYTES } from './line-reader.ts'
import type { PerfHeader } from './perf-script-header.ts'

type Parts = Pick<PerfHeader, 'cpu' | 'seconds' | 'nanoseconds' | 'period' | 'eventStart' | 'eventEnd'>

export interface KnownHeader extends Parts {
  thread: ThreadIndex
  /** where the next line begins */
  next: number
}

export interface KnownHeaders {
  /** written anew by each `read` that says true */
  readonly header: KnownHeader
  /** Of a line that readHeader has read: what stands before the CPU. */
  learn(bytes: Uint8Array, start: number, end: number, header: PerfHeader, thread: ThreadIndex): void
  /** False when the line at bytes[start] must be read otherwise; `header` is then of no use. */
  read(bytes: Uint8Array, start: number): boolean
}

const NEWLINE = 10
const SPACE = 32
const DOT = 46
const ZERO = 48
const COLON = 58
const OPEN = 91
const CLOSE = 93

/** comm, pid and tid are shorter */
const MAX_PREFIX = 64
/** digits that an integer holds exactly */
const MAX_DIGITS = 15
const fractions = [0, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 10, 1]

const isDigit = (byte: number) => byte >= 48 && byte <= 57
const isHexDigit = (byte: number) => isDigit(byte) || (byte >= 97 && byte <= 102)

export const createKnownHeaders = (): KnownHeaders => {
  /** threads by the bytes of the line up to its first `[` */
  const prefixes = createByteIndex()
  const header: KnownHeader = {
    thread: -1,
    cpu: -1,
    seconds: 0,
    nanoseconds: 0,
    period: -1,
    eventStart: 0,
    eventEnd: 0,
    next: 0,
  }

  /** where the next part of the line is */
  let at = 0
  /** -1 when there are no digits, or too many. */
  const readNumber = (bytes: Uint8Array): number => {
    let value = 0
    let end = at
    for (let digit = bytes[end]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++end]! - ZERO) {
      value = value * 10 + digit
    }
    const digits = end - at
    at = end
    return digits === 0 || digits > MAX_DIGITS ? -1 : value
  }

  const skipSpaces = (bytes: Uint8Array) => {
    while (bytes[at] === SPACE) at++
  }

  /** -1 when the line has none near its beginning. */
  const findOpen = (bytes: Uint8Array, start: number): number => {
    const limit = Math.min(bytes.length, start + MAX_PREFIX)
    for (let found = start; found < limit; found++) {
      const byte = bytes[found]
      if (byte === OPEN) return found
      if (byte === NEWLINE) return -1
    }
    return -1
  }

  /** From the `[` on up to the end of the time. */
  const readCpuAndTime = (bytes: Uint8Array): boolean => {
    at++
    header.cpu = readNumber(bytes)
    if (header.cpu === -1 || bytes[at] !== CLOSE || bytes[at + 1] !== SPACE) return false
    at++
    skipSpaces(bytes)
    header.seconds = readNumber(bytes)
    if (header.seconds === -1 || bytes[at] !== DOT) return false
    const fractionStart = ++at
    const fraction = readNumber(bytes)
    const digits = at - fractionStart
    if (digits < 1 || digits > 9 || bytes[at] !== COLON || bytes[at + 1] !== SPACE) return false
    header.nanoseconds = fraction * fractions[digits]!
    at++
    return true
  }

  const readPeriodAndEvent = (bytes: Uint8Array): boolean => {
    skipSpaces(bytes)
    header.period = -1
    if (isDigit(bytes[at]!)) {
      header.period = readNumber(bytes)
      if (header.period === -1 || bytes[at] !== SPACE) return false
      skipSpaces(bytes)
    }
    let end = at
    while (bytes[end]! > SPACE) end++
    header.eventStart = at
    header.eventEnd = end - 1
    at = end
    return header.eventEnd > header.eventStart && bytes[header.eventEnd] === COLON
  }

  /** What follows the event is nothing, or a text that begins as no frame does. */
  const readRest = (bytes: Uint8Array, start: number): boolean => {
    if (bytes[at] === SPACE) skipSpaces(bytes)
    if (bytes[at] !== NEWLINE) {
      if (at === header.eventEnd + 1 || !(bytes[at]! > SPACE) || isHexDigit(bytes[at]!)) return false
      at = bytes.indexOf(NEWLINE, at)
    }
    header.next = at + 1
    return at !== -1 && at - start <= MAX_LINE_BYTES
  }

  return {
    header,
    learn(bytes, start, end, read, thread) {
      const open = findOpen(bytes, start)
      if (open >= end || open <= read.threadEnd) return
      for (let between = read.threadEnd; between < open; between++) if (bytes[between] !== SPACE) return
      if (prefixes.get(bytes, start, open) === undefined) prefixes.add(bytes, start, open, thread)
    },
    read(bytes, start) {
      at = findOpen(bytes, start)
      if (at === -1) return false
      const thread = prefixes.get(bytes, start, at)
      if (thread === undefined) return false
      header.thread = thread
      return readCpuAndTime(bytes) && readPeriodAndEvent(bytes) && readRest(bytes, start)
    },
  }
}

/**
 * What `bpftrace -f json` and plain bpftrace print, piece by piece. One JSON object a line, `{"type": ..., "data":
 * ...}`, whose strings are broken for bytes above 0x7f: bpftrace 0.17 writes 0xc3 as `\uffffffc3`. So the strings
 * are read by hand. Source: bpftrace src/output.cpp, JsonOutput and TextOutput.
 */
import { hasWord, wordOf } from './byte-numbers.ts'

export interface Bucket {
  readonly low: number
  /** exclusive */
  readonly high: number
  readonly count: number
}

const TAB = 9
const NEWLINE = 10
const QUOTE = 34
const BACKSLASH = 92
const ZERO = 48
const LOWER_F = 102
const LOWER_N = 110
const LOWER_T = 116
const LOWER_U = 117
/** bytes */
const SHORT_STRING = 48

const escapes: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, b: 8, f: 12 }
/** by the byte behind a backslash, what both stand for */
const unescaped = Uint8Array.from({ length: 256 }, (_, byte) => escapes[String.fromCharCode(byte)] ?? byte)
const ascii = new TextDecoder('latin1')

/** How messages begin, those first that come most often. */
const beginnings = ['printf', 'map', 'hist', 'stats', 'lhist', 'time', 'lost_events'].map((type) => ({
  type,
  word: wordOf(`{"type": "${type}", "data": `),
}))
const PRINTF = beginnings[0]!.word
/** where beginnings differ */
const TYPE_AT = '{"type": "'.length

/** Where `"data": "` ends and the string begins, or -1. `prefix`: '{"type": "printf"' with any spacing. */
export const messageType = (
  bytes: Uint8Array,
  start: number,
  end: number,
): { type: string; dataStart: number } | null => {
  for (const { type, word } of beginnings) {
    if (bytes[start + TYPE_AT] === word[TYPE_AT] && hasWord(bytes, start, end, word)) {
      return { type, dataStart: start + word.length }
    }
  }
  const beginning = ascii.decode(bytes.subarray(start, Math.min(end, start + 64)))
  const match = /^\{"type":\s*"(\w+)",\s*"data":\s*/.exec(beginning)
  return match === null ? null : { type: match[1]!, dataStart: start + match[0].length }
}

/** Where the JSON string that begins at `start` ends: behind its closing quote. -1 when it does not end. */
export const jsonStringEnd = (bytes: Uint8Array, start: number, end: number): number => {
  const soon = Math.min(end, start + SHORT_STRING)
  for (let at = start + 1; at < soon; at++) {
    if (bytes[at] === QUOTE) return at + 1
    if (bytes[at] === BACKSLASH) at++
  }
  // a long one holds a stack, and is searched by what is faster for that
  for (let at = bytes.indexOf(QUOTE, soon - 1); at !== -1 && at < end; at = bytes.indexOf(QUOTE, at + 1)) {
    let before = at
    while (before > start + 1 && bytes[before - 1] === BACKSLASH) before--
    if ((at - before) % 2 === 0 && at > start) return at + 1
  }
  return -1
}

/**
 * The JSON string that begins at `start` with its quote, as the bytes it stands for. Null when it does not end.
 * scratch: where the bytes are put when there is room for them; they are then good until it is used again.
 */
export const readJsonString = (
  bytes: Uint8Array,
  start: number,
  end: number,
  scratch?: Uint8Array,
): Uint8Array | null => {
  if (bytes[start] !== QUOTE) return null
  const hasRoom = scratch !== undefined && scratch.length >= end - start
  const stop = hasRoom ? end : jsonStringEnd(bytes, start, end)
  if (stop === -1) return null
  const out = hasRoom ? scratch : new Uint8Array(stop - start)
  let length = 0
  let at = start + 1
  while (at < end) {
    const byte = bytes[at]!
    if (byte === QUOTE) return out.subarray(0, length)
    if (byte !== BACKSLASH) {
      out[length++] = byte
      at++
      continue
    }
    const escaped = bytes[at + 1]
    if (escaped === undefined || at + 1 >= end) return null
    if (escaped !== LOWER_U) {
      out[length++] = unescaped[escaped]!
      at += 2
      continue
    }
    const digits = ascii.decode(bytes.subarray(at + 2, Math.min(end, at + 10)))
    const signExtended = /^ffffff([\da-f]{2})/.exec(digits)
    const code = signExtended?.[1] ?? /^[\da-f]{4}/i.exec(digits)?.[0]
    if (code === undefined) return null
    const encoded = signExtended
      ? Uint8Array.of(Number.parseInt(code, 16))
      : new TextEncoder().encode(String.fromCharCode(Number.parseInt(code, 16)))
    // an escape is never shorter than what it stands for
    out.set(encoded, length)
    length += encoded.length
    at += 2 + (signExtended ? 8 : 4)
  }
  return null
}

/**
 * Writes what the JSON string that begins at `start` with its quote stands for into `scratch`, and returns how many
 * bytes that is: -1 when it does not end, has no room, or is to be read by readJsonString.
 */
export const unescapeInto = (scratch: Uint8Array, bytes: Uint8Array, start: number, end: number): number => {
  if (bytes[start] !== QUOTE || end - start > scratch.length) return -1
  let length = 0
  let at = start + 1
  while (at < end) {
    const byte = bytes[at++]!
    if (byte === QUOTE) return length
    if (byte !== BACKSLASH) {
      scratch[length++] = byte
      continue
    }
    if (at === end) return -1
    const escaped = bytes[at++]!
    if (escaped !== LOWER_U) {
      scratch[length++] = unescaped[escaped]!
      continue
    }
    // `\uffffffc3` or `\u001b`
    const isExtended = at + 8 <= end && isRunOfF(bytes, at)
    const digits = isExtended ? at + 6 : at + 2
    const isByte = isExtended || (bytes[at] === ZERO && bytes[at + 1] === ZERO)
    const value = isByte && digits + 2 <= end ? hexByte(bytes, digits) : -1
    if (value < 0 || (!isExtended && value > 0x7f)) return -1
    scratch[length++] = value
    at = digits + 2
  }
  return -1
}

/**
 * The same of the first of several lines, with its newline; gives where the next begins. Of its escapes only those of tabs
 * are known.
 */
export const unescapeLine = (scratch: Uint8Array, bytes: Uint8Array, start: number, end: number): number => {
  if (bytes[start] !== QUOTE || end - start > scratch.length) return -1
  let length = 0
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at]!
    if (byte === QUOTE) return -1
    if (byte !== BACKSLASH) {
      scratch[length++] = byte
      continue
    }
    const escaped = bytes[++at]
    if (escaped === LOWER_T) scratch[length++] = TAB
    else if (escaped === LOWER_N) {
      scratch[length] = NEWLINE
      return at + 1
    } else return -1
  }
  return -1
}

/** by byte, of a hexadecimal digit in small letters its value, else a number that is no half of a byte */
const hexDigits = Int16Array.from({ length: 256 }, (_, byte) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(byte))
  return value === -1 ? -256 : value
})
const hexByte = (bytes: Uint8Array, at: number): number =>
  hexDigits[bytes[at]!]! * 16 + hexDigits[bytes[at + 1]!]!
const isRunOfF = (bytes: Uint8Array, start: number): boolean => {
  for (let at = start; at < start + 6; at++) if (bytes[at] !== LOWER_F) return false
  return hexByte(bytes, start + 6) >= 0
}

/** Where the string of a message begins that a program printed, in the way that bpftrace writes them; else -1. */
export const printfStart = (bytes: Uint8Array, start: number, end: number): number =>
  hasWord(bytes, start, end, PRINTF) ? start + PRINTF.length : -1

/** bpftrace up to 0.17 counts all values from here on in its last bucket, and prints it as [2G, 4G). */
const OVERFLOW = 2 ** 31

/** The upper bound of a histogram's last bucket: of 2 G and more there is none that could be relied on. */
export const openHigh = (low: number, high: number): number =>
  low === OVERFLOW && high === 2 * OVERFLOW ? Number.POSITIVE_INFINITY : high

/** The buckets of a histogram, the last of which may be open. */
export const openOverflow = (buckets: readonly Bucket[]): readonly Bucket[] => {
  const last = buckets.at(-1)
  if (last === undefined) return buckets
  const high = openHigh(last.low, last.high)
  return high === last.high ? buckets : [...buckets.slice(0, -1), { ...last, high }]
}

/** Bounds as JSON has them, inclusive: of the bucket of 2 G and more they are -2147483648 and 0. */
export const bucketOfBounds = (min: number, max: number, count: number): Bucket =>
  min === -OVERFLOW ? { low: OVERFLOW, high: 2 * OVERFLOW, count } : { low: min, high: max + 1, count }

/**
 * The buckets of `{"@map": {"KEY": [{"min": 1, "max": 1, "count": 9}, ...], ...}}`, bounds inclusive; also those
 * before the place where it is cut. Buckets without a lower bound (negative values), or whose bounds are the wrong way
 * round (a broken file), are left out.
 */
export const readJsonHistograms = (text: string): ReadonlyMap<number, readonly Bucket[]> => {
  const found = new Map<number, Bucket[]>()
  const parts = /"(-?\d+)":\s*\[|\{"min":\s*(-?\d+),\s*"max":\s*(\d+),\s*"count":\s*(\d+)\}/g
  let current: Bucket[] = []
  for (const [, key, min, max, count] of text.matchAll(parts)) {
    if (key !== undefined) {
      current = []
      found.set(Number(key), current)
      continue
    }
    const bucket = bucketOfBounds(Number(min), Number(max), Number(count))
    if (bucket.low >= 0 && bucket.low < bucket.high && Number.isFinite(bucket.count)) current.push(bucket)
  }
  return new Map([...found].map(([key, buckets]) => [key, openOverflow(buckets)]))
}

const magnitude = (digits: string, suffix: string): number =>
  Number(digits) * 1024 ** ' KMGTPE'.indexOf(suffix === '' ? ' ' : suffix)

/**
 * A line of a histogram in text: `[1K, 2K)   12 |@@@ |`, `[0]   3 |@ |`, or without a bound `(..., 0)` and
 * `[4K, ...)`. Null when it is none.
 */
export const readTextBucket = (line: string): Bucket | null => {
  const range = /^[[(](?:(-?\d+)([KMGTPE]?)|\.\.\.), (?:(-?\d+)([KMGTPE]?)|\.\.\.)\)\s+(\d+) \|/.exec(line)
  if (range) {
    const [, low, lowSuffix, high, highSuffix, count] = range
    const bucket = {
      low: low === undefined ? Number.NEGATIVE_INFINITY : magnitude(low, lowSuffix!),
      high: high === undefined ? Number.POSITIVE_INFINITY : magnitude(high, highSuffix!),
      count: Number(count),
    }
    return bucket.low < bucket.high && Number.isFinite(bucket.count) ? bucket : null
  }
  const single = /^\[(-?\d+)\]\s+(\d+) \|/.exec(line)
  if (single === null) return null
  const [low, count] = [Number(single[1]), Number(single[2])]
  return low < low + 1 && Number.isFinite(count) ? { low, high: low + 1, count } : null
}

/**
 * What `bpftrace -f json` and plain bpftrace print, piece by piece. One JSON object a line, `{"type": ..., "data":
 * ...}`, whose strings are broken for bytes above 0x7f: bpftrace 0.17 writes 0xc3 as `\uffffffc3`. So the strings
 * are read by hand. Source: bpftrace src/output.cpp, JsonOutput and TextOutput.
 */
export interface Bucket {
  readonly low: number
  /** exclusive */
  readonly high: number
  readonly count: number
}

const QUOTE = 34
const BACKSLASH = 92
const LOWER_U = 117

const escapes: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, b: 8, f: 12 }
const ascii = new TextDecoder('latin1')

/** Where `"data": "` ends and the string begins, or -1. `prefix`: '{"type": "printf"' with any spacing. */
export const messageType = (
  bytes: Uint8Array,
  start: number,
  end: number,
): { type: string; dataStart: number } | null => {
  const beginning = ascii.decode(bytes.subarray(start, Math.min(end, start + 64)))
  const match = /^\{"type":\s*"(\w+)",\s*"data":\s*/.exec(beginning)
  return match === null ? null : { type: match[1]!, dataStart: start + match[0].length }
}

/** The JSON string that begins at `start` with its quote, as the bytes it stands for. Null when it does not end. */
export const readJsonString = (bytes: Uint8Array, start: number, end: number): Uint8Array | null => {
  if (bytes[start] !== QUOTE) return null
  const out = new Uint8Array(end - start)
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
      out[length++] = escapes[String.fromCharCode(escaped)] ?? escaped
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
 * The buckets of `{"@map": {"KEY": [{"min": 1, "max": 1, "count": 9}, ...], ...}}`, bounds inclusive; also those
 * before the place where it is cut. Buckets without a lower bound (negative values), or whose bounds are the wrong way
 * round (a broken file), are left out.
 */
export const readJsonHistograms = (text: string): ReadonlyMap<number, readonly Bucket[]> => {
  const found = new Map<number, Bucket[]>()
  const parts = /"(-?\d+)":\s*\[|\{"min":\s*(\d+),\s*"max":\s*(\d+),\s*"count":\s*(\d+)\}/g
  let current: Bucket[] = []
  for (const [, key, min, max, count] of text.matchAll(parts)) {
    if (key !== undefined) {
      current = []
      found.set(Number(key), current)
    } else if (Number(min) <= Number(max)) {
      current.push({ low: Number(min), high: Number(max) + 1, count: Number(count) })
    }
  }
  return found
}

const magnitude = (digits: string, suffix: string): number =>
  Number(digits) * 1024 ** ' KMGTPE'.indexOf(suffix === '' ? ' ' : suffix)

/** A line of a histogram in text: `[1K, 2K)   12 |@@@ |` or `[0]   3 |@ |`. Null when it is none. */
export const readTextBucket = (line: string): Bucket | null => {
  const range = /^\[(\d+)([KMGTPE]?), (\d+)([KMGTPE]?)\)\s+(\d+) \|/.exec(line)
  if (range) {
    const [, low, lowSuffix, high, highSuffix, count] = range
    const bucket = {
      low: magnitude(low!, lowSuffix!),
      high: magnitude(high!, highSuffix!),
      count: Number(count),
    }
    return bucket.low < bucket.high ? bucket : null
  }
  const single = /^\[(\d+)\]\s+(\d+) \|/.exec(line)
  return single ? { low: Number(single[1]), high: Number(single[1]) + 1, count: Number(single[2]) } : null
}

/**
 * Maps in the output of `bpftrace -f json`: the `data` of messages of the types map, hist, lhist and stats,
 * `{"@name": VALUE}` or `{"@name": {"KEY": VALUE, ...}}`. Read by hand, for its strings are not JSON (see
 * bpftrace-output.ts), and because of a message that is cut the part before is good.
 */
import { type Bucket, bucketOfBounds, jsonStringEnd, readJsonString } from '../bpftrace-output.ts'
import type { MapGatherer } from './map-gatherer.ts'

const QUOTE = 34
const COMMA = 44
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125
const COLON = 58

const decoder = new TextDecoder()
const latin = new TextDecoder('latin1')

/** a digit, sign, point or exponent */
const isOfNumber = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || byte === 45 || byte === 43 || byte === 46 || byte === 69 || byte === 101

/** What does not fit the grammar: the message is cut or flipped. Caught where the message is read. */
class Broken extends Error {}

/** Of an open bucket: `(..., 0)` has no min, `[100, ...)` no max. */
const readBucket = (fields: ReadonlyMap<string, number>): Bucket => {
  const count = fields.get('count')
  if (count === undefined) throw new Broken()
  const min = fields.get('min') ?? Number.NEGATIVE_INFINITY
  const bucket = bucketOfBounds(min, fields.get('max') ?? Number.POSITIVE_INFINITY, count)
  if (!(bucket.low < bucket.high) || !(count >= 0)) throw new Broken()
  return bucket
}

/**
 * Gives what bytes[start, end) hold to `maps`. Returns false when something in it could not be read: the
 * entries before it are given; a value that is no number (a string, a tuple) is passed over and returns false too.
 */
export const readJsonMaps = (bytes: Uint8Array, start: number, end: number, maps: MapGatherer): boolean => {
  let at = start
  let isWhole = true

  const peek = (): number => {
    while (at < end && bytes[at]! <= 32) at++
    return at < end ? bytes[at]! : -1
  }
  const take = (byte: number) => {
    if (peek() !== byte) throw new Broken()
    at++
  }
  const string = (): string => {
    if (peek() !== QUOTE) throw new Broken()
    const stop = jsonStringEnd(bytes, at, end)
    const read = stop === -1 ? null : readJsonString(bytes, at, stop)
    if (read === null) throw new Broken()
    at = stop
    return decoder.decode(read)
  }
  const number = (): number => {
    peek()
    const from = at
    while (at < end && isOfNumber(bytes[at]!)) at++
    const value = Number(latin.decode(bytes.subarray(from, at)))
    // a number that reaches the end may be cut
    if (from === at || at === end || !Number.isFinite(value)) throw new Broken()
    return value
  }
  /** Calls `item` for each, which reads it. */
  const items = (open: number, close: number, item: () => void) => {
    take(open)
    if (peek() === close) at++
    else {
      item()
      while (peek() === COMMA) {
        at++
        item()
      }
      take(close)
    }
  }
  const fields = (): Map<string, number> => {
    const read = new Map<string, number>()
    items(OPEN_BRACE, CLOSE_BRACE, () => {
      const name = string()
      take(COLON)
      read.set(name, number())
    })
    return read
  }
  /** An array: buckets; or a tuple, which is passed over. Null for that. */
  const buckets = (): Bucket[] | null => {
    const read: Bucket[] = []
    let isTuple = false
    items(OPEN_BRACKET, CLOSE_BRACKET, () => {
      const next = peek()
      if (next === OPEN_BRACE) read.push(readBucket(fields()))
      else {
        isTuple = true
        if (next === QUOTE) string()
        // tuples in tuples are not looked into
        else if (next === OPEN_BRACKET) throw new Broken()
        else number()
      }
    })
    return isTuple ? null : read
  }
  /** A value that is no object. */
  const value = (map: string, key: string) => {
    const next = peek()
    if (next === OPEN_BRACKET) {
      const read = buckets()
      if (read === null) isWhole = false
      else maps.buckets(map, key, ',', read)
    } else if (next === QUOTE) {
      string()
      isWhole = false
    } else maps.value(map, key, ',', number())
  }
  const stats = (map: string, key: string, read: ReadonlyMap<string, number>) => {
    const count = read.get('count')
    const total = read.get('total')
    if (count === undefined || total === undefined) isWhole = false
    else maps.stats(map, key, ',', count, total)
  }
  /** Keys with their values; or the stats of a map without keys, whose fields look like keys. */
  const entries = (map: string) => {
    const own = new Map<string, number>()
    items(OPEN_BRACE, CLOSE_BRACE, () => {
      const key = string()
      take(COLON)
      if (peek() === OPEN_BRACE) stats(map, key, fields())
      else if (key === 'count' || key === 'average' || key === 'total') own.set(key, number())
      else value(map, key)
    })
    if (own.size === 3) stats(map, '', own)
    else for (const [key, single] of own) maps.value(map, key, ',', single)
  }

  try {
    items(OPEN_BRACE, CLOSE_BRACE, () => {
      const map = string()
      take(COLON)
      maps.startPrint(map)
      if (peek() === OPEN_BRACE) entries(map)
      else value(map, '')
    })
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    return false
  }
  return isWhole
}

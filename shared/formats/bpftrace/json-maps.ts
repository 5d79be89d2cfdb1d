/**
 * Maps in the output of `bpftrace -f json`: the `data` of messages of the types map, hist, lhist and stats,
 * `{"@name": VALUE}` or `{"@name": {"KEY": VALUE, ...}}`. Read by hand, for its strings are not JSON (see
 * bpftrace-output.ts), and because of a message that is cut the part before is good.
 */
import { bucketOfBounds, jsonStringEnd, openHigh, readJsonString } from '../bpftrace-output.ts'
import { type ByteIndex, createByteIndex } from '../byte-index.ts'
import { createByteNames } from '../byte-names.ts'
import { MOST_DIGITS, skipDigits } from '../byte-numbers.ts'
import { createJsonFields } from './json-fields.ts'
import { COUNT, type GatheredMap, type MapGatherer, TOTAL, VALUE } from './map-gatherer.ts'

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

/** `@`, a letter, a digit or `_` */
const isOfName = (byte: number): boolean =>
  (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || byte === 95 || (byte >= 64 && byte <= 90)

/** What does not fit the grammar: the message is cut or flipped. Caught where the message is read. */
class Broken extends Error {}

/** The buckets of one key, as they are read. */
interface Buckets {
  length: number
  readonly low: number[]
  readonly high: number[]
  readonly count: number[]
}

const addBucket = (into: Buckets, min: number, max: number, count: number) => {
  const { low, high } = bucketOfBounds(min, max, count)
  if (!(low < high) || !(count >= 0)) throw new Broken()
  into.low[into.length] = low
  into.high[into.length] = high
  into.count[into.length] = count
  into.length++
}

/** A map and the keys of it that are known by the bytes between their quotes. */
interface KnownMap {
  readonly map: GatheredMap
  readonly keys: ByteIndex
}

export type MapMessage = 'map' | 'hist' | 'lhist' | 'stats'

export interface JsonMaps {
  /**
   * Gives what bytes[start, end) hold to the gatherer. Returns false when something in it could not be read: the
   * entries before it are given; a value that is no number (a string, a tuple) is passed over and returns false too.
   * type: of the message; numbers of stats are averages. isQuick: buckets, stats, numbers and keys are first looked for as bpftrace prints them
   */
  read(type: MapMessage, bytes: Uint8Array, start: number, end: number, isQuick: boolean): boolean
}

export const createJsonMaps = (maps: MapGatherer): JsonMaps => {
  const knownMaps = new Map<string, KnownMap>()
  const buckets: Buckets = { length: 0, low: [], high: [], count: [] }
  const shapes = createJsonFields()

  const mapOf = (name: string): KnownMap => {
    let known = knownMaps.get(name)
    if (known === undefined) {
      known = { map: maps.map(name), keys: createByteIndex() }
      knownMaps.set(name, known)
    }
    return known
  }

  const mapOfBytes = createByteNames(mapOf)

  const giveBuckets = (map: GatheredMap, key: number) => {
    map.setKind('hist', ',')
    map.entry(key)
    const last = buckets.length - 1
    for (let at = 0; at <= last; at++) {
      const low = buckets.low[at]!
      const count = buckets.count[at]!
      const high = at === last ? openHigh(low, buckets.high[at]!) : buckets.high[at]!
      map.bucket(key, low, high, count)
    }
  }
  const giveStats = (map: GatheredMap, key: number, count: number, total: number) => {
    map.setKind('stats', ',')
    map.entry(key)
    map.field(key, COUNT, count)
    map.field(key, TOTAL, total)
  }

  const read: JsonMaps['read'] = (type, bytes, start, end, isQuick) => {
    let at = start
    let isWhole = true

    const giveValue = (map: GatheredMap, key: number, value: number) => {
      map.setKind(type === 'stats' ? 'average' : 'value', ',')
      map.entry(key)
      map.field(key, VALUE, value)
    }
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
    const named = (): KnownMap => {
      if (!isQuick || peek() !== QUOTE) return mapOf(string())
      const from = at + 1
      let stop = from
      while (stop < end && isOfName(bytes[stop]!)) stop++
      if (stop === end || bytes[stop] !== QUOTE) return mapOf(string())
      at = stop + 1
      return mapOfBytes(bytes, from, stop)
    }
    const key = ({ map, keys }: KnownMap): number => {
      if (!isQuick || peek() !== QUOTE) return map.key(string())
      const from = at
      const stop = jsonStringEnd(bytes, from, end)
      if (stop === -1) throw new Broken()
      const known = keys.get(bytes, from, stop)
      if (known !== undefined) {
        at = stop
        return known
      }
      const found = map.key(string())
      keys.add(bytes, from, stop, found)
      return found
    }
    const number = (): number => {
      peek()
      const from = at
      if (isQuick) {
        const stop = skipDigits(bytes, from, end)
        // what reaches the end may be cut
        if (stop > from && stop - from <= MOST_DIGITS && stop < end && !isOfNumber(bytes[stop]!)) {
          let value = 0
          for (; at < stop; at++) value = value * 10 + bytes[at]! - 48
          return value
        }
      }
      while (at < end && isOfNumber(bytes[at]!)) at++
      const value = Number(latin.decode(bytes.subarray(from, at)))
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
    /** Of an open bucket: `(..., 0)` has no min, `[100, ...)` no max. */
    const bucket = () => {
      const next = isQuick ? shapes.bucket(bytes, at, end) : -1
      if (next !== -1) {
        at = next
        addBucket(buckets, shapes.first, shapes.second, shapes.third)
        return
      }
      const read = fields()
      const count = read.get('count')
      if (count === undefined) throw new Broken()
      const min = read.get('min') ?? Number.NEGATIVE_INFINITY
      addBucket(buckets, min, read.get('max') ?? Number.POSITIVE_INFINITY, count)
    }
    /** An array: buckets; or a tuple, which is passed over. False for that. */
    const readBuckets = (): boolean => {
      buckets.length = 0
      let isTuple = false
      items(OPEN_BRACKET, CLOSE_BRACKET, () => {
        const next = peek()
        if (next === OPEN_BRACE) bucket()
        else {
          isTuple = true
          if (next === QUOTE) string()
          // tuples in tuples are not looked into
          else if (next === OPEN_BRACKET) throw new Broken()
          else number()
        }
      })
      return !isTuple
    }
    /** A value that is no object. */
    const value = (map: GatheredMap, ofKey: number) => {
      const next = peek()
      if (next === OPEN_BRACKET) {
        if (readBuckets()) giveBuckets(map, ofKey)
        else isWhole = false
      } else if (next === QUOTE) {
        string()
        isWhole = false
      } else giveValue(map, ofKey, number())
    }
    const stats = (map: GatheredMap, ofKey: number, read: ReadonlyMap<string, number>) => {
      const count = read.get('count')
      const total = read.get('total')
      if (count === undefined || total === undefined) isWhole = false
      else giveStats(map, ofKey, count, total)
    }
    /** Keys with their values; or the stats of a map without keys, whose fields look like keys. */
    const entries = (known: KnownMap) => {
      const { map } = known
      const own = new Map<string, number>()
      items(OPEN_BRACE, CLOSE_BRACE, () => {
        const ofKey = key(known)
        take(COLON)
        if (peek() === OPEN_BRACE) {
          const next = isQuick ? shapes.stats(bytes, at, end) : -1
          if (next !== -1) {
            at = next
            giveStats(map, ofKey, shapes.first, shapes.third)
          } else stats(map, ofKey, fields())
          return
        }
        const text = map.keyText(ofKey)
        if (text === 'count' || text === 'average' || text === 'total') own.set(text, number())
        else value(map, ofKey)
      })
      if (own.size === 3) stats(map, map.key(''), own)
      else for (const [text, single] of own) giveValue(map, map.key(text), single)
    }

    try {
      items(OPEN_BRACE, CLOSE_BRACE, () => {
        const known = named()
        take(COLON)
        known.map.startPrint()
        if (peek() === OPEN_BRACE) entries(known)
        else value(known.map, known.map.key(''))
      })
    } catch (error) {
      if (!(error instanceof Broken)) throw error
      return false
    }
    return isWhole
  }

  return { read }
}

/**
 * Maps in the text of bpftrace: `@name[key]: value`, with a key over several lines when it holds stacks; of
 * histograms and stats the value is a table, or `count 3, average 2, total 6`.
 */
import { openHigh, readTextBucket } from '../bpftrace-output.ts'
import { createByteBlock } from '../byte-block.ts'
import { type ByteIndex, createByteIndex } from '../byte-index.ts'
import { createByteNames } from '../byte-names.ts'
import { readInteger } from '../byte-numbers.ts'
import { createBucketLine } from './bucket-line.ts'
import { COUNT, type GatheredMap, type MapGatherer, TOTAL, VALUE } from './map-gatherer.ts'

/** A key with several stacks of user frames with C++ names may be large. */
const LONGEST_KEY = 1024 * 1024

const NEWLINE = 10
const SPACE = 32
const TAB = 9
const COMMA = 44
const MINUS = 45
const COLON = 58
const AT = 64
const OPEN = 91
const CLOSE = 93

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export interface TextMaps {
  /** 'taken', 'unparsed' when it belongs to a map and cannot be read, or 'other' when it is no line of a map */
  line(text: string): 'taken' | 'unparsed' | 'other'
  /** The same for the lines that most are; false: they are for `line`, and nothing has happened. */
  quick(bytes: Uint8Array, start: number, end: number): boolean
  /** A key or a histogram goes on: any line may be of it. */
  readonly isOpen: boolean
  /** Ends what is open. False when a key was cut. */
  finish(): boolean
}

interface KnownMap {
  readonly map: GatheredMap
  /** by their bytes */
  readonly keys: ByteIndex
}

interface OpenHistogram {
  readonly map: GatheredMap
  readonly key: number
  readonly low: number[]
  readonly high: number[]
  readonly count: number[]
}

const isWordByte = (byte: number): boolean =>
  (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || byte === 95 || (byte >= 65 && byte <= 90)

/** Where `]:` stands, -1 for nowhere. */
const findEnd = (bytes: Uint8Array, start: number, end: number): number => {
  for (let at = start; at + 1 < end; at++) if (bytes[at] === CLOSE && bytes[at + 1] === COLON) return at
  return -1
}

export const createTextMaps = (maps: MapGatherer): TextMaps => {
  /** whose key goes on over lines */
  let keyed: KnownMap | null = null
  const key = createByteBlock(LONGEST_KEY)
  let histogram: OpenHistogram | null = null
  /** the map whose values stand in a block of lines */
  let block: GatheredMap | null = null
  const bucketLine = createBucketLine()

  const known = new Map<string, KnownMap>()
  const mapOf = (name: string): KnownMap => {
    let found = known.get(name)
    if (found === undefined) {
      found = { map: maps.map(name), keys: createByteIndex() }
      known.set(name, found)
    }
    return found
  }
  const mapOfBytes = createByteNames(mapOf)

  const keyOf = ({ map, keys }: KnownMap, bytes: Uint8Array, start: number, end: number): number => {
    const found = keys.get(bytes, start, end)
    if (found !== undefined) return found
    const added = map.key(decoder.decode(bytes.subarray(start, end)))
    keys.add(bytes, start, end, added)
    return added
  }

  const endHistogram = () => {
    if (histogram === null) return
    const { map, key: own, low, high, count } = histogram
    // each key of a histogram stands for itself; one that comes again is another print
    if (map.has(own)) map.startPrint()
    map.setKind('hist', ', ')
    map.entry(own)
    const last = low.length - 1
    for (let at = 0; at <= last; at++) {
      const to = at === last ? openHigh(low[at]!, high[at]!) : high[at]!
      map.bucket(own, low[at]!, to, count[at]!)
    }
    histogram = null
  }

  const beginHistogram = (map: GatheredMap, own: number) => {
    histogram = { map, key: own, low: [], high: [], count: [] }
    block = null
  }
  const addBucket = (low: number, high: number, count: number) => {
    histogram!.low.push(low)
    histogram!.high.push(high)
    histogram!.count.push(count)
  }

  const beginValue = (map: GatheredMap) => {
    if (block !== map) map.startPrint()
    block = map
  }
  const single = (map: GatheredMap, own: number, value: number) => {
    beginValue(map)
    map.setKind('value', ', ')
    map.entry(own)
    map.field(own, VALUE, value)
  }

  const value = (map: GatheredMap, own: number, text: string): 'taken' | 'unparsed' => {
    if (text.trim() === '') {
      beginHistogram(map, own)
      return 'taken'
    }
    const stats = /^count (\d+), average -?\d+, total (-?\d+)\s*$/.exec(text)
    if (stats) {
      beginValue(map)
      map.setKind('stats', ', ')
      map.entry(own)
      map.field(own, COUNT, Number(stats[1]))
      map.field(own, TOTAL, Number(stats[2]))
    } else if (/^-?\d{1,20}\s*$/.test(text)) single(map, own, Number(text))
    else {
      beginValue(map)
      return 'unparsed'
    }
    return 'taken'
  }

  /** The key goes on with the line. */
  const addKeyLine = (bytes: Uint8Array, start: number, end: number): boolean =>
    key.length + 1 + end - start <= LONGEST_KEY && key.addByte(NEWLINE) && key.add(bytes, start, end)

  /** A line of a key that goes on: frames are indented, what is not begins with the separator or the end. */
  const keyLine = (text: string): 'taken' | 'unparsed' | 'other' => {
    const of = keyed!
    const isFrame = /^[ \t]/.test(text)
    const end = isFrame ? null : /^(.*)\]:(?: (.*))?$/s.exec(text)
    const line = encoder.encode(end === null ? text : end[1])
    if ((end === null && !isFrame && !text.startsWith(', ')) || !addKeyLine(line, 0, line.length)) {
      keyed = null
      return 'other'
    }
    if (end === null) return 'taken'
    keyed = null
    return value(of.map, keyOf(of, key.bytes, 0, key.length), end[2] ?? '')
  }

  const beginKey = (of: KnownMap, bytes: Uint8Array, start: number, end: number) => {
    keyed = of
    key.clear()
    key.add(bytes, start, Math.min(end, start + LONGEST_KEY))
  }

  const first = (text: string): 'taken' | 'unparsed' | 'other' => {
    const whole = /^(@\w*)(?:\[(.*)\])?:(?: (.*))?$/s.exec(text)
    if (whole) {
      const of = mapOf(whole[1]!)
      const own = encoder.encode(whole[2] ?? '')
      return value(of.map, keyOf(of, own, 0, own.length), whole[3] ?? '')
    }
    const begun = /^(@\w*)\[(.*)$/s.exec(text)
    if (begun === null) return 'other'
    const line = encoder.encode(begun[2])
    beginKey(mapOf(begun[1]!), line, 0, line.length)
    return 'taken'
  }

  /** The integer that the line ends with behind `: `; NaN for none. Sets `colon`. */
  let colon = 0
  const lastInteger = (bytes: Uint8Array, start: number, end: number): number => {
    let from = end
    while (from > start && bytes[from - 1]! >= 48 && bytes[from - 1]! <= 57) from--
    if (from === end) return Number.NaN
    if (bytes[from - 1] === MINUS) from--
    colon = from - 2
    if (colon < start || bytes[from - 1] !== SPACE || bytes[colon] !== COLON) return Number.NaN
    return readInteger(bytes, from, end)
  }

  const quickKeyLine = (bytes: Uint8Array, start: number, end: number): boolean => {
    const of = keyed!
    if (bytes[start] === SPACE || bytes[start] === TAB) return addKeyLine(bytes, start, end)
    const number = lastInteger(bytes, start, end)
    if (!Number.isNaN(number) && colon > start && bytes[colon - 1] === CLOSE) {
      if (!addKeyLine(bytes, start, colon - 1)) return false
      keyed = null
      single(of.map, keyOf(of, key.bytes, 0, key.length), number)
      return true
    }
    if (bytes[start] !== COMMA || bytes[start + 1] !== SPACE || findEnd(bytes, start, end) !== -1)
      return false
    return addKeyLine(bytes, start, end)
  }

  const quickFirst = (bytes: Uint8Array, start: number, end: number): boolean => {
    let at = start + 1
    while (at < end && isWordByte(bytes[at]!)) at++
    const number = lastInteger(bytes, at, end)
    if (bytes[at] === COLON) {
      if (Number.isNaN(number) || colon !== at) return false
      const of = mapOfBytes(bytes, start, at)
      single(of.map, keyOf(of, bytes, at, at), number)
      return true
    }
    if (at >= end || bytes[at] !== OPEN) return false
    if (!Number.isNaN(number) && colon > at + 1 && bytes[colon - 1] === CLOSE) {
      const of = mapOfBytes(bytes, start, at)
      single(of.map, keyOf(of, bytes, at + 1, colon - 1), number)
      return true
    }
    const close = findEnd(bytes, at, end)
    if (close === -1) {
      beginKey(mapOfBytes(bytes, start, at), bytes, at + 1, end)
      return true
    }
    // `@us[254, 0, W]: ` and its table
    if (close + 3 !== end || bytes[close + 2] !== SPACE) return false
    const of = mapOfBytes(bytes, start, at)
    beginHistogram(of.map, keyOf(of, bytes, at + 1, close))
    return true
  }

  return {
    line(text) {
      if (keyed !== null) {
        const taken = keyLine(text)
        if (taken !== 'other') return taken
      }
      if (histogram !== null) {
        const bucket = readTextBucket(text)
        if (bucket !== null && bucket.low < bucket.high) {
          addBucket(bucket.low, bucket.high, bucket.count)
          return 'taken'
        }
        endHistogram()
      }
      if (text === '') {
        block = null
        return 'taken'
      }
      return text.startsWith('@') ? first(text) : 'other'
    },
    quick(bytes, start, end) {
      if (keyed !== null) return start < end && quickKeyLine(bytes, start, end)
      if (histogram !== null && bucketLine.read(bytes, start, end)) {
        addBucket(bucketLine.low, bucketLine.high, bucketLine.count)
        return true
      }
      if (start < end && bytes[start] !== AT) return false
      endHistogram()
      if (start < end) return quickFirst(bytes, start, end)
      block = null
      return true
    },
    get isOpen() {
      return keyed !== null || histogram !== null
    },
    finish() {
      endHistogram()
      return keyed === null
    },
  }
}

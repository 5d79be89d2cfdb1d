/**
 * Maps in the text of bpftrace: `@name[key]: value`, with a key over several lines when it holds stacks; of
 * histograms and stats the value is a table, or `count 3, average 2, total 6`.
 */
import { type Bucket, readTextBucket } from '../bpftrace-output.ts'
import type { MapGatherer } from './map-gatherer.ts'

/** A key with several stacks of user frames with C++ names may be large. */
const LONGEST_KEY = 1024 * 1024

export interface TextMaps {
  /** 'taken', 'unparsed' when it belongs to a map and cannot be read, or 'other' when it is no line of a map */
  line(text: string): 'taken' | 'unparsed' | 'other'
  /** A key or a histogram goes on: any line may be of it. */
  readonly isOpen: boolean
  /** Ends what is open. False when a key was cut. */
  finish(): boolean
}

/** readTextBucket, and the buckets without a bound. */
const readBucket = (line: string): Bucket | null => {
  const open = /^(?:\(\.\.\., (-?\d+)\)|\[(-?\d+), \.\.\.\))\s+(\d+) \|/.exec(line)
  if (open === null) return readTextBucket(line)
  const [, high, low, count] = open
  return high === undefined
    ? { low: Number(low), high: Number.POSITIVE_INFINITY, count: Number(count) }
    : { low: Number.NEGATIVE_INFINITY, high: Number(high), count: Number(count) }
}

export const createTextMaps = (maps: MapGatherer): TextMaps => {
  /** the key that goes on over lines */
  let key: { map: string; lines: string[]; length: number } | null = null
  let histogram: { map: string; key: string; buckets: Bucket[] } | null = null
  /** the map whose values stand in a block of lines */
  let block: string | null = null

  const endHistogram = () => {
    if (histogram === null) return
    // each key of a histogram stands for itself; one that comes again is another print
    if (maps.has(histogram.map, histogram.key)) maps.startPrint(histogram.map)
    maps.buckets(histogram.map, histogram.key, ', ', histogram.buckets)
    histogram = null
  }

  const value = (map: string, ownKey: string, text: string): 'taken' | 'unparsed' => {
    if (text.trim() === '') {
      histogram = { map, key: ownKey, buckets: [] }
      block = null
      return 'taken'
    }
    if (block !== map) maps.startPrint(map)
    block = map
    const stats = /^count (\d+), average -?\d+, total (-?\d+)\s*$/.exec(text)
    if (stats) maps.stats(map, ownKey, ', ', Number(stats[1]), Number(stats[2]))
    else if (/^-?\d{1,20}\s*$/.test(text)) maps.value(map, ownKey, ', ', Number(text))
    else return 'unparsed'
    return 'taken'
  }

  /** A line of a key that goes on: frames are indented, what is not begins with the separator or the end. */
  const keyLine = (text: string): 'taken' | 'unparsed' | 'other' => {
    const open = key!
    const isFrame = /^[ \t]/.test(text)
    const end = isFrame ? null : /^(.*)\]:(?: (.*))?$/s.exec(text)
    open.length += text.length + 1
    if ((end === null && !isFrame && !/^, /.test(text)) || open.length > LONGEST_KEY) {
      key = null
      return 'other'
    }
    open.lines.push(end === null ? text : end[1]!)
    if (end === null) return 'taken'
    key = null
    return value(open.map, open.lines.join('\n'), end[2] ?? '')
  }

  const first = (text: string): 'taken' | 'unparsed' | 'other' => {
    const single = /^(@\w*)(?:\[(.*)\])?:(?: (.*))?$/s.exec(text)
    if (single) return value(single[1]!, single[2] ?? '', single[3] ?? '')
    const begun = /^(@\w*)\[(.*)$/s.exec(text)
    if (begun === null) return 'other'
    key = { map: begun[1]!, lines: [begun[2]!], length: text.length }
    return 'taken'
  }

  return {
    line(text) {
      if (key !== null) {
        const taken = keyLine(text)
        if (taken !== 'other') return taken
      }
      if (histogram !== null) {
        const bucket = readBucket(text)
        if (bucket !== null && bucket.low < bucket.high) {
          histogram.buckets.push(bucket)
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
    get isOpen() {
      return key !== null || histogram !== null
    },
    finish() {
      endHistogram()
      return key === null
    },
  }
}

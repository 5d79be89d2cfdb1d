/** Objects of three numbers in the very way that bpftrace prints them: a bucket of a histogram, and stats. */
import { hasWord, MOST_DIGITS, skipDigits, wordOf } from '../byte-numbers.ts'

const MINUS = 45
const CLOSE_BRACE = 125

interface Shape {
  readonly first: Uint8Array
  readonly second: Uint8Array
  readonly third: Uint8Array
}

const shapeOf = (first: string, second: string, third: string): Shape => ({
  first: wordOf(`{"${first}": `),
  second: wordOf(`, "${second}": `),
  third: wordOf(`, "${third}": `),
})
const bucketShape = shapeOf('min', 'max', 'count')
const statsShape = shapeOf('count', 'average', 'total')

export interface JsonFields {
  /** `{"min": 1, "max": 1, "count": 9}`: where it ends; -1 for what is printed otherwise. */
  bucket(bytes: Uint8Array, start: number, end: number): number
  /** `{"count": 15, "average": 0, "total": 366}`, likewise */
  stats(bytes: Uint8Array, start: number, end: number): number
  /** of the object that was read last */
  readonly first: number
  readonly second: number
  readonly third: number
}

export const createJsonFields = (): JsonFields => {
  let first = 0
  let second = 0
  let third = 0
  let value = 0

  /** Sets `value`; -1 when no integer of few digits stands at `start`. */
  const readNumber = (bytes: Uint8Array, start: number, end: number): number => {
    const from = bytes[start] === MINUS ? start + 1 : start
    const stop = skipDigits(bytes, from, end)
    if (stop === from || stop - from > MOST_DIGITS) return -1
    value = 0
    for (let at = from; at < stop; at++) value = value * 10 + bytes[at]! - 48
    if (from !== start) value = -value
    return stop
  }

  const read = (shape: Shape, bytes: Uint8Array, start: number, end: number): number => {
    if (!hasWord(bytes, start, end, shape.first)) return -1
    let at = readNumber(bytes, start + shape.first.length, end)
    first = value
    if (at === -1 || !hasWord(bytes, at, end, shape.second)) return -1
    at = readNumber(bytes, at + shape.second.length, end)
    second = value
    if (at === -1 || !hasWord(bytes, at, end, shape.third)) return -1
    at = readNumber(bytes, at + shape.third.length, end)
    third = value
    return at === -1 || at >= end || bytes[at] !== CLOSE_BRACE ? -1 : at + 1
  }

  return {
    bucket: (bytes, start, end) => read(bucketShape, bytes, start, end),
    stats: (bytes, start, end) => read(statsShape, bytes, start, end),
    get first() {
      return first
    },
    get second() {
      return second
    },
    get third() {
      return third
    },
  }
}

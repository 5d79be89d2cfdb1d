/** A line of a histogram in bpftrace's text, from its bytes: `[1K, 2K)   12 |@@@ |` or `[0]   3 |@ |`. */
import { MOST_DIGITS, skipDigits, skipSpaces } from '../byte-numbers.ts'

const SPACE = 32
const CLOSE_ROUND = 41
const COMMA = 44
const OPEN = 91
const CLOSE = 93
const BAR = 124

/** what a letter behind a number multiplies it with */
const factors = new Float64Array(256)
for (const [power, letter] of [...'KMGTPE'].entries()) factors[letter.charCodeAt(0)] = 1024 ** (power + 1)

export interface BucketLine {
  /** False when it is none, or one that is to be read as text. */
  read(bytes: Uint8Array, start: number, end: number): boolean
  /** of the line that was read last: [low, high) */
  readonly low: number
  readonly high: number
  readonly count: number
}

export const createBucketLine = (): BucketLine => {
  let low = 0
  let high = 0
  let count = 0
  let value = 0

  /** Sets `value`, and returns what is behind it; -1 for no number. */
  const readNumber = (bytes: Uint8Array, start: number, end: number): number => {
    const stop = skipDigits(bytes, start, end)
    if (stop === start || stop - start > MOST_DIGITS) return -1
    value = 0
    for (let at = start; at < stop; at++) value = value * 10 + bytes[at]! - 48
    return stop
  }
  const readBound = (bytes: Uint8Array, start: number, end: number): number => {
    const stop = readNumber(bytes, start, end)
    if (stop === -1 || stop === end) return -1
    const factor = factors[bytes[stop]!]!
    if (factor === 0) return stop
    value *= factor
    return stop + 1
  }

  return {
    read(bytes, start, end) {
      if (bytes[start] !== OPEN) return false
      let at = readBound(bytes, start + 1, end)
      if (at === -1) return false
      low = value
      if (bytes[at] === CLOSE) {
        // a single value has no letter
        if (factors[bytes[at - 1]!] !== 0) return false
        high = low + 1
      } else {
        if (bytes[at] !== COMMA || bytes[at + 1] !== SPACE) return false
        at = readBound(bytes, at + 2, end)
        if (at === -1 || bytes[at] !== CLOSE_ROUND) return false
        high = value
      }
      const from = skipSpaces(bytes, at + 1, end)
      if (from === at + 1) return false
      at = readNumber(bytes, from, end)
      if (at === -1 || at + 1 >= end || bytes[at] !== SPACE || bytes[at + 1] !== BAR) return false
      count = value
      return low < high
    },
    get low() {
      return low
    },
    get high() {
      return high
    },
    get count() {
      return count
    },
  }
}

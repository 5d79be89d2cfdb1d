/** What names in bytes stand for, found once for each: threads, functions and calls come again and again. */
import { createByteIndex } from './byte-index.ts'

/** of all names that are kept */
const MOST_BYTES = 16 * 1024 * 1024
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** names of so many bytes are found without a look at the others */
const SHORT = 8
const SHORT_SLOTS = 1024

export type ByteNames<Value> = (bytes: Uint8Array, start: number, end: number) => Value

/** make: called once for each name, or now and then again: names are kept as far as there is room. */
export const createByteNames = <Value>(make: (text: string) => Value): ByteNames<Value> => {
  const known = createByteIndex()
  const values: Value[] = []
  let held = 0
  /** of each slot the newest: its bytes as two words, and how many they are */
  const firstWords = new Int32Array(SHORT_SLOTS)
  const secondWords = new Int32Array(SHORT_SLOTS)
  const lengths = new Int32Array(SHORT_SLOTS).fill(-1)
  const shortValues: Value[] = []

  const long = (bytes: Uint8Array, start: number, end: number): Value => {
    const index = known.get(bytes, start, end)
    if (index !== undefined) return values[index]!
    const value = make(decoder.decode(bytes.subarray(start, end)))
    // each takes some room beside its bytes
    if (held < MOST_BYTES) {
      held += end - start + 32
      known.add(bytes, start, end, values.length)
      values.push(value)
    }
    return value
  }

  return (bytes, start, end) => {
    const length = end - start
    if (length > SHORT) return long(bytes, start, end)
    let first = 0
    let second = 0
    const middle = length > 4 ? start + 4 : end
    for (let at = start; at < middle; at++) first = (first << 8) | bytes[at]!
    for (let at = middle; at < end; at++) second = (second << 8) | bytes[at]!
    const mixed = Math.imul(first ^ Math.imul(second, 0x85ebca6b), 0x9e3779b1)
    const slot = (mixed ^ (mixed >>> 15) ^ length) & (SHORT_SLOTS - 1)
    if (lengths[slot] === length && firstWords[slot] === first && secondWords[slot] === second) {
      return shortValues[slot]!
    }
    const value = long(bytes, start, end)
    firstWords[slot] = first
    secondWords[slot] = second
    lengths[slot] = length
    shortValues[slot] = value
    return value
  }
}

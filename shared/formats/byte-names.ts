/** What names in bytes stand for, found once for each: threads, functions and calls come again and again. */
import { createByteIndex } from './byte-index.ts'

/** of all names that are kept */
const MOST_BYTES = 16 * 1024 * 1024
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export type ByteNames<Value> = (bytes: Uint8Array, start: number, end: number) => Value

/** make: called once for each name, or now and then again: names are kept as far as there is room. */
export const createByteNames = <Value>(make: (text: string) => Value): ByteNames<Value> => {
  const known = createByteIndex()
  const values: Value[] = []
  let held = 0
  return (bytes, start, end) => {
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
}

/**
 * Text of bytes that come again and again (keys, names): a table of fixed size in which the newest stands, so that
 * most of them are decoded once.
 */
const SLOTS = 4096
const SLOT_BYTES = 64

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Undecodable bytes become U+FFFD. */
export const createStringCache = (): ((bytes: Uint8Array, start: number, end: number) => string) => {
  const keys = new Uint8Array(SLOTS * SLOT_BYTES)
  const lengths = new Int32Array(SLOTS).fill(-1)
  const texts: string[] = new Array<string>(SLOTS).fill('')
  return (bytes, start, end) => {
    const length = end - start
    if (length > SLOT_BYTES) return decoder.decode(bytes.subarray(start, end))
    let hash = length
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1)
    const from = slot * SLOT_BYTES
    if (lengths[slot] === length) {
      let at = 0
      while (at < length && keys[from + at] === bytes[start + at]) at++
      if (at === length) return texts[slot]!
    }
    const text = decoder.decode(bytes.subarray(start, end))
    lengths[slot] = length
    texts[slot] = text
    for (let at = 0; at < length; at++) keys[from + at] = bytes[start + at]!
    return text
  }
}

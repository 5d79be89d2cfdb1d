/**
 * Finds the number that belongs to a stretch of bytes: parsers meet the same line thousands of times, and reading
 * it once is what makes them fast. Open addressing; the keys lie end to end in one buffer.
 */
const EMPTY = -1
/** More than this is no cache any more. Beyond it nothing is added, and lines are read each time. */
const MAX_BYTES = 64 * 1024 * 1024

export interface ByteIndex {
  /** The number for bytes[start, end), or undefined. `hash` must be the same function of the bytes at each call. */
  get(bytes: Uint8Array, start: number, end: number, hash: number): number | undefined
  /** For bytes that are not there yet. */
  add(bytes: Uint8Array, start: number, end: number, hash: number, value: number): void
}

export const createByteIndex = (): ByteIndex => {
  let capacity = 1024
  let slots = new Int32Array(capacity).fill(EMPTY)
  let count = 0
  let arena = new Uint8Array(64 * 1024)
  let used = 0
  let hashes = new Int32Array(capacity / 2)
  let values = new Int32Array(capacity / 2)
  /** key i lies in arena[ends[i], ends[i + 1]) */
  let ends = new Int32Array(capacity / 2 + 1)

  const growTable = () => {
    capacity *= 2
    const copy = (from: Int32Array, length: number) => {
      const to = new Int32Array(length)
      to.set(from)
      return to
    }
    hashes = copy(hashes, capacity / 2)
    values = copy(values, capacity / 2)
    ends = copy(ends, capacity / 2 + 1)
    slots = new Int32Array(capacity).fill(EMPTY)
    const mask = capacity - 1
    for (let key = 0; key < count; key++) {
      let slot = hashes[key]! & mask
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask
      slots[slot] = key
    }
  }

  return {
    get(bytes, start, end, hash) {
      const mask = capacity - 1
      const length = end - start
      let slot = hash & mask
      for (;;) {
        const key = slots[slot]!
        if (key === EMPTY) return undefined
        const from = ends[key]!
        if (hashes[key] === hash && ends[key + 1]! - from === length) {
          let same = 0
          while (same < length && arena[from + same] === bytes[start + same]) same++
          if (same === length) return values[key]
        }
        slot = (slot + 1) & mask
      }
    },
    add(bytes, start, end, hash, value) {
      const length = end - start
      if (used + length > MAX_BYTES) return
      if (used + length > arena.length) {
        const larger = new Uint8Array(Math.max(arena.length * 2, used + length))
        larger.set(arena)
        arena = larger
      }
      arena.set(bytes.subarray(start, end), used)
      used += length
      hashes[count] = hash
      values[count] = value
      ends[count + 1] = used
      const mask = capacity - 1
      let slot = hash & mask
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask
      slots[slot] = count++
      if (count * 2 >= capacity) growTable()
    },
  }
}

/** FNV-1a, 32 bits. Its low bits are good enough to be a slot. */
export const FNV_OFFSET = 0x811c9dc5 | 0
export const FNV_PRIME = 0x01000193

export const hashBytes = (bytes: Uint8Array, start: number, end: number): number => {
  let hash = FNV_OFFSET
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, FNV_PRIME)
  return hash
}

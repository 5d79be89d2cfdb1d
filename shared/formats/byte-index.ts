/**
 * Finds the number that belongs to a stretch of bytes: parsers meet the same line thousands of times, and reading
 * it once is what makes them fast. Open addressing; the keys lie end to end in one buffer.
 *
 * It is a cache: it may forget. What would make it slow (keys that somebody made to collide) or large is not kept,
 * and such lines are read each time.
 */
const EMPTY = -1
const MAX_BYTES = 64 * 1024 * 1024
const MAX_PROBES = 64

export interface ByteIndex {
  /** The number for bytes[start, end), or undefined when it is not known. */
  get(bytes: Uint8Array, start: number, end: number): number | undefined
  /** For bytes that `get` does not know. */
  add(bytes: Uint8Array, start: number, end: number, value: number): void
}

// a DataView reads four bytes from any place; byte by byte would take four times as long
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const hashBytes = (bytes: Uint8Array, view: DataView, start: number, end: number): number => {
  let hash = (end - start) | 0
  let at = start
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x5bd1e995)
    hash ^= hash >>> 15
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995)
  return hash ^ (hash >>> 15)
}

const sameBytes = (a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean => {
  let at = 0
  for (; at + 4 <= length; at += 4) {
    if (a.getInt32(aStart + at, true) !== b.getInt32(bStart + at, true)) return false
  }
  for (; at < length; at++) if (a.getUint8(aStart + at) !== b.getUint8(bStart + at)) return false
  return true
}

const enlarged = (from: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(length)
  to.set(from)
  return to
}

export const createByteIndex = (): ByteIndex => {
  let capacity = 1024
  let slots = new Int32Array(capacity).fill(EMPTY)
  let count = 0
  let arena = new Uint8Array(16 * 1024)
  let arenaView = viewOf(arena)
  let used = 0
  let hashes = new Int32Array(capacity / 2)
  let values = new Int32Array(capacity / 2)
  /** key i lies in arena[ends[i], ends[i + 1]) */
  let ends = new Int32Array(capacity / 2 + 1)

  let lastBytes = arena
  let lastView = arenaView
  const view = (bytes: Uint8Array): DataView => {
    if (bytes !== lastBytes) {
      lastView = viewOf(bytes)
      lastBytes = bytes as Uint8Array<ArrayBuffer>
    }
    return lastView
  }

  const growTable = () => {
    capacity *= 2
    hashes = enlarged(hashes, capacity / 2)
    values = enlarged(values, capacity / 2)
    ends = enlarged(ends, capacity / 2 + 1)
    slots = new Int32Array(capacity).fill(EMPTY)
    const mask = capacity - 1
    for (let key = 0; key < count; key++) {
      let slot = hashes[key]! & mask
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask
      slots[slot] = key
    }
  }

  const growArena = (length: number) => {
    const larger = new Uint8Array(Math.max(arena.length * 2, used + length))
    larger.set(arena)
    arena = larger
    arenaView = viewOf(arena)
  }

  return {
    get(bytes, start, end) {
      const keyView = view(bytes)
      const hash = hashBytes(bytes, keyView, start, end)
      const length = end - start
      const mask = capacity - 1
      for (let probe = 0, slot = hash & mask; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
        const key = slots[slot]!
        if (key === EMPTY) return undefined
        if (hashes[key] !== hash) continue
        const from = ends[key]!
        if (ends[key + 1]! - from !== length) continue
        if (sameBytes(arenaView, from, keyView, start, length)) return values[key]
      }
      return undefined
    },
    add(bytes, start, end, value) {
      const length = end - start
      if (used + length > MAX_BYTES) return
      const hash = hashBytes(bytes, view(bytes), start, end)
      const mask = capacity - 1
      let slot = hash & mask
      for (let probe = 0; slots[slot] !== EMPTY; probe++) {
        if (probe === MAX_PROBES) return
        slot = (slot + 1) & mask
      }
      if (used + length > arena.length) growArena(length)
      arena.set(bytes.subarray(start, end), used)
      used += length
      hashes[count] = hash
      values[count] = value
      ends[count + 1] = used
      slots[slot] = count++
      if (count * 2 >= capacity) growTable()
    },
  }
}

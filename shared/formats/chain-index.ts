/**
 * Knows whole call chains by their bytes. Most samples of a profile have a chain that was there before; finding where
 * it ends, hashing it and comparing it with the one that is known is two passes over its bytes, four at a time, and
 * none of its lines is looked at.
 *
 * A chain is lines that each begin with a tab, up to an empty line. Like the byte index it is a cache: it may forget.
 */
const EMPTY = -1
const NEWLINE = 10
const TAB = 9
const MAX_CHAIN_BYTES = 64 * 1024
const MAX_ARENA_BYTES = 64 * 1024 * 1024
const MAX_PROBES = 16

/** There is a chain, and it is not known yet: `add` makes it so. */
export const NEW_CHAIN = -1
/** The bytes do not begin with a chain that ends here. */
export const NO_CHAIN = -2

export interface ChainIndex {
  /** The key of the chain that begins at bytes[start], or NEW_CHAIN or NO_CHAIN. */
  find(bytes: Uint8Array, start: number): number
  /** After `find` gave a key or NEW_CHAIN: where the empty line begins. */
  readonly end: number
  valueOf(key: number): number
  linesOf(key: number): number
  /** For the chain that `find` said is new, as long as its bytes are still there. */
  add(value: number, lines: number): void
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export const createChainIndex = (): ChainIndex => {
  let capacity = 1024
  let slots = new Int32Array(capacity).fill(EMPTY)
  let count = 0
  let hashes = new Int32Array(capacity / 2)
  let values = new Int32Array(capacity / 2)
  let lineCounts = new Int32Array(capacity / 2)
  /** chain i lies in arena[ends[i], ends[i + 1]) */
  let ends = new Int32Array(capacity / 2 + 1)
  let arena = new Uint8Array(1 << 20)
  let arenaView = viewOf(arena)
  let used = 0

  let lastBytes: Uint8Array = new Uint8Array(0)
  let lastView = viewOf(lastBytes)
  let chainStart = 0
  let chainEnd = 0
  let chainHash = 0

  /** Sets chainEnd and chainHash. False when no chain ends within reach. */
  const measure = (bytes: Uint8Array, view: DataView, start: number): boolean => {
    if (bytes[start] !== TAB) return false
    const limit = Math.min(bytes.length, start + MAX_CHAIN_BYTES) - 5
    let hash = 0
    for (let at = start; at < limit; at += 4) {
      const word = view.getInt32(at, true)
      // a byte that is a newline becomes zero, and a zero byte borrows from its highest bit
      const zeroed = word ^ 0x0a0a0a0a
      if (((zeroed - 0x01010101) & ~zeroed & 0x80808080) !== 0) {
        for (let k = at; k < at + 4; k++) {
          if (bytes[k] !== NEWLINE) continue
          const next = bytes[k + 1]
          if (next === TAB) continue
          if (next !== NEWLINE) return false
          for (let rest = at; rest <= k; rest++) hash = Math.imul(hash ^ bytes[rest]!, 0x01000193)
          hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995)
          chainHash = hash ^ (hash >>> 15)
          chainEnd = k + 1
          return true
        }
      }
      hash = Math.imul(hash ^ word, 0x5bd1e995)
      hash ^= hash >>> 15
    }
    return false
  }

  const isSame = (from: number, view: DataView, start: number, length: number): boolean => {
    let at = 0
    for (; at + 4 <= length; at += 4) {
      if (arenaView.getInt32(from + at, true) !== view.getInt32(start + at, true)) return false
    }
    for (; at < length; at++) if (arenaView.getUint8(from + at) !== view.getUint8(start + at)) return false
    return true
  }

  const growTable = () => {
    const larger = (column: Int32Array, length: number): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(length)
      to.set(column)
      return to
    }
    capacity *= 2
    hashes = larger(hashes, capacity / 2)
    values = larger(values, capacity / 2)
    lineCounts = larger(lineCounts, capacity / 2)
    ends = larger(ends, capacity / 2 + 1)
    slots = new Int32Array(capacity).fill(EMPTY)
    const mask = capacity - 1
    for (let key = 0; key < count; key++) {
      let slot = hashes[key]! & mask
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask
      slots[slot] = key
    }
  }

  return {
    find(bytes, start) {
      if (bytes !== lastBytes) {
        lastView = viewOf(bytes)
        lastBytes = bytes
      }
      const view = lastView
      if (!measure(bytes, view, start)) return NO_CHAIN
      chainStart = start
      const length = chainEnd - start
      const mask = capacity - 1
      for (let probe = 0, slot = chainHash & mask; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
        const key = slots[slot]!
        if (key === EMPTY) return NEW_CHAIN
        if (hashes[key] !== chainHash) continue
        const from = ends[key]!
        if (ends[key + 1]! - from === length && isSame(from, view, start, length)) return key
      }
      return NEW_CHAIN
    },
    get end() {
      return chainEnd
    },
    valueOf: (key) => values[key]!,
    linesOf: (key) => lineCounts[key]!,
    add(value, lines) {
      const length = chainEnd - chainStart
      if (used + length > MAX_ARENA_BYTES) return
      const mask = capacity - 1
      let slot = chainHash & mask
      for (let probe = 0; slots[slot] !== EMPTY; probe++) {
        if (probe === MAX_PROBES) return
        slot = (slot + 1) & mask
      }
      if (used + length > arena.length) {
        const larger = new Uint8Array(Math.max(arena.length * 2, used + length))
        larger.set(arena)
        arena = larger
        arenaView = viewOf(arena)
      }
      arena.set(lastBytes.subarray(chainStart, chainEnd), used)
      used += length
      hashes[count] = chainHash
      values[count] = value
      lineCounts[count] = lines
      ends[count + 1] = used
      slots[slot] = count++
      if (count * 2 >= capacity) growTable()
    },
  }
}

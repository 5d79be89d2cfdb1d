/**
 * Finds the number that belongs to a stretch of bytes: parsers meet the same line thousands of times, and reading
 * it once is what makes them fast. Open addressing; the keys lie end to end in one buffer.
 *
 * It is a cache: it may forget. What would make it slow (keys that somebody made to collide) or large is not kept,
 * and such lines are read each time.
 */
const EMPTY = -1
const NEWLINE = 10
const MAX_BYTES = 64 * 1024 * 1024
const MAX_PROBES = 64

export interface ByteIndex {
  /** The number for bytes[start, end), or undefined when it is not known. */
  get(bytes: Uint8Array, start: number, end: number): number | undefined
  /**
   * The same for the line that begins at bytes[start], in one pass over it: it is mostly one of the two that came last
   * after the line that was asked for before. `lineEnd` is then where its newline is: there must be one, and three
   * more bytes behind it.
   */
  getLine(bytes: Uint8Array, start: number): number | undefined
  readonly lineEnd: number
  /** For bytes that `get` or `getLine` does not know. */
  add(bytes: Uint8Array, start: number, end: number, value: number): void
}

// a DataView reads four bytes from any place; byte by byte would take four times as long
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const mixWord = (hash: number, word: number): number => {
  const mixed = Math.imul(hash ^ word, 0x5bd1e995)
  return mixed ^ (mixed >>> 15)
}

const finishHash = (hash: number, length: number): number => {
  const mixed = Math.imul(hash ^ length ^ (hash >>> 13), 0x5bd1e995)
  return mixed ^ (mixed >>> 15)
}

const hashBytes = (bytes: Uint8Array, view: DataView, start: number, end: number): number => {
  let hash = 0
  let at = start
  for (; at + 4 <= end; at += 4) hash = mixWord(hash, view.getInt32(at, true))
  if (at < end) {
    let word = 0
    for (let shift = 0; at < end; at++, shift += 8) word |= bytes[at]! << shift
    hash = mixWord(hash, word)
  }
  return finishHash(hash, end - start)
}

const sameBytes = (a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean => {
  let at = 0
  for (; at + 4 <= length; at += 4) {
    if (a.getInt32(aStart + at, true) !== b.getInt32(bStart + at, true)) return false
  }
  if (length >= 4) return a.getInt32(aStart + length - 4, true) === b.getInt32(bStart + length - 4, true)
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

  let lastLine = EMPTY
  /** keys of the lines that came after each line, until then */
  let followers = new Int32Array(capacity / 2).fill(EMPTY)
  let otherFollowers = new Int32Array(capacity / 2).fill(EMPTY)
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
    followers = enlarged(followers, capacity / 2).fill(EMPTY, count)
    otherFollowers = enlarged(otherFollowers, capacity / 2).fill(EMPTY, count)
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

  /** The key of these bytes, or EMPTY. */
  const find = (keyView: DataView, start: number, length: number, hash: number): number => {
    const mask = capacity - 1
    for (let probe = 0, slot = hash & mask; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
      const key = slots[slot]!
      if (key === EMPTY) return EMPTY
      if (hashes[key] !== hash) continue
      const from = ends[key]!
      if (ends[key + 1]! - from !== length) continue
      if (sameBytes(arenaView, from, keyView, start, length)) return key
    }
    return EMPTY
  }

  /** Whether the line at `start` is this one. */
  const isLineAt = (key: number, keyView: DataView, start: number): boolean => {
    const from = ends[key]!
    const length = ends[key + 1]! - from
    return (
      start + length < lastBytes.length &&
      sameBytes(arenaView, from, keyView, start, length) &&
      keyView.getUint8(start + length) === NEWLINE
    )
  }

  const findLine = (keyView: DataView, start: number): number => {
    let hash = 0
    let at = start
    let word = keyView.getInt32(at, true)
    let zeroed = word ^ 0x0a0a0a0a
    // a byte that is a newline becomes zero, and a zero byte borrows from its highest bit
    let found = (zeroed - 0x01010101) & ~zeroed & 0x80808080
    while (found === 0) {
      hash = mixWord(hash, word)
      at += 4
      word = keyView.getInt32(at, true)
      zeroed = word ^ 0x0a0a0a0a
      found = (zeroed - 0x01010101) & ~zeroed & 0x80808080
    }
    // the lowest byte that was found is one for sure: the bits below it are the rest of the line
    const bits = (31 - Math.clz32(found & -found)) & 24
    if (bits > 0) hash = mixWord(hash, word & ((1 << bits) - 1))
    const length = at + (bits >>> 3) - start
    index.lineEnd = start + length
    return find(keyView, start, length, finishHash(hash, length))
  }

  // lineEnd is no getter: each index would then be of a shape of its own, and every user slow
  const index: ByteIndex & { lineEnd: number } = {
    lineEnd: 0,
    get(bytes, start, end) {
      const keyView = view(bytes)
      const key = find(keyView, start, end - start, hashBytes(bytes, keyView, start, end))
      return key === EMPTY ? undefined : values[key]
    },
    getLine(bytes, start) {
      const keyView = view(bytes)
      let key = EMPTY
      if (lastLine !== EMPTY) {
        key = followers[lastLine]!
        if (key !== EMPTY && !isLineAt(key, keyView, start)) {
          key = otherFollowers[lastLine]!
          if (key !== EMPTY && !isLineAt(key, keyView, start)) key = EMPTY
        }
      }
      if (key === EMPTY) {
        key = findLine(keyView, start)
        if (lastLine !== EMPTY && key !== EMPTY) {
          otherFollowers[lastLine] = followers[lastLine]!
          followers[lastLine] = key
        }
      } else index.lineEnd = start + ends[key + 1]! - ends[key]!
      lastLine = key
      return key === EMPTY ? undefined : values[key]
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
  return index
}

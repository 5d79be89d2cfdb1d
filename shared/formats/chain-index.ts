/**
 * Knows whole call chains by their bytes. Most samples of a profile have a chain that was there before, and mostly the
 * one that was last seen to begin so: comparing it with that is one pass over its bytes, four at a time. Otherwise its
 * end is looked for, its bytes are hashed, and what has that hash is compared. None of its lines is looked at.
 *
 * A chain is lines that each begin with a tab, up to an empty line. Like the byte index it is a cache: it may forget.
 * The bytes of a chain are kept when it comes for the second time: deep recursion makes chains that never do.
 */
const EMPTY = -1
const NEWLINE = 10
const TAB = 9
const MAX_CHAIN_BYTES = 64 * 1024
const MAX_ARENA_BYTES = 64 * 1024 * 1024
const MAX_CHAINS = 1 << 20
const MAX_PROBES = 16
/** By these first bytes it is guessed which chain it is. */
const HEAD_BYTES = 64
const GUESSES = 4096
/** Words are read as a whole: behind a chain so many bytes must be there. */
const SLACK = 8

/** There is a chain, and it is not known yet: `add` makes it so. */
export const NEW_CHAIN = -1
/** The bytes do not begin with a chain that ends here. */
export const NO_CHAIN = -2

export interface ChainIndex {
  /** What `find` looks at from now on, until it changes. */
  begin(bytes: Uint8Array): void
  /** The key of the chain that begins at `start`, or NEW_CHAIN or NO_CHAIN. */
  find(start: number): number
  /** After `find` gave a key or NEW_CHAIN: where the empty line begins. */
  readonly end: number
  valueOf(key: number): number
  linesOf(key: number): number
  /** For the chain that `find` said is new, as long as its bytes are still there. Said twice of a chain, it is known. */
  add(value: number, lines: number): void
  /** What `find` said is new has lines in it that are none of a chain. */
  refuse(): void
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const mixWord = (hash: number, word: number): number => {
  const mixed = Math.imul(hash ^ word, 0x5bd1e995)
  return mixed ^ (mixed >>> 15)
}

const hashHead = (view: DataView, start: number): number => {
  let even = 0
  let odd = 0
  for (let at = start; at < start + HEAD_BYTES; at += 8) {
    even = mixWord(even, view.getInt32(at, true))
    odd = mixWord(odd, view.getInt32(at + 4, true))
  }
  return mixWord(even, odd)
}

/** Of a chain whose head is hashed already. */
const hashRest = (head: number, view: DataView, start: number, length: number): number => {
  let even = head
  let odd = length
  const last = start + length - 7
  for (let at = start + HEAD_BYTES; at < last; at += 8) {
    even = mixWord(even, view.getInt32(at, true))
    odd = mixWord(odd, view.getInt32(at + 4, true))
  }
  even = mixWord(even, view.getInt32(last, true))
  odd = mixWord(odd, view.getInt32(last + 4, true))
  return mixWord(even, odd)
}

/** Of one that is as short as a head, with the newline that ends it. */
const hashShort = (view: DataView, start: number, length: number): number => {
  const last = start + length - 3
  let hash = length
  for (let at = start; at < last; at += 4) hash = mixWord(hash, view.getInt32(at, true))
  return mixWord(hash, view.getInt32(last, true))
}

/** length: at least 4 */
const sameBytes = (a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean => {
  let at = 0
  for (; at + 8 <= length; at += 8) {
    const first = a.getInt32(aStart + at, true) ^ b.getInt32(bStart + at, true)
    const second = a.getInt32(aStart + at + 4, true) ^ b.getInt32(bStart + at + 4, true)
    if ((first | second) !== 0) return false
  }
  if (at + 4 <= length && a.getInt32(aStart + at, true) !== b.getInt32(bStart + at, true)) return false
  return a.getInt32(aStart + length - 4, true) === b.getInt32(bStart + length - 4, true)
}

const larger = (column: Int32Array, length: number): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(length)
  to.set(column)
  return to
}

export const createChainIndex = (): ChainIndex => {
  let capacity = 1024
  let slots = new Int32Array(capacity).fill(EMPTY)
  let count = 0
  let hashes = new Int32Array(capacity / 2)
  let values = new Int32Array(capacity / 2)
  let lineCounts = new Int32Array(capacity / 2)
  /** chain i, with its empty line, lies in arena[starts[i], starts[i] + lengths[i]); length 0: not kept */
  let starts = new Int32Array(capacity / 2)
  let lengths = new Int32Array(capacity / 2)
  let arena = new Uint8Array(64 * 1024)
  let arenaView = viewOf(arena)
  let used = 0
  /** key of the chain that was last seen with a head of this hash */
  const guesses = new Int32Array(GUESSES).fill(EMPTY)

  let bytes: Uint8Array = new Uint8Array(0)
  let view = viewOf(bytes)
  let chainStart = 0
  let chainHash = 0

  /** No empty line follows a line that ends in [scannedFrom, scannedTo); one does at blankAt, unless that is -1. */
  let scannedFrom = 0
  let scannedTo = 0
  let blankAt = -1
  /** up to the empty line there is no chain */
  let refused = false

  /** Where the first two newlines in a row are, or -1 when none are within reach. Each byte is looked at once. */
  const findBlank = (start: number): number => {
    let at = start
    if (start >= scannedFrom && start <= scannedTo) {
      if (blankAt !== -1) return blankAt
      at = scannedTo
    } else {
      scannedFrom = start
      blankAt = -1
      refused = false
    }
    const limit = Math.min(bytes.length - SLACK, start + MAX_CHAIN_BYTES)
    let before = 0
    for (; at < limit; at += 4) {
      const zeroed = view.getInt32(at, true) ^ 0x0a0a0a0a
      // a byte that is a newline becomes zero, and a zero byte borrows from its highest bit
      const found = (zeroed - 0x01010101) & ~zeroed & 0x80808080
      if ((found & ((found << 8) | before)) !== 0) {
        // a byte above a newline may be taken for one
        for (let k = at === start ? at : at - 1; k < at + 3; k++) {
          if (bytes[k] !== NEWLINE || bytes[k + 1] !== NEWLINE) continue
          scannedTo = k
          blankAt = k
          return k
        }
      }
      before = found >>> 24
    }
    // two newlines may lie across the end of what was looked at
    scannedTo = Math.max(start, at - 1)
    return -1
  }

  const growTable = () => {
    capacity *= 2
    hashes = larger(hashes, capacity / 2)
    values = larger(values, capacity / 2)
    lineCounts = larger(lineCounts, capacity / 2)
    starts = larger(starts, capacity / 2)
    lengths = larger(lengths, capacity / 2)
    slots = new Int32Array(capacity).fill(EMPTY)
    const mask = capacity - 1
    for (let key = 0; key < count; key++) {
      let slot = hashes[key]! & mask
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask
      slots[slot] = key
    }
  }

  const forgetAll = () => {
    slots.fill(EMPTY)
    guesses.fill(EMPTY)
    count = 0
    used = 0
  }

  const keepBytes = (key: number) => {
    const length = index.end + 1 - chainStart
    if (used + length > arena.length) {
      const grown = new Uint8Array(Math.max(arena.length * 2, used + length))
      grown.set(arena)
      arena = grown
      arenaView = viewOf(arena)
    }
    arena.set(bytes.subarray(chainStart, index.end + 1), used)
    starts[key] = used
    lengths[key] = length
    used += length
  }

  const isAt = (key: number, start: number): boolean =>
    sameBytes(arenaView, starts[key]!, view, start, lengths[key]!)

  // end is no getter: see the byte index
  const index: ChainIndex & { end: number } = {
    end: 0,
    begin(newBytes) {
      bytes = newBytes
      view = viewOf(bytes)
      scannedFrom = 0
      scannedTo = -1
      blankAt = -1
    },
    find(start) {
      if (bytes[start] !== TAB) return NO_CHAIN
      const within = bytes.length - SLACK - start
      let head = 0
      let guess = 0
      if (within >= HEAD_BYTES) {
        head = hashHead(view, start)
        guess = head & (GUESSES - 1)
        const key = guesses[guess]!
        if (key !== EMPTY && lengths[key]! <= within && isAt(key, start)) {
          index.end = start + lengths[key]! - 1
          return key
        }
      }
      const blank = findBlank(start)
      if (blank <= start + 1 || refused) return NO_CHAIN
      chainStart = start
      index.end = blank + 1
      const length = index.end - start
      chainHash = length > HEAD_BYTES ? hashRest(head, view, start, length) : hashShort(view, start, length)
      const mask = capacity - 1
      for (let probe = 0, slot = chainHash & mask; probe < MAX_PROBES; probe++, slot = (slot + 1) & mask) {
        const key = slots[slot]!
        if (key === EMPTY) return NEW_CHAIN
        if (hashes[key] !== chainHash || lengths[key] !== length + 1 || !isAt(key, start)) continue
        if (length > HEAD_BYTES) guesses[guess] = key
        return key
      }
      return NEW_CHAIN
    },
    valueOf: (key) => values[key]!,
    linesOf: (key) => lineCounts[key]!,
    add(value, lines) {
      if (used + index.end + 1 - chainStart > MAX_ARENA_BYTES || count === MAX_CHAINS) forgetAll()
      const mask = capacity - 1
      let slot = chainHash & mask
      for (let probe = 0; slots[slot] !== EMPTY; probe++) {
        const key = slots[slot]!
        if (hashes[key] === chainHash && lengths[key] === 0 && values[key] === value) {
          lineCounts[key] = lines
          return keepBytes(key)
        }
        if (probe === MAX_PROBES) return
        slot = (slot + 1) & mask
      }
      hashes[count] = chainHash
      values[count] = value
      lengths[count] = 0
      slots[slot] = count++
      if (count * 2 >= capacity) growTable()
    },
    refuse() {
      refused = true
    },
  }
  return index
}

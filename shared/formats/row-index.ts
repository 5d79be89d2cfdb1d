/**
 * A table of rows of three integers, each row there once, found by its values: an open-addressing hash map whose
 * keys are the columns themselves. It holds functions, frames, stacks and threads without an object for any.
 */
const EMPTY = -1

export interface RowIndex {
  readonly length: number
  /** The row with these values, added when it is new. */
  indexOf(a: number, b: number, c: number): number
  /** One column (0, 1 or 2), exactly its `length` values, or those from a row on. */
  column(which: 0 | 1 | 2, from?: number): Int32Array
}

/** Murmur3's finaliser over the three values: neighbouring integers land far apart. */
const hashRow = (a: number, b: number, c: number): number => {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return hash ^ (hash >>> 15)
}

export const createRowIndex = (): RowIndex => {
  let capacity = 1024
  let slots = new Int32Array(capacity).fill(EMPTY)
  /** three values a row */
  let rows = new Int32Array((capacity / 2) * 3)

  const grow = () => {
    capacity *= 4
    const largerRows = new Int32Array((capacity / 2) * 3)
    largerRows.set(rows)
    rows = largerRows
    slots = new Int32Array(capacity).fill(EMPTY)
    const mask = capacity - 1
    for (let row = 0; row < index.length; row++) {
      let slot = hashRow(rows[row * 3]!, rows[row * 3 + 1]!, rows[row * 3 + 2]!) & mask
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask
      slots[slot] = row
    }
  }

  // length is no getter: see growable columns
  const index: RowIndex & { length: number } = {
    length: 0,
    indexOf(a, b, c) {
      // values are compared as they are stored: 32 bits
      const a32 = a | 0
      const b32 = b | 0
      const c32 = c | 0
      const mask = capacity - 1
      const table = slots
      const values = rows
      let slot = hashRow(a32, b32, c32) & mask
      for (let row = table[slot]!; row !== EMPTY; row = table[slot]!) {
        const at = row * 3
        if (values[at] === a32 && values[at + 1] === b32 && values[at + 2] === c32) return row
        slot = (slot + 1) & mask
      }
      const row = index.length++
      rows[row * 3] = a32
      rows[row * 3 + 1] = b32
      rows[row * 3 + 2] = c32
      slots[slot] = row
      if (index.length * 2 >= capacity) grow()
      return row
    },
    column(which, from = 0) {
      const values = new Int32Array(index.length - from)
      for (let row = from; row < index.length; row++) values[row - from] = rows[row * 3 + which]!
      return values
    },
  }
  return index
}

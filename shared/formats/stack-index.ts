/**
 * The prefix tree of stacks while it grows: each stack once, found by its parent and its frame.
 *
 * Deep recursion makes long branches of stacks with one child each. The first child of a stack is therefore kept beside
 * it, and only the further ones in a hash table: that stays as small as the tree has branches, and a new branch is
 * written from one end to the other.
 */
const NONE = -1

export interface StackIndex {
  readonly length: number
  /** The stack of a frame below `parent` (NONE, -1, for a root), added when it is new: parent < child. */
  indexOf(parent: number, frame: number): number
  /** Exactly `length` values each, or those from a row on. */
  parents(from?: number): Int32Array
  frames(from?: number): Int32Array
}

/** Murmur3's finaliser over both: neighbouring integers land far apart. */
const hashPair = (parent: number, frame: number): number => {
  let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(frame, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return hash ^ (hash >>> 15)
}

const enlarged = (from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(from.length * 2)
  to.set(from)
  return to
}

export const createStackIndex = (): StackIndex => {
  let parents = new Int32Array(256)
  let frames = new Int32Array(256)
  /** valid below `length` */
  let firstChildren = new Int32Array(256)
  let firstRoot = NONE
  /** stacks that are not their parent's first child */
  let slots = new Int32Array(256).fill(NONE)
  let hashed = 0

  const append = (parent: number, frame: number): number => {
    const stack = index.length
    if (stack === parents.length) {
      parents = enlarged(parents)
      frames = enlarged(frames)
      firstChildren = enlarged(firstChildren)
    }
    parents[stack] = parent
    frames[stack] = frame
    firstChildren[stack] = NONE
    index.length = stack + 1
    return stack
  }

  const growSlots = () => {
    const before = slots
    slots = new Int32Array(before.length * 4).fill(NONE)
    const mask = slots.length - 1
    for (const stack of before) {
      if (stack === NONE) continue
      let slot = hashPair(parents[stack]!, frames[stack]!) & mask
      while (slots[slot] !== NONE) slot = (slot + 1) & mask
      slots[slot] = stack
    }
  }

  const furtherChild = (parent: number, frame: number): number => {
    const mask = slots.length - 1
    let slot = hashPair(parent, frame) & mask
    for (let stack = slots[slot]!; stack !== NONE; stack = slots[slot]!) {
      if (parents[stack] === parent && frames[stack] === frame) return stack
      slot = (slot + 1) & mask
    }
    const stack = append(parent, frame)
    slots[slot] = stack
    if (++hashed * 2 >= slots.length) growSlots()
    return stack
  }

  // length is no getter: see growable columns
  const index: StackIndex & { length: number } = {
    length: 0,
    indexOf(parent, frame) {
      const first = parent === NONE ? firstRoot : firstChildren[parent]!
      if (first === NONE) {
        const stack = append(parent, frame)
        if (parent === NONE) firstRoot = stack
        else firstChildren[parent] = stack
        return stack
      }
      return frames[first] === frame ? first : furtherChild(parent, frame)
    },
    parents: (from = 0) => parents.slice(from, index.length),
    frames: (from = 0) => frames.slice(from, index.length),
  }
  return index
}

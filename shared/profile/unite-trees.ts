/** Two call trees in one: what is in either is in it. */
import type { CallTree } from './call-tree.ts'
import { buildTree } from './tree-builder.ts'
import type { UnitedFunctions } from './unite-functions.ts'

export interface UnitedTree {
  readonly tree: CallTree
  /** node of each side -> common node */
  readonly ofA: Int32Array
  readonly ofB: Int32Array
}

/** Nodes are one where their paths from the root are, by common function numbers. */
export function uniteTrees(a: CallTree, b: CallTree, numbers: UnitedFunctions): UnitedTree {
  const { childOf, finish } = buildTree(a === b ? a.length : a.length + b.length)
  let last = 0
  const place = (tree: CallTree, common: Int32Array, of: Int32Array, from: number, to: number): void => {
    const { parent, func } = tree
    for (let node = from; node < to; node++) {
      const placed = childOf(of[parent[node]!]!, common[func[node]!]!)
      of[node] = placed
      if (placed > last) last = placed
    }
  }

  const ofA = new Int32Array(a.length)
  const ofB = a === b ? ofA : new Int32Array(b.length)
  // Group frames of both come before the functions of both.
  place(a, numbers.ofA, ofA, 1, a.codeFrom)
  if (a !== b) place(b, numbers.ofB, ofB, 1, b.codeFrom)
  const codeFrom = last + 1
  place(a, numbers.ofA, ofA, a.codeFrom, a.length)
  if (a !== b) place(b, numbers.ofB, ofB, b.codeFrom, b.length)
  return { tree: finish(codeFrom), ofA, ofB }
}

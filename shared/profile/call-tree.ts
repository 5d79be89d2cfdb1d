/**
 * A call tree in columns: node 0 is the root, then come the group frames, then the functions. parent[i] < i, so
 * one backward pass sums it and one forward pass hands down.
 */
export interface CallTree {
  readonly length: number
  readonly parent: Int32Array
  /** function number (function-names.ts), ROOT for node 0 */
  readonly func: Int32Array
  /** nodes below this number are the root and the group frames */
  readonly codeFrom: number
  /** made on first use */
  readonly children: () => TreeChildren
}

/** Children in linked lists, ascending by node; -1 ends a list. */
export interface TreeChildren {
  readonly first: Int32Array
  readonly next: Int32Array
}

export const callTree = (parent: Int32Array, func: Int32Array, codeFrom: number): CallTree => {
  let children: TreeChildren | undefined
  return {
    length: parent.length,
    parent,
    func,
    codeFrom,
    children: () => {
      children ??= linkChildren(parent)
      return children
    },
  }
}

function linkChildren(parent: Int32Array): TreeChildren {
  const first = new Int32Array(parent.length).fill(-1)
  const next = new Int32Array(parent.length).fill(-1)
  for (let node = parent.length - 1; node > 0; node--) {
    const above = parent[node]!
    next[node] = first[above]!
    first[above] = node
  }
  return { first, next }
}

/**
 * 1 for each node without the same function above it: the totals of these add up to a function's total in which
 * recursion counts once.
 */
export function outermostNodes(tree: CallTree, functionCount: number): Uint8Array {
  const { first, next } = tree.children()
  const outermost = new Uint8Array(tree.length)
  const above = new Int32Array(functionCount)
  let node = first[0] ?? -1
  while (node > 0) {
    const func = tree.func[node]!
    if (above[func] === 0) outermost[node] = 1
    above[func]!++
    if (first[node]! >= 0) {
      node = first[node]!
      continue
    }
    above[func]!--
    while (next[node]! < 0) {
      node = tree.parent[node]!
      if (node === 0) return outermost
      above[tree.func[node]!]!--
    }
    node = next[node]!
  }
  return outermost
}

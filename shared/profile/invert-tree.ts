/** The same stacks read from the leaf: callers below, group frames where they were. */
import { type CallTree, callTree } from './call-tree.ts'

export interface StackEnds {
  readonly tree: CallTree
  /** where each stack ends: of as many stacks as there are, of each as often as one likes */
  readonly node: Int32Array
}

export function invertTree(shape: StackEnds): StackEnds {
  const { tree, endOf } = invertEnds(shape)
  return { tree, node: shape.node.map((end) => endOf[end]!) }
}

/**
 * Walks all distinct stacks up together, one frame per round. Those in the same inverted node lie side by side, so
 * that a round splits them by function with two arrays and no hashing, and parents come before their children.
 * `endOf`: by node where a stack ends, the node where it ends when it is read from the leaf.
 */
export function invertEnds(shape: StackEnds): { tree: CallTree; endOf: Int32Array } {
  const { tree } = shape
  const parent = Array.from(tree.parent.subarray(0, tree.codeFrom))
  const func = Array.from(tree.func.subarray(0, tree.codeFrom))
  const functionCount = tree.func.reduce((most, number) => Math.max(most, number), -1) + 1
  const splitBy = new Int32Array(functionCount).fill(-1)
  const childFor = new Int32Array(functionCount)
  const endOf = new Int32Array(tree.length)
  for (let i = 0; i < tree.codeFrom; i++) endOf[i] = i

  let { stack, at } = startAtLeaves(shape)
  let cursor = stack.slice()
  while (stack.length > 0) {
    const roundFrom = parent.length
    const into = new Int32Array(stack.length)
    for (let k = 0; k < stack.length; k++) {
      const called = tree.func[cursor[k]!]!
      const above = at[k]!
      if (splitBy[called] !== above) {
        splitBy[called] = above
        childFor[called] = parent.push(above) - 1
        func.push(called)
      }
      into[k] = childFor[called]!
    }

    const place = new Int32Array(parent.length - roundFrom + 1)
    for (let k = 0; k < stack.length; k++) {
      if (tree.parent[cursor[k]!]! < tree.codeFrom) endOf[stack[k]!] = into[k]!
      else place[into[k]! - roundFrom + 1]!++
    }
    for (let i = 1; i < place.length; i++) place[i]! += place[i - 1]!
    const going = place[place.length - 1]!
    const nextStack = new Int32Array(going)
    const nextCursor = new Int32Array(going)
    const nextAt = new Int32Array(going)
    for (let k = 0; k < stack.length; k++) {
      const caller = tree.parent[cursor[k]!]!
      if (caller < tree.codeFrom) continue
      const slot = place[into[k]! - roundFrom]!++
      nextStack[slot] = stack[k]!
      nextCursor[slot] = caller
      nextAt[slot] = into[k]!
    }
    stack = nextStack
    cursor = nextCursor
    at = nextAt
  }

  return { tree: callTree(new Int32Array(parent), new Int32Array(func), tree.codeFrom), endOf }
}

/** The distinct ends of stacks, and the group frame of each, sorted by that. */
function startAtLeaves({ tree, node }: StackEnds): { stack: Int32Array; at: Int32Array } {
  const isEnd = new Uint8Array(tree.length)
  for (let i = 0; i < node.length; i++) isEnd[node[i]!] = 1
  // What ends at the root or a group frame has no frame to begin with.
  isEnd.fill(0, 0, tree.codeFrom)
  const top = new Int32Array(tree.length)
  const place = new Int32Array(tree.codeFrom + 1)
  for (let i = 0; i < tree.length; i++) {
    top[i] = i < tree.codeFrom ? i : top[tree.parent[i]!]!
    if (isEnd[i]) place[top[i]! + 1]!++
  }
  for (let i = 1; i < place.length; i++) place[i]! += place[i - 1]!
  const stack = new Int32Array(place[place.length - 1]!)
  const at = new Int32Array(stack.length)
  for (let i = 0; i < tree.length; i++) {
    if (!isEnd[i]) continue
    const slot = place[top[i]!]!++
    stack[slot] = i
    at[slot] = top[i]!
  }
  return { stack, at }
}

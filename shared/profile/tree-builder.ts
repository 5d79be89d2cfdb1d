/** A call tree that grows by "the child of this node that is this function". */
import { ROOT } from '../contract/views.ts'
import { type CallTree, callTree } from './call-tree.ts'

export interface TreeBuilder {
  /** the child's number; made when it is not there yet */
  readonly childOf: (above: number, func: number) => number
  /** nothing can be added afterwards */
  readonly finish: (codeFrom: number) => CallTree
}

/** `most`: nodes that there can be at most, the root (node 0) included. */
export function buildTree(most: number, root = ROOT): TreeBuilder {
  const parent = new Int32Array(most)
  const func = new Int32Array(most)
  parent[0] = -1
  func[0] = root
  let length = 1

  // Open addressing on (parent, function): at most half full, so that probes stay short.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * most + 2)))
  const mask = slots.length - 1
  const childOf = (above: number, called: number): number => {
    let slot = (Math.imul(above, 0x9e3779b1) ^ Math.imul(called, 0x85ebca6b)) & mask
    slot = (slot ^ (slot >>> 15)) & mask
    for (;;) {
      const node = slots[slot]!
      if (node === 0) break
      if (parent[node] === above && func[node] === called) return node
      slot = (slot + 1) & mask
    }
    slots[slot] = length
    parent[length] = above
    func[length] = called
    return length++
  }
  return {
    childOf,
    finish: (codeFrom) => callTree(parent.slice(0, length), func.slice(0, length), codeFrom),
  }
}

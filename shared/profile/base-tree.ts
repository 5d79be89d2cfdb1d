/**
 * The tree of all stacks of a capture, merged by function: stacks that differ in addresses only are one node.
 * "No stack" and the calls of slices without a stack are children of the root.
 */
import { ROOT } from '../contract/views.ts'
import type { Profile } from '../model/profile.ts'
import { type CallTree, callTree } from './call-tree.ts'
import type { FunctionNames } from './function-names.ts'

export interface BaseTree {
  readonly tree: CallTree
  /** stack -> node */
  readonly ofStack: Int32Array
  readonly noStack: number
  /** string index of a call -> node */
  readonly ofCall: ReadonlyMap<number, number>
}

export function mergeStacks(profile: Profile, names: FunctionNames): BaseTree {
  const { stacks, frames } = profile
  const most = 2 + stacks.length + names.ofCall.size
  const parent = new Int32Array(most)
  const func = new Int32Array(most)
  parent[0] = -1
  func[0] = ROOT
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

  const ofStack = new Int32Array(stacks.length)
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack]!
    ofStack[stack] = childOf(above < 0 ? 0 : ofStack[above]!, frames.func[stacks.frame[stack]!]!)
  }
  const noStack = childOf(0, names.noStack)
  const ofCall = new Map<number, number>()
  for (const [call, number] of names.ofCall) ofCall.set(call, childOf(0, number))
  return { tree: callTree(parent.slice(0, length), func.slice(0, length), 1), ofStack, noStack, ofCall }
}

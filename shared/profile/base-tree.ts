/**
 * The tree of all stacks of a capture, merged by function: stacks that differ in addresses only are one node.
 * "No stack" and the calls of slices without a stack are children of the root.
 */
import type { Profile } from '../model/profile.ts'
import type { CallTree } from './call-tree.ts'
import type { FunctionNames } from './function-names.ts'
import { buildTree } from './tree-builder.ts'

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
  const { childOf, finish } = buildTree(2 + stacks.length + names.ofCall.size)
  const ofStack = new Int32Array(stacks.length)
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack]!
    ofStack[stack] = childOf(above < 0 ? 0 : ofStack[above]!, frames.func[stacks.frame[stack]!]!)
  }
  const noStack = childOf(0, names.noStack)
  const ofCall = new Map<number, number>()
  for (const [call, number] of names.ofCall) ofCall.set(call, childOf(0, number))
  return { tree: finish(1), ofStack, noStack, ofCall }
}

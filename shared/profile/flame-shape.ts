/** The tree that a flame graph's order and grouping asks for, before any selection. */
import type { FlameArgs } from '../contract/views.ts'
import type { CallTree } from './call-tree.ts'
import { createCheckpoints, type KeptCheckpoints } from './checkpoints.ts'
import type { EventStream } from './event-stream.ts'
import type { FunctionNames } from './function-names.ts'
import { groupTree } from './group-tree.ts'
import { invertEnds } from './invert-tree.ts'

export interface FlameShape {
  readonly tree: CallTree
  /** for each event of the stream, the node where its path from the root ends, in the tree read top-down */
  readonly node: Int32Array
  /** for each of those nodes the one in `tree`, where that is another tree: the inverted one */
  readonly endOf: Int32Array | null
  /** how many nodes the tree read top-down has */
  readonly ends: number
  readonly checkpoints: KeptCheckpoints
}

export function shapeTopDown(
  base: CallTree,
  names: FunctionNames,
  events: EventStream,
  group: FlameArgs['group'],
): FlameShape {
  const { tree, node } =
    group === 'none' ? { tree: base, node: events.node } : groupTree(base, names, events, group)
  return { tree, node, endOf: null, ends: tree.length, checkpoints: createCheckpoints() }
}

/** Stacks end where they did, whichever way they are read: what is kept of their sums serves both. */
export function invertShape(topDown: FlameShape): FlameShape {
  return { ...topDown, ...invertEnds(topDown) }
}

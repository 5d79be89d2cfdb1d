/** The tree that a flame graph's order and grouping asks for, before any selection. */
import type { FlameArgs } from '../contract/views.ts'
import type { CallTree } from './call-tree.ts'
import type { EventStream } from './event-stream.ts'
import type { FunctionNames } from './function-names.ts'
import { groupTree } from './group-tree.ts'
import { invertTree } from './invert-tree.ts'

export interface FlameShape {
  readonly tree: CallTree
  /** for each event of the stream, the node where its path from the root ends */
  readonly node: Int32Array
}

export function shapeFlame(
  base: CallTree,
  names: FunctionNames,
  events: EventStream,
  order: FlameArgs['order'],
  group: FlameArgs['group'],
): FlameShape {
  const shape: FlameShape =
    group === 'none' ? { tree: base, node: events.node } : groupTree(base, names, events, group)
  return order === 'inverted' ? invertTree(shape) : shape
}

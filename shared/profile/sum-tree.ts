/** Weights of the selected events on a tree. */
import type { Measure } from '../contract/views.ts'
import type { EventStream } from './event-stream.ts'
import type { FlameShape } from './flame-shape.ts'
import type { Scratch } from './scratch.ts'
import type { SelectedEvents } from './select-events.ts'
import { sumEnds } from './sum-ends.ts'

/** Scratch, by node: use it before the next query. */
export interface TreeSums {
  readonly self: Float64Array
  readonly total: Float64Array
  /** events, inclusive; 0: the node is not in the selection */
  readonly count: Int32Array
}

/** Where stacks end, then one backward pass over the tree. Measured in events, each weighs 1. */
export function sumTree(
  shape: FlameShape,
  events: EventStream,
  selected: SelectedEvents,
  scratch: Scratch,
  measure: Measure = 'weight',
): TreeSums {
  const { length, parent } = shape.tree
  const ends = sumEnds(shape, events, selected, scratch)
  if (measure === 'events') ends.weight.set(ends.count)
  const { self, count } = shape.endOf ? moveEnds(shape.endOf, ends, length, scratch) : nameEnds(ends)
  const total = scratch.f64('total', length)
  total.set(self)
  for (let at = length - 1; at > 0; at--) {
    const above = parent[at]!
    total[above]! += total[at]!
    count[above]! += count[at]!
  }
  return { self, total, count }
}

const nameEnds = ({ weight, count }: { weight: Float64Array; count: Int32Array }) => ({ self: weight, count })

/** Each stack ends in another place; no two in one. */
function moveEnds(
  endOf: Int32Array,
  ends: { weight: Float64Array; count: Int32Array },
  length: number,
  scratch: Scratch,
): { self: Float64Array; count: Int32Array } {
  const self = scratch.f64('moved self', length)
  const count = scratch.i32('moved count', length)
  for (let at = 0; at < endOf.length; at++) {
    if (ends.count[at] === 0) continue
    self[endOf[at]!] = ends.weight[at]!
    count[endOf[at]!] = ends.count[at]!
  }
  return { self, count }
}

/** Weights of the selected events on a tree. */
import type { Measure } from '../contract/views.ts'
import type { EventStream } from './event-stream.ts'
import type { FlameShape } from './flame-shape.ts'
import type { Scratch } from './scratch.ts'
import type { SelectedEvents } from './select-events.ts'

/** Scratch, by node: use it before the next query. */
export interface TreeSums {
  readonly self: Float64Array
  readonly total: Float64Array
  /** events, inclusive; 0: the node is not in the selection */
  readonly count: Int32Array
}

/** One pass over the events, one backward pass over the tree. Measured in events, each weighs 1. */
export function sumTree(
  shape: FlameShape,
  events: EventStream,
  selected: SelectedEvents,
  scratch: Scratch,
  measure: Measure = 'weight',
): TreeSums {
  const { length, parent } = shape.tree
  const { node } = shape
  const self = scratch.f64('self', length)
  const total = scratch.f64('total', length)
  const count = scratch.i32('count', length)
  const { from, to, mask } = selected
  // A multiplication by the mask: a branch on it was measured to take twice as long.
  const { weight } = events
  for (let i = from; i < to; i++) {
    const taken = mask[i]!
    const at = node[i]!
    self[at]! += weight[i]! * taken
    count[at]! += taken
  }
  if (measure === 'events') self.set(count)
  total.set(self)
  for (let at = length - 1; at > 0; at--) {
    const above = parent[at]!
    total[above]! += total[at]!
    count[above]! += count[at]!
  }
  return { self, total, count }
}

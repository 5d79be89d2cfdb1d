/** Weights of the selected events by the node where their stacks end. */
import type { Checkpoints } from './checkpoints.ts'
import type { EventStream } from './event-stream.ts'
import type { FlameShape } from './flame-shape.ts'
import type { Scratch } from './scratch.ts'
import type { SelectedEvents } from './select-events.ts'

/** Scratch, by node of the tree read top-down: use it before the next query. */
export interface EndSums {
  readonly weight: Float64Array
  readonly count: Int32Array
}

/** Exact: checkpoints are there only where differences of sums are. */
export function sumEnds(
  { node, ends, checkpoints }: FlameShape,
  events: EventStream,
  selected: SelectedEvents,
  scratch: Scratch,
): EndSums {
  const sums: EndSums = { weight: scratch.f64('self', ends), count: scratch.i32('count', ends) }
  const { from, to, wholeFrom } = selected
  const isPart = from > 0 || to < events.length
  const marks = wholeFrom < to ? checkpoints(events, node, ends, isPart) : null
  const first = marks ? Math.ceil(wholeFrom / marks.every) : 0
  const last = marks ? Math.floor(to / marks.every) : 0
  if (marks && first < last) {
    subtract(marks, first, last, sums)
    addEvents(events, node, selected.mask, from, first * marks.every, sums)
    addEvents(events, node, selected.mask, last * marks.every, to, sums)
  } else addEvents(events, node, selected.mask, from, to, sums)
  const { each } = events
  const { weight, count } = sums
  if (each !== null) for (let at = 0; at < ends; at++) weight[at] = count[at]! * each
  return sums
}

function subtract({ count, weight }: Checkpoints, first: number, last: number, sums: EndSums): void {
  const before = count[first]!
  const after = count[last]!
  for (let at = 0; at < before.length; at++) sums.count[at] = after[at]! - before[at]!
  if (!weight) return
  const weightBefore = weight[first]!
  const weightAfter = weight[last]!
  for (let at = 0; at < before.length; at++) sums.weight[at] = weightAfter[at]! - weightBefore[at]!
}

function addEvents(
  { each, weight: weights }: EventStream,
  node: Int32Array,
  mask: Uint8Array,
  from: number,
  to: number,
  { weight, count }: EndSums,
): void {
  // A multiplication by the mask: a branch on it was measured to take twice as long.
  if (each !== null) for (let i = from; i < to; i++) count[node[i]!]! += mask[i]!
  else
    for (let i = from; i < to; i++) {
      const taken = mask[i]!
      const at = node[i]!
      weight[at]! += weights[i]! * taken
      count[at]! += taken
    }
}

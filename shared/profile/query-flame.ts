import type { FlameArgs, FlameResult, Measure } from '../contract/views.ts'
import type { CallTree } from './call-tree.ts'
import { checkCancelled } from './cancellation-check.ts'
import type { EventStream } from './event-stream.ts'
import { layOutFlame } from './lay-out-flame.ts'
import type { ProfileIndex } from './profile-index.ts'
import { pruneTree } from './prune-tree.ts'
import { matchFunctions } from './search-functions.ts'
import { selectEvents } from './select-events.ts'
import { sumTree } from './sum-tree.ts'
import { findZoomed } from './zoom-tree.ts'

/**
 * The flame graph of a stream of samples or slices, within the selection, pruned to what can be seen.
 *
 * A sample weighs its weight, a slice its whole duration, also when the time range cuts it. Slices without a stack
 * stand as their call. An event whose stack is missing stands as "[no stack]". At most `maxNodes` frames; the rest
 * nodes (one per frame at most) and the ancestors of the zoomed frame come on top. In an inverted graph a frame's
 * self is what ends there: stacks whose outermost caller it is. `matched` is counted within the zoomed frame, so that
 * matched / total[0] is always a share; group frames match like functions.
 *
 * Throws query.no-stream, query.pattern, and the cancellation.
 */
export function queryFlame(whole: ProfileIndex, args: FlameArgs, signal?: AbortSignal): FlameResult {
  const index = whole.transformed(args.selection.transforms)
  const events = index.events(args.streamId)
  const matches = matchFunctions(index, args.search)
  checkCancelled(signal)
  const shape = index.shape(args.streamId, args.order, args.group)
  checkCancelled(signal)
  const selected = selectEvents(index, events, args.selection)
  const sums = sumTree(shape, events, selected, index.scratch, args.measure)
  checkCancelled(signal)
  const zoomed = findZoomed(shape.tree, index.functions, sums, args.zoom)
  const pruned = pruneTree(shape.tree, sums, zoomed, args, index.scratch)
  const layout = layOutFlame(shape.tree, index.functions, sums, zoomed, pruned, matches)
  return {
    event: events.stream.event,
    unit: unitOf(events, args.measure),
    ...layout,
    streamTotal: args.measure === 'events' ? events.length : events.totalWeight,
    streamCount: events.length,
    matched: matches && sumMatched(index, shape.tree, sums.self, zoomed, matches),
    prunedNodes: pruned.pruned.reduce((sum, count) => sum + count, 0),
  }
}

export const unitOf = ({ stream }: EventStream, measure: Measure = 'weight'): string =>
  measure === 'events' ? 'count' : stream.unit

/** Each stack once, however often it matches; a match above the zoomed frame is a match of all below it. */
function sumMatched(
  index: ProfileIndex,
  tree: CallTree,
  self: Float64Array,
  zoomed: number,
  matches: Uint8Array,
): number {
  const { length, parent, func } = tree
  const hit = index.scratch.u8('hit', length)
  const below = index.scratch.u8('below', length)
  below[zoomed] = 1
  let matched = 0
  for (let node = 0; node < length; node++) {
    if (node > 0) {
      hit[node] = hit[parent[node]!]! | matches[func[node]!]!
      below[node]! |= below[parent[node]!]!
    }
    if (hit[node] && below[node]) matched += self[node]!
  }
  return matched
}

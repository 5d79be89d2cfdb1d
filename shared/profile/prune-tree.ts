/** From the size of the data to the size of the screen. */
import type { CallTree } from './call-tree.ts'
import { kthLargest } from './kth-largest.ts'
import type { Scratch } from './scratch.ts'
import type { TreeSums } from './sum-tree.ts'

export interface PrunedTree {
  /** nodes that stay, ascending, the zoomed node first */
  readonly kept: Int32Array
  /** by place in `kept`: the place of its parent, -1 for the zoomed node */
  readonly above: Int32Array
  /** by place in `kept`: frames below it, of all depths, that were summed into the rest */
  readonly pruned: Int32Array
  /** what was cut off: children of kept nodes, ascending; their sums hold what is below them */
  readonly cut: Int32Array
  /** by place in `cut`: the place of its parent in `kept` */
  readonly cutFrom: Int32Array
}

/**
 * Keeps, at and below the zoomed node, what has at least `minShare` of its total, and of that the `maxNodes` with
 * the largest totals. A parent is never lighter than its child and comes before it, so it is never dropped first.
 *
 * Passes over the nodes in their order, which memory is read fastest in: following children, a tenth of them takes as
 * long as all of them so.
 */
export function pruneTree(
  tree: CallTree,
  sums: Pick<TreeSums, 'total' | 'count'>,
  zoomed: number,
  limits: { readonly minShare: number; readonly maxNodes: number },
  scratch: Scratch,
): PrunedTree {
  const { length, parent } = tree
  const { count } = sums
  const kept = chooseKept(tree, sums, zoomed, limits, scratch)

  // place + 1 in `kept`; 0: not kept
  const place = scratch.i32('place', length)
  for (let k = 0; k < kept.length; k++) place[kept[k]!] = k + 1
  const above = kept.map((node, k) => (k === 0 ? -1 : place[parent[node]!]! - 1))
  const frames = countFrames(tree, count, scratch)
  const pruned = new Int32Array(kept.length)
  const found = scratch.i32('found', length)
  const foundFrom = scratch.i32('found from', length)
  let cuts = 0
  for (let node = zoomed + 1; node < length; node++) {
    const keeper = place[parent[node]!]!
    if (keeper === 0 || place[node]! > 0 || count[node] === 0) continue
    found[cuts] = node
    foundFrom[cuts++] = keeper - 1
    pruned[keeper - 1]! += frames[node]!
  }
  return { kept, above, pruned, cut: found.slice(0, cuts), cutFrom: foundFrom.slice(0, cuts) }
}

function chooseKept(
  { length, parent }: CallTree,
  { total, count }: Pick<TreeSums, 'total' | 'count'>,
  zoomed: number,
  { minShare, maxNodes }: { readonly minShare: number; readonly maxNodes: number },
  scratch: Scratch,
): Int32Array {
  const least = minShare * total[zoomed]!
  const isCandidate = scratch.u8('candidate', length)
  const found = scratch.i32('found', length)
  let size = 0
  isCandidate[zoomed] = 1
  found[size++] = zoomed
  // What is heavy enough has a parent that is.
  for (let node = zoomed + 1; node < length; node++) {
    if (total[node]! < least || count[node] === 0 || isCandidate[parent[node]!] === 0) continue
    isCandidate[node] = 1
    found[size++] = node
  }
  return size > maxNodes ? heaviest(found.subarray(0, size), total, maxNodes) : found.slice(0, size)
}

/** By node: how many nodes of the selection are at and below it. */
function countFrames({ length, parent }: CallTree, count: Int32Array, scratch: Scratch): Int32Array {
  const frames = scratch.i32('frames', length)
  for (let at = length - 1; at > 0; at--) {
    if (count[at]! > 0) frames[at]!++
    frames[parent[at]!]! += frames[at]!
  }
  return frames
}

/** By place in `kept`: what was cut off below each adds up to, of a column by node. */
export function sumCut({ kept, cut, cutFrom }: PrunedTree, column: Float64Array | Int32Array): Float64Array {
  const rest = new Float64Array(kept.length)
  for (let i = 0; i < cut.length; i++) rest[cutFrom[i]!]! += column[cut[i]!]!
  return rest
}

/** Ascending; of equals at the limit, those that come first. */
function heaviest(candidates: Int32Array, total: Float64Array, most: number): Int32Array {
  const weights = new Float64Array(candidates.length)
  for (let k = 0; k < weights.length; k++) weights[k] = total[candidates[k]!]!
  const limit = kthLargest(weights.slice(), most)
  let equals = most
  for (let k = 0; k < weights.length; k++) if (weights[k]! > limit) equals--
  const kept = new Int32Array(most)
  let size = 0
  for (let k = 0; k < weights.length; k++) {
    if (weights[k]! < limit || (weights[k] === limit && equals-- <= 0)) continue
    kept[size++] = candidates[k]!
  }
  return kept
}

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
 */
export function pruneTree(
  tree: CallTree,
  sums: Pick<TreeSums, 'total' | 'count'>,
  zoomed: number,
  limits: { readonly minShare: number; readonly maxNodes: number },
  scratch: Scratch,
): PrunedTree {
  const { length, parent } = tree
  const { total, count } = sums
  const least = limits.minShare * total[zoomed]!

  // place + 1 in `kept` of the nearest kept node at or above each node; 0: not below the zoomed node
  const place = scratch.i32('place', length)
  const found = scratch.i32('candidates', length)
  let size = 0
  place[zoomed] = 1
  found[size++] = zoomed
  for (let node = zoomed + 1; node < length; node++) {
    if (count[node] === 0 || place[parent[node]!] === 0) continue
    place[node] = 1
    if (total[node]! >= least) found[size++] = node
  }
  const candidates = found.subarray(0, size)
  const kept = size > limits.maxNodes ? heaviest(candidates, total, limits.maxNodes) : candidates.slice()

  place.fill(0)
  for (let k = 0; k < kept.length; k++) place[kept[k]!] = k + 1
  const above = kept.map((node, k) => (k === 0 ? -1 : place[parent[node]!]! - 1))
  const pruned = new Int32Array(kept.length)
  // What the candidates were found in is free again, and as long as the tree.
  const cut = scratch.i32('candidates', length)
  const cutFrom = scratch.i32('cut from', length)
  let cuts = 0
  for (let node = zoomed + 1, k = 1; node < length; node++) {
    if (kept[k] === node) {
      k++
      continue
    }
    if (count[node] === 0) continue
    const nearest = place[parent[node]!]!
    if (nearest === 0) continue
    place[node] = nearest
    pruned[nearest - 1]!++
    if (kept[nearest - 1] === parent[node]) {
      cut[cuts] = node
      cutFrom[cuts++] = nearest - 1
    }
  }
  return { kept, above, pruned, cut: cut.slice(0, cuts), cutFrom: cutFrom.slice(0, cuts) }
}

/** By place in `kept`: what was cut off below each adds up to, of a column by node. */
export function sumCut({ kept, cut, cutFrom }: PrunedTree, column: Float64Array | Int32Array): Float64Array {
  const rest = new Float64Array(kept.length)
  for (let i = 0; i < cut.length; i++) rest[cutFrom[i]!]! += column[cut[i]!]!
  return rest
}

/** Ascending; of equals at the limit, those that come first. */
function heaviest(candidates: Int32Array, total: Float64Array, most: number): Int32Array {
  const weights = Float64Array.from(candidates, (node) => total[node]!)
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

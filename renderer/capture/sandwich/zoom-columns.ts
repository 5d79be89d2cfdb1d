/** A pruned tree zoomed where it is: the engine has given all that is drawn of a sandwich. */
import type { FunctionRef } from '../../../shared/contract/selection.ts'
import type { FlameTree } from '../../../shared/contract/views.ts'

/**
 * As the engine answers a zoom: the ancestors, one child each, then the frame that `path` leads to from below node 0,
 * with all below it. A path that ends early zooms as far as it goes.
 */
export function zoomColumns(tree: FlameTree, path: readonly FunctionRef[]): FlameTree {
  const ancestors = followPath(tree, path)
  const zoomed = ancestors.at(-1) ?? 0
  if (zoomed === 0) return tree
  const kept = [...ancestors]
  const placeOf = new Int32Array(tree.parent.length).fill(-1)
  kept.forEach((node, place) => {
    placeOf[node] = place
  })
  for (
    let node = zoomed + 1;
    node < tree.parent.length && placeOf[tree.parent[node]!]! >= ancestors.length - 1;
    node += 1
  ) {
    placeOf[node] = kept.length
    kept.push(node)
  }
  return {
    ...tree,
    parent: Int32Array.from(kept, (node) => (node === 0 ? -1 : placeOf[tree.parent[node]!]!)),
    func: Int32Array.from(kept, (node) => tree.func[node]!),
    total: Float64Array.from(kept, (node) => tree.total[node]!),
    self: Float64Array.from(kept, (node) => tree.self[node]!),
    count: Float64Array.from(kept, (node) => tree.count[node]!),
    pruned: Int32Array.from(kept, (node) => tree.pruned[node]!),
    matches: Uint8Array.from(kept, (node) => tree.matches[node]!),
  }
}

/** The nodes on the path, node 0 first. */
function followPath({ parent, func, names, modules }: FlameTree, path: readonly FunctionRef[]): number[] {
  const found = [0]
  for (const { name, module } of path) {
    const above = found.at(-1)!
    let next = -1
    for (let node = above + 1; node < parent.length && parent[node]! >= above && next < 0; node += 1) {
      const at = func[node]!
      if (parent[node] === above && at >= 0 && names[at] === name && modules[at] === module) next = node
    }
    if (next < 0) break
    found.push(next)
  }
  return found
}

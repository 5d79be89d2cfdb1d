/** The kept nodes as the contract's columns. */
import type { FlameTree } from '../contract/views.ts'
import type { CallTree } from './call-tree.ts'
import type { FunctionNames } from './function-names.ts'
import { layOutTree, spreadOver } from './lay-out-tree.ts'
import { type PrunedTree, sumCut } from './prune-tree.ts'
import type { TreeSums } from './sum-tree.ts'

/** Pre-order, children by name, the rest last; above it the ancestors of the zoomed node, with its weight. */
export function layOutFlame(
  tree: CallTree,
  functions: FunctionNames,
  sums: TreeSums,
  zoomed: number,
  pruned: PrunedTree,
  matches: Uint8Array | null,
): FlameTree {
  const layout = layOutTree(tree, functions, zoomed, pruned, matches)
  const { place: _place, ancestors, ...columns } = layout
  const restTotal = sumCut(pruned, sums.total)
  const self = spreadOver(layout, pruned, sums.self, restTotal)
  return {
    ...columns,
    total: spreadOver(layout, pruned, sums.total, restTotal),
    self: self.fill(0, 0, ancestors),
    count: spreadOver(layout, pruned, sums.count, sumCut(pruned, sums.count)),
  }
}

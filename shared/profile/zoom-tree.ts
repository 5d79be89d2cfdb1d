/** Finding the frame that fills the width. */
import type { FunctionRef } from '../contract/selection.ts'
import type { CallTree } from './call-tree.ts'
import type { NamedFunctions } from './function-names.ts'
import type { TreeSums } from './sum-tree.ts'

/**
 * The node at the end of the path, or of the longest part of it that is still in the selection. Where siblings are
 * named alike (of different kinds), the heaviest.
 */
export function findZoomed(
  tree: CallTree,
  names: Pick<NamedFunctions, 'names' | 'modules'>,
  sums: Pick<TreeSums, 'total' | 'count'>,
  path: readonly FunctionRef[],
): number {
  if (path.length === 0) return 0
  const { first, next } = tree.children()
  let zoomed = 0
  for (const { name, module } of path) {
    let found = -1
    for (let child = first[zoomed]!; child >= 0; child = next[child]!) {
      if (sums.count[child] === 0) continue
      const func = tree.func[child]!
      if (names.names[func] !== name || names.modules[func] !== module) continue
      if (found < 0 || sums.total[child]! > sums.total[found]!) found = child
    }
    if (found < 0) break
    zoomed = found
  }
  return zoomed
}

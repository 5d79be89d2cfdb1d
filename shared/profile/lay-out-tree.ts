/** The kept nodes as rows, in the order in which answers have them, whatever sums they carry. */
import { type FlameTree, REST } from '../contract/views.ts'
import type { CallTree, TreeChildren } from './call-tree.ts'
import type { NamedFunctions } from './function-names.ts'
import type { PrunedTree } from './prune-tree.ts'

export interface TreeLayout
  extends Pick<FlameTree, 'parent' | 'func' | 'pruned' | 'matches' | 'names' | 'modules' | 'kinds'> {
  /**
   * by row: the place in `kept` that its sums are of; for a REST row that of its parent, for an ancestor of the zoomed
   * node that of the zoomed node
   */
  readonly place: Int32Array
  /** rows before this one are ancestors of the zoomed node, which have no self */
  readonly ancestors: number
}

/** Pre-order, children by name, the rest last; above it the ancestors of the zoomed node. */
export function layOutTree(
  tree: CallTree,
  functions: NamedFunctions,
  zoomed: number,
  pruned: PrunedTree,
  matches: Uint8Array | null,
): TreeLayout {
  const { kept, above } = pruned
  const ancestors: number[] = []
  for (let node = tree.parent[zoomed]!; node >= 0; node = tree.parent[node]!) ancestors.push(node)
  const rows = ancestors.length + kept.length + pruned.pruned.reduce((n, p) => n + (p > 0 ? 1 : 0), 0)
  const layout = {
    parent: new Int32Array(rows),
    func: new Int32Array(rows),
    pruned: new Int32Array(rows),
    matches: new Uint8Array(rows),
    place: new Int32Array(rows),
    ancestors: ancestors.length,
  }
  const used = numberFunctions(functions)

  let size = 0
  const put = (parent: number, func: number, place: number): number => {
    layout.parent[size] = parent
    layout.func[size] = func < 0 ? func : used.place(func)
    layout.place[size] = place
    if (func >= 0 && matches) layout.matches[size] = matches[func]!
    return size++
  }
  while (ancestors.length > 0) put(size - 1, tree.func[ancestors.pop()!]!, 0)

  const { first, next } = linkByName(tree, functions, pruned)
  const row = new Int32Array(kept.length)
  const putRest = (k: number): void => {
    if (pruned.pruned[k] === 0) return
    layout.pruned[put(row[k]!, REST, k)] = pruned.pruned[k]!
  }
  let k = 0
  while (k >= 0) {
    row[k] = put(k === 0 ? size - 1 : row[above[k]!]!, tree.func[kept[k]!]!, k)
    let following = first[k]!
    // Without children: leave this node, and each above it whose last child it was.
    while (following < 0 && k >= 0) {
      putRest(k)
      following = next[k]!
      k = above[k]!
    }
    k = following
  }
  return { ...layout, ...used.tables() }
}

/** By row: `column` (by node) of its node, the sum of what was cut off for a rest. */
export function spreadOver(
  { func, place }: TreeLayout,
  { kept }: PrunedTree,
  column: Float64Array | Int32Array,
  rest: Float64Array,
): Float64Array<ArrayBuffer> {
  const spread = new Float64Array(func.length)
  for (let row = 0; row < spread.length; row++)
    spread[row] = func[row] === REST ? rest[place[row]!]! : column[kept[place[row]!]!]!
  return spread
}

/** The children of each kept node in the order of their names, by place in `kept`. */
function linkByName(tree: CallTree, functions: NamedFunctions, { kept, above }: PrunedTree): TreeChildren {
  const rank = functions.rank()
  const { length } = kept
  // One number per node, name first, so that the fast numeric sort does it: ranks and places are below 2^26.
  const keys = new Float64Array(length - 1)
  for (let k = 1; k < length; k++) keys[k - 1] = rank[tree.func[kept[k]!]!]! * length + k
  keys.sort()
  const first = new Int32Array(length).fill(-1)
  const next = new Int32Array(length).fill(-1)
  for (let i = keys.length - 1; i >= 0; i--) {
    const k = keys[i]! % length
    const parent = above[k]!
    next[k] = first[parent]!
    first[parent] = k
  }
  return { first, next }
}

/** Numbers the functions that the answer names, in the order in which they come up. */
function numberFunctions(functions: NamedFunctions) {
  const places = new Map<number, number>()
  return {
    place: (func: number): number => {
      const known = places.get(func)
      if (known !== undefined) return known
      places.set(func, places.size)
      return places.size - 1
    },
    tables: () => {
      const used = [...places.keys()]
      return {
        names: used.map((func) => functions.names[func]!),
        modules: used.map((func) => functions.modules[func]!),
        kinds: Uint8Array.from(used, (func) => functions.kinds[func]!),
      }
    },
  }
}

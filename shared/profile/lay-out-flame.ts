/** The kept nodes as the contract's columns. */
import { type FlameResult, REST } from '../contract/views.ts'
import type { CallTree, TreeChildren } from './call-tree.ts'
import type { FunctionNames } from './function-names.ts'
import type { PrunedTree } from './prune-tree.ts'
import type { TreeSums } from './sum-tree.ts'

type Columns = 'parent' | 'func' | 'total' | 'self' | 'count' | 'pruned' | 'matches'
type Layout = Pick<FlameResult, Columns | 'names' | 'modules' | 'kinds'>

/** Pre-order, children by name, the rest last; above it the ancestors of the zoomed node, with its weight. */
export function layOutFlame(
  tree: CallTree,
  functions: FunctionNames,
  sums: TreeSums,
  zoomed: number,
  pruned: PrunedTree,
  matches: Uint8Array | null,
): Layout {
  const { kept, above } = pruned
  const ancestors: number[] = []
  for (let node = tree.parent[zoomed]!; node >= 0; node = tree.parent[node]!) ancestors.push(node)
  const columns = allocate(
    ancestors.length + kept.length + pruned.pruned.reduce((n, p) => n + (p > 0 ? 1 : 0), 0),
  )
  const used = numberFunctions(functions)

  let size = 0
  const put = (parent: number, func: number, total: number, self: number, count: number): number => {
    columns.parent[size] = parent
    columns.func[size] = func < 0 ? func : used.place(func)
    columns.total[size] = total
    columns.self[size] = self
    columns.count[size] = count
    if (func >= 0 && matches) columns.matches[size] = matches[func]!
    return size++
  }
  while (ancestors.length > 0)
    put(size - 1, tree.func[ancestors.pop()!]!, sums.total[zoomed]!, 0, sums.count[zoomed]!)

  const { first, next } = linkByName(tree, functions, pruned)
  const row = new Int32Array(kept.length)
  const putRest = (k: number): void => {
    if (pruned.pruned[k] === 0) return
    const weight = pruned.restTotal[k]!
    const rest = put(row[k]!, REST, weight, weight, pruned.restCount[k]!)
    columns.pruned[rest] = pruned.pruned[k]!
  }
  let k = 0
  while (k >= 0) {
    const node = kept[k]!
    const parent = k === 0 ? size - 1 : row[above[k]!]!
    row[k] = put(parent, tree.func[node]!, sums.total[node]!, sums.self[node]!, sums.count[node]!)
    let following = first[k]!
    // Without children: leave this node, and each above it whose last child it was.
    while (following < 0 && k >= 0) {
      putRest(k)
      following = next[k]!
      k = above[k]!
    }
    k = following
  }
  return { ...columns, ...used.tables() }
}

const allocate = (length: number) => ({
  parent: new Int32Array(length),
  func: new Int32Array(length),
  total: new Float64Array(length),
  self: new Float64Array(length),
  count: new Float64Array(length),
  pruned: new Int32Array(length),
  matches: new Uint8Array(length),
})

/** The children of each kept node in the order of their names, by place in `kept`. */
function linkByName(tree: CallTree, functions: FunctionNames, { kept, above }: PrunedTree): TreeChildren {
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
function numberFunctions(functions: FunctionNames) {
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

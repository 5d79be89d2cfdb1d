import type { SandwichArgs, SandwichResult } from '../contract/sandwich-view.ts'
import type { FunctionRef } from '../contract/selection.ts'
import type { FlameTree } from '../contract/views.ts'
import { kindCode } from '../model/profile.ts'
import { type CallTree, callTree } from './call-tree.ts'
import { checkCancelled } from './cancellation-check.ts'
import type { FunctionNames } from './function-names.ts'
import { invertTree } from './invert-tree.ts'
import { layOutFlame } from './lay-out-flame.ts'
import type { ProfileIndex } from './profile-index.ts'
import { pruneTree } from './prune-tree.ts'
import { unitOf } from './query-flame.ts'
import { selectEvents } from './select-events.ts'
import { sumTree, type TreeSums } from './sum-tree.ts'
import { buildTree } from './tree-builder.ts'

/**
 * Callers and callees of a function within the selection, over all of its occurrences. An event whose stack contains
 * it several times counts once: from its outermost occurrence outwards for the callers, inwards for the callees, where
 * the function stands again below itself. In the callers' tree self is what was called from nowhere above; in the
 * callees' it is what the frame did itself. Both are pruned as a flame graph is. A function that is not in the
 * selection has two trees of one node without weight.
 *
 * Throws query.no-stream, query.pattern (of the transforms), and the cancellation.
 */
export function querySandwich(whole: ProfileIndex, args: SandwichArgs, signal?: AbortSignal): SandwichResult {
  const index = whole.transformed(args.selection.transforms)
  const events = index.events(args.streamId)
  const { tree } = index.base
  checkCancelled(signal)
  const selected = selectEvents(index, events, args.selection)
  const sums = sumTree(
    index.shape(args.streamId, 'top-down', 'none'),
    events,
    selected,
    index.scratch,
    args.measure,
  )
  const func = findFunction(index.functions, args.function)
  const { outermost, self } = findOccurrences(tree, sums, func)
  const head = {
    event: events.stream.event,
    unit: unitOf(events, args.measure),
    selectedTotal: sums.total[0]!,
  }
  checkCancelled(signal)
  if (outermost.length === 0) {
    const kind = func.size === 0 ? kindCode.unknown : index.functions.kinds[Math.min(...func)]!
    const nothing = { self: 0, total: 0, count: 0 }
    return {
      ...head,
      ...nothing,
      callers: loneFunction(args.function, kind),
      callees: loneFunction(args.function, kind),
    }
  }

  // Summed before the scratch that `sums` lies in is used again.
  const total = outermost.reduce((sum, node) => sum + sums.total[node]!, 0)
  const count = outermost.reduce((sum, node) => sum + sums.count[node]!, 0)
  const called = foldCallees(tree, sums, outermost)
  const calling = foldCallers(tree, sums, outermost)
  checkCancelled(signal)
  const layOut = ({ tree: side, sums: sideSums }: Side): FlameTree =>
    layOutFlame(side, index.functions, sideSums, 0, pruneTree(side, sideSums, 0, args, index.scratch), null)
  return { ...head, self, total, count, callers: layOut(calling), callees: layOut(called) }
}

interface Side {
  /** node 0 is the function */
  readonly tree: CallTree
  readonly sums: TreeSums
}

/** The numbers of a function: one for each kind of code that it is found as. */
function findFunction(
  { names, modules, groupsFrom, groupsTo }: FunctionNames,
  wanted: FunctionRef,
): Set<number> {
  const found = new Set<number>()
  for (let i = 0; i < names.length; i++) {
    const isGroup = i >= groupsFrom && i < groupsTo
    if (!isGroup && names[i] === wanted.name && modules[i] === wanted.module) found.add(i)
  }
  return found
}

/** Where it stands without itself above, in ascending order; and what it does itself wherever it stands. */
function findOccurrences(
  { length, parent, func }: CallTree,
  { self, count }: TreeSums,
  wanted: ReadonlySet<number>,
): { outermost: Int32Array; self: number } {
  const contains = new Uint8Array(length)
  const outermost: number[] = []
  let own = 0
  for (let node = 1; node < length; node++) {
    if (count[node] === 0) continue
    contains[node] = contains[parent[node]!]!
    if (!wanted.has(func[node]!)) continue
    own += self[node]!
    if (contains[node] === 0) outermost.push(node)
    contains[node] = 1
  }
  return { outermost: Int32Array.from(outermost), self: own }
}

/** What is below the occurrences, laid on top of each other. */
function foldCallees(tree: CallTree, sums: TreeSums, outermost: Int32Array): Side {
  const { length, parent, func } = tree
  const { childOf, finish } = buildTree(length, func[outermost[0]!]!)
  const NOWHERE = -1
  const at = new Int32Array(length).fill(NOWHERE)
  for (const node of outermost) at[node] = 0
  for (let node = outermost[0]! + 1; node < length; node++) {
    if (sums.count[node] === 0 || at[node] === 0) continue
    const above = at[parent[node]!]!
    if (above !== NOWHERE) at[node] = childOf(above, func[node]!)
  }
  const side = finish(0)
  const folded = emptySums(side.length)
  for (let node = outermost[0]!; node < length; node++) {
    const to = at[node]!
    if (to === NOWHERE) continue
    folded.self[to]! += sums.self[node]!
    folded.total[to]! += sums.total[node]!
    folded.count[to]! += sums.count[node]!
  }
  return { tree: side, sums: folded }
}

/** The paths from the occurrences outwards, with what each occurrence weighs at the end of its path. */
function foldCallers(tree: CallTree, sums: TreeSums, outermost: Int32Array): Side {
  const func = tree.func.slice()
  for (const node of outermost) func[node] = func[outermost[0]!]!
  const inverted = invertTree({ tree: callTree(tree.parent, func, tree.codeFrom), node: outermost })
  // Node 1 is the function, and all others are below it: the root goes.
  const parent = inverted.tree.parent.subarray(1).map((above) => above - 1)
  const side = callTree(parent, inverted.tree.func.slice(1), 0)
  const folded = emptySums(side.length)
  for (let k = 0; k < outermost.length; k++) {
    const end = inverted.node[k]! - 1
    folded.self[end]! += sums.total[outermost[k]!]!
    folded.count[end]! += sums.count[outermost[k]!]!
  }
  folded.total.set(folded.self)
  for (let node = side.length - 1; node > 0; node--) {
    folded.total[parent[node]!]! += folded.total[node]!
    folded.count[parent[node]!]! += folded.count[node]!
  }
  return { tree: side, sums: folded }
}

const emptySums = (length: number): TreeSums => ({
  self: new Float64Array(length),
  total: new Float64Array(length),
  count: new Int32Array(length),
})

const loneFunction = ({ name, module }: FunctionRef, kind: number): FlameTree => ({
  parent: Int32Array.of(-1),
  func: Int32Array.of(0),
  total: Float64Array.of(0),
  self: Float64Array.of(0),
  count: Float64Array.of(0),
  pruned: Int32Array.of(0),
  matches: Uint8Array.of(0),
  names: [name],
  modules: [module],
  kinds: Uint8Array.of(kind),
})

import type { DiffArgs, DiffResult } from '../contract/diff-view.ts'
import { checkCancelled } from './cancellation-check.ts'
import { createNoiseTest, divisorOf, measureOf, refuseUnlike, unitOfNorm } from './diff-norms.ts'
import type { EventStream } from './event-stream.ts'
import { layOutTree, spreadOver, type TreeLayout } from './lay-out-tree.ts'
import type { ProfileIndex } from './profile-index.ts'
import { type PrunedTree, pruneTree, sumCut } from './prune-tree.ts'
import { matchFunctions } from './search-functions.ts'
import { foldSides, type SeenSide, type SideSums, sumUp } from './sum-sides.ts'
import { uniteShapes } from './unite-shapes.ts'
import { findZoomed } from './zoom-tree.ts'

/**
 * The flame graph of two captures, or of two selections of one, in one tree: every frame that is on either side, with
 * both sums. Frames are one where the functions on their paths are, by name, module and kind. Groups: a process or
 * thread is called by its comm alone, without pid or tid, since the same program has another pid in the next run; so
 * all processes of a comm are one frame, on either side (zoom and search name it so too). A CPU is its number.
 *
 * Each side is weighed as queryFlame weighs it (norm `samples`: as it counts events), then divided by its divisor; a
 * side with nothing selected is zero everywhere. Pruning and rests are as there, by the larger side.
 *
 * Throws query.unlike when the streams differ in kind, event or unit, query.no-time, query.no-stream, query.pattern,
 * and the cancellation.
 */
export function queryDiff(
  indexA: ProfileIndex,
  indexB: ProfileIndex,
  args: DiffArgs,
  signal?: AbortSignal,
): DiffResult {
  const a = readSide(indexA, args.a)
  const b = readSide(indexB, args.b)
  refuseUnlike(a.events.stream, b.events.stream)
  const shape = uniteShapes(a, b, args.order, args.group)
  checkCancelled(signal)
  const matches = matchFunctions(shape, args.search)
  checkCancelled(signal)

  const { tree, functions } = shape
  const { scratch } = a.index
  const sums = foldSides(shape, a, b, measureOf(args.norm), scratch)
  const divisors = {
    a: divisorOf(args.norm, a, sums.a.all),
    b: divisorOf(args.norm, b, sums.b.all),
  }
  const larger = sumUp(shape, sums.a, sums.b, divisors, scratch)
  checkCancelled(signal)
  const zoomed = findZoomed(tree, functions, larger, args.zoom)
  const pruned = pruneTree(tree, larger, zoomed, args, scratch)
  const rows = layOutTree(tree, functions, zoomed, pruned, matches)
  const sideA = spreadSide(rows, pruned, sums.a)
  const sideB = spreadSide(rows, pruned, sums.b)
  const { place: _place, ancestors: _ancestors, ...columns } = rows
  return {
    event: a.events.stream.event,
    unit: unitOfNorm(args.norm, a.events.stream),
    ...columns,
    totalA: divide(sideA.total, divisors.a),
    totalB: divide(sideB.total, divisors.b),
    selfA: divide(sideA.self, divisors.a),
    selfB: divide(sideB.self, divisors.b),
    countA: sideA.count,
    countB: sideB.count,
    noise: markNoise(sideA, sideB, sums, divisors),
    divisorA: divisors.a,
    divisorB: divisors.b,
    prunedNodes: pruned.pruned.reduce((sum, count) => sum + count, 0),
  }
}

function readSide(
  index: ProfileIndex,
  { streamId, selection }: DiffArgs['a'],
): SeenSide & { readonly duration: number; readonly stream: EventStream['stream'] } {
  const seen = index.transformed(selection.transforms)
  const events = seen.events(streamId)
  return { index: seen, streamId, events, stream: events.stream, selection, duration: index.profile.duration }
}

interface SideRows {
  readonly total: Float64Array<ArrayBuffer>
  readonly self: Float64Array<ArrayBuffer>
  readonly count: Float64Array<ArrayBuffer>
}

/** By row, not yet divided. A rest's self is all of it. */
function spreadSide(rows: TreeLayout, pruned: PrunedTree, { total, self, count }: SideSums): SideRows {
  const rest = sumCut(pruned, total)
  return {
    total: spreadOver(rows, pruned, total, rest),
    self: spreadOver(rows, pruned, self, rest).fill(0, 0, rows.ancestors),
    count: spreadOver(rows, pruned, count, sumCut(pruned, count)),
  }
}

const divide = (column: Float64Array<ArrayBuffer>, divisor: number): Float64Array<ArrayBuffer> =>
  divisor > 0 ? column.map((value) => value / divisor) : new Float64Array(column.length)

function markNoise(
  a: SideRows,
  b: SideRows,
  sums: { readonly a: SideSums; readonly b: SideSums },
  divisors: { readonly a: number; readonly b: number },
): Uint8Array<ArrayBuffer> {
  const isNoise = createNoiseTest(
    { all: sums.a.all, divisor: divisors.a },
    { all: sums.b.all, divisor: divisors.b },
  )
  return Uint8Array.from(a.total, (weight, row) =>
    isNoise({ count: a.count[row]!, weight }, { count: b.count[row]!, weight: b.total[row]! }) ? 1 : 0,
  )
}

/** The engine's tree of two captures as one that can be drawn: as wide as both, as A or as B. */
import type { DiffResult, DiffWidth } from '../../../shared/contract/diff-view.ts'
import type { FunctionRef } from '../../../shared/contract/selection.ts'
import { type FlameNode, type FlameTree, growFlameTree } from '../flame/flame-tree.ts'

/** A frame's numbers on both sides, in the norm's unit (`a`, `b`, self) and as events. */
export interface DiffNumbers {
  readonly a: number
  readonly b: number
  readonly selfA: number
  readonly selfB: number
  readonly countA: number
  readonly countB: number
  /** the difference is no larger than chance alone would make it */
  readonly mayBeNoise: boolean
}

export interface DiffTree {
  readonly tree: FlameTree
  readonly numbersOf: (node: FlameNode) => DiffNumbers
}

type Sides = readonly [Float64Array, Float64Array]

/** Null when nothing has a width: the zoomed frame is not on that side, or nothing is selected. */
export function growDiffTree(
  result: DiffResult,
  zoom: readonly FunctionRef[],
  width: DiffWidth,
): DiffTree | null {
  const wide = weigh([result.totalA, result.totalB], width)
  // what has no width cannot be pointed at or walked to: its parent has all there is to see
  const rows: number[] = []
  const place = new Int32Array(wide.length).fill(-1)
  for (let row = 0; row < wide.length; row += 1) {
    if (!(wide[row]! > 0)) continue
    place[row] = rows.length
    rows.push(row)
  }
  const self = weigh([result.selfA, result.selfB], width)
  const pick = (from: ArrayLike<number>) => rows.map((row) => from[row]!)
  const tree = growFlameTree(
    {
      parent: Int32Array.from(rows, (row) => place[result.parent[row]!] ?? -1),
      func: Int32Array.from(pick(result.func)),
      total: Float64Array.from(pick(wide)),
      self: Float64Array.from(pick(self)),
      count: Float64Array.from(rows, (row) => result.countA[row]! + result.countB[row]!),
      pruned: Int32Array.from(pick(result.pruned)),
      matches: Uint8Array.from(pick(result.matches)),
      names: result.names,
      modules: result.modules,
      kinds: result.kinds,
    },
    zoom,
  )
  return tree && { tree, numbersOf: ({ index }) => numbersAt(result, rows[index]!) }
}

function weigh([a, b]: Sides, width: DiffWidth): Float64Array {
  if (width === 'a') return a
  if (width === 'b') return b
  return a.map((value, row) => (value + b[row]!) / 2)
}

function numbersAt(result: DiffResult, row: number): DiffNumbers {
  return {
    a: result.totalA[row]!,
    b: result.totalB[row]!,
    selfA: result.selfA[row]!,
    selfB: result.selfB[row]!,
    countA: result.countA[row]!,
    countB: result.countB[row]!,
    mayBeNoise: result.noise[row] === 1,
  }
}

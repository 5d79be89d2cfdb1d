/** Events of both sides of a diff on their common tree. */
import type { Selection } from '../contract/selection.ts'
import type { Measure } from '../contract/views.ts'
import type { EventStream } from './event-stream.ts'
import type { FlameShape } from './flame-shape.ts'
import type { ProfileIndex } from './profile-index.ts'
import type { Scratch } from './scratch.ts'
import { selectEvents } from './select-events.ts'
import { sumEnds } from './sum-ends.ts'
import type { UnitedShape } from './unite-shapes.ts'

export interface SeenSide {
  readonly index: ProfileIndex
  readonly streamId: number
  readonly events: EventStream
  readonly selection: Selection
}

/** Scratch, by node of the common tree: what ends there, and once summed up, what is at and below it. */
export interface SideSums {
  readonly self: Float64Array
  readonly total: Float64Array
  readonly count: Int32Array
  /** of all that is selected */
  readonly all: { readonly count: number; readonly weight: number }
}

/** One pass over the events of each side; `sumUp` has still to be called. `weight` is in the measure asked for. */
export function foldSides(
  { tree, ofA, ofB, shapeA, shapeB }: UnitedShape,
  a: SeenSide,
  b: SeenSide,
  measure: Measure,
  scratch: Scratch,
): { a: SideSums; b: SideSums } {
  const take = (side: 'a' | 'b') => ({
    self: scratch.f64(`self ${side}`, tree.length),
    total: scratch.f64(`total ${side}`, tree.length),
    count: scratch.i32(`count ${side}`, tree.length),
  })
  return {
    a: foldSide(shapeA, ofA, a, measure, take('a')),
    b: foldSide(shapeB, ofB, b, measure, take('b')),
  }
}

function foldSide(
  shape: FlameShape,
  of: Int32Array,
  { index, events, selection }: SeenSide,
  measure: Measure,
  sums: Omit<SideSums, 'all'>,
): SideSums {
  const ends = sumEnds(shape, events, selectEvents(index, events, selection), index.scratch)
  const own = measure === 'events' ? ends.count : ends.weight
  const { self, total, count } = sums
  let allCount = 0
  let allWeight = 0
  for (let at = 0; at < shape.ends; at++) {
    if (ends.count[at] === 0) continue
    const to = of[at]!
    self[to]! += own[at]!
    count[to]! += ends.count[at]!
    allCount += ends.count[at]!
    allWeight += own[at]!
  }
  total.set(self)
  return { self, total, count, all: { count: allCount, weight: allWeight } }
}

/**
 * Hands the sums of each side up the tree in one backward pass, and gives what is larger of both at each node once they
 * are divided, with the events of both: what is looked at first in a diff.
 */
export function sumUp(
  { tree }: UnitedShape,
  a: SideSums,
  b: SideSums,
  divisors: { readonly a: number; readonly b: number },
  scratch: Scratch,
): { total: Float64Array; count: Int32Array } {
  const { length, parent } = tree
  const larger = scratch.f64('larger', length)
  const either = scratch.i32('either', length)
  const factorA = divisors.a > 0 ? 1 / divisors.a : 0
  const factorB = divisors.b > 0 ? 1 / divisors.b : 0
  for (let at = length - 1; at >= 0; at--) {
    const events = a.count[at]! + b.count[at]!
    if (events === 0) continue
    either[at] = events
    const inA = a.total[at]!
    const inB = b.total[at]!
    larger[at] = Math.max(inA * factorA, inB * factorB)
    if (at === 0) continue
    const above = parent[at]!
    a.total[above]! += inA
    b.total[above]! += inB
    a.count[above]! += a.count[at]!
    b.count[above]! += b.count[at]!
  }
  return { total: larger, count: either }
}

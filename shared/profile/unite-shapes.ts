/** The tree of a diff before any selection, kept for the next step of a brush. */
import type { FlameArgs } from '../contract/views.ts'
import type { FlameShape } from './flame-shape.ts'
import { invertTree } from './invert-tree.ts'
import type { ProfileIndex } from './profile-index.ts'
import type { Searchable } from './search-functions.ts'
import { type UnitedFunctions, uniteFunctions } from './unite-functions.ts'
import { type UnitedTree, uniteTrees } from './unite-trees.ts'

export interface UnitedShape extends UnitedTree, Searchable {
  readonly functions: UnitedFunctions['functions']
  /** of the top-down shape of each side, to which ofA and ofB belong: where stacks end; inverted, only these are placed */
  readonly shapeA: FlameShape
  readonly shapeB: FlameShape
}

interface Kept {
  readonly topDown: UnitedShape
  inverted: UnitedShape | null
}
/** By the shapes of both sides, and gone with either of them. */
export type UnitedShapes = WeakMap<FlameShape, WeakMap<FlameShape, Kept>>

/** Takes as long as merging both trees once; then it is there until one of the captures has been laid aside. */
export function uniteShapes(
  a: { readonly index: ProfileIndex; readonly streamId: number },
  b: { readonly index: ProfileIndex; readonly streamId: number },
  order: FlameArgs['order'],
  group: FlameArgs['group'],
): UnitedShape {
  const shapeA = a.index.shape(a.streamId, 'top-down', group)
  const shapeB = b.index.shape(b.streamId, 'top-down', group)
  const withA = a.index.unitedShapes.get(shapeA) ?? new WeakMap<FlameShape, Kept>()
  a.index.unitedShapes.set(shapeA, withA)
  let kept = withA.get(shapeB)
  if (!kept) {
    const numbers = uniteFunctions(a.index, b.index)
    kept = {
      topDown: {
        ...uniteTrees(shapeA.tree, shapeB.tree, numbers),
        functions: numbers.functions,
        lastSearch: { pattern: '', matches: null },
        shapeA,
        shapeB,
      },
      inverted: null,
    }
    withA.set(shapeB, kept)
  }
  if (order === 'top-down') return kept.topDown
  kept.inverted ??= invertShape(kept.topDown)
  return kept.inverted
}

/** One inversion for both: of all places where a stack of either side ends. */
function invertShape(topDown: UnitedShape): UnitedShape {
  const endsA = findEnds(topDown.shapeA, topDown.ofA, topDown.tree.codeFrom)
  const isOne = topDown.shapeB === topDown.shapeA
  const endsB = isOne ? new Int32Array(0) : findEnds(topDown.shapeB, topDown.ofB, topDown.tree.codeFrom)
  const ends = new Int32Array(endsA.length + endsB.length)
  for (let i = 0; i < endsA.length; i++) ends[i] = topDown.ofA[endsA[i]!]!
  for (let i = 0; i < endsB.length; i++) ends[endsA.length + i] = topDown.ofB[endsB[i]!]!
  const { tree, node } = invertTree({ tree: topDown.tree, node: ends })
  // Group frames, where stacks without any frame end, stay where they are.
  const ofA = topDown.ofA.slice()
  for (let i = 0; i < endsA.length; i++) ofA[endsA[i]!] = node[i]!
  if (isOne) return { ...topDown, tree, ofA, ofB: ofA }
  const ofB = topDown.ofB.slice()
  for (let i = 0; i < endsB.length; i++) ofB[endsB[i]!] = node[endsA.length + i]!
  return { ...topDown, tree, ofA, ofB }
}

/** The nodes of a side where stacks of its events end, but for those that are no functions in the common tree. */
function findEnds({ tree, node }: FlameShape, of: Int32Array, codeFrom: number): Int32Array {
  const isEnd = new Uint8Array(tree.length)
  for (let i = 0; i < node.length; i++) isEnd[node[i]!] = 1
  const ends = new Int32Array(tree.length)
  let size = 0
  for (let at = 0; at < isEnd.length; at++) if (isEnd[at] && of[at]! >= codeFrom) ends[size++] = at
  return ends.slice(0, size)
}

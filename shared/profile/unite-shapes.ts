/** The tree of a diff before any selection, kept for the next step of a brush. */
import type { FlameArgs } from '../contract/views.ts'
import type { FlameShape } from './flame-shape.ts'
import { invertEnds } from './invert-tree.ts'
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
  kept.inverted ??= invertUnited(kept.topDown)
  return kept.inverted
}

/** One inversion for both: of all places where a stack of either side ends. */
function invertUnited(topDown: UnitedShape): UnitedShape {
  const { shapeA, shapeB, ofA, ofB } = topDown
  const endsA = findEnds(shapeA, ofA)
  const endsB = shapeB === shapeA ? new Int32Array(0) : findEnds(shapeB, ofB)
  const node = new Int32Array(endsA.length + endsB.length)
  node.set(endsA)
  node.set(endsB, endsA.length)
  const { tree, endOf } = invertEnds({ tree: topDown.tree, node })
  const invert = (end: number): number => endOf[end]!
  const invertedA = ofA.map(invert)
  return { ...topDown, tree, ofA: invertedA, ofB: ofB === ofA ? invertedA : ofB.map(invert) }
}

/** The common nodes where stacks of a side end. */
function findEnds({ ends, node }: FlameShape, of: Int32Array): Int32Array {
  const isEnd = new Uint8Array(ends)
  for (let i = 0; i < node.length; i++) isEnd[node[i]!] = 1
  return of.filter((_, at) => isEnd[at] === 1)
}

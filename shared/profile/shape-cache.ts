/** The trees of flame graphs that were looked at lately. */
import type { FlameArgs } from '../contract/views.ts'
import type { CallTree } from './call-tree.ts'
import type { EventStream } from './event-stream.ts'
import { type FlameShape, invertShape, shapeTopDown } from './flame-shape.ts'
import type { FunctionNames } from './function-names.ts'
import { keepLatest } from './keep-latest.ts'

/** An inverted tree may have millions of nodes; a person looks at one or two. */
const SHAPES_KEPT = 4

export type ShapeOf = (streamId: number, order: FlameArgs['order'], group: FlameArgs['group']) => FlameShape

/** Throws query.no-stream. */
export function keepShapes(
  tree: CallTree,
  names: FunctionNames,
  events: (streamId: number) => EventStream,
): ShapeOf {
  const keep = keepLatest<FlameShape>(SHAPES_KEPT)
  const shapeOf: ShapeOf = (streamId, order, group) =>
    keep(`${streamId} ${order} ${group}`, () =>
      order === 'inverted'
        ? invertShape(shapeOf(streamId, 'top-down', group))
        : shapeTopDown(tree, names, events(streamId), group),
    )
  return shapeOf
}

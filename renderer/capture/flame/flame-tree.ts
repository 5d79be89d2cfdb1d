/** The engine's pruned tree (columns) as the nested nodes that the drawing, the walk and the picture read. */
import type { FunctionRef } from '../../../shared/contract/selection.ts'
import { type FlameTree as FlameColumns, REST, ROOT } from '../../../shared/contract/views.ts'
import { type FrameKind, frameKinds } from '../../../shared/model/profile.ts'

export interface FlameNode {
  /** row in the columns */
  readonly index: number
  readonly name: string
  readonly module: string
  readonly kind: FrameKind | 'root' | 'rest'
  readonly total: number
  readonly self: number
  readonly count: number
  /** frames summed into a rest node */
  readonly pruned: number
  readonly matches: boolean
  readonly depth: number
  /** above the zoomed frame: drawn as wide as it, and faded */
  readonly isAncestor: boolean
  /** what d3-flame-graph draws the width from */
  readonly value: number
  readonly parent: FlameNode | null
  readonly children: readonly FlameNode[]
}

export interface FlameTree {
  readonly root: FlameNode
  /** the frame that fills the width; the root without a zoom */
  readonly zoomed: FlameNode
  /** pre-order, as in the result */
  readonly nodes: readonly FlameNode[]
  /** rows of the drawing */
  readonly levels: number
}

interface Growing extends FlameNode {
  readonly children: FlameNode[]
}

/** `zoom` is the path that was asked for. Null when nothing is selected. */
export function growFlameTree(result: FlameColumns, zoom: readonly FunctionRef[]): FlameTree | null {
  if (result.parent.length === 0 || !(result.total[0]! > 0)) return null
  const zoomedIndex = findZoomed(result, zoom)
  const nodes: Growing[] = []
  let levels = 0
  for (let index = 0; index < result.parent.length; index += 1) {
    const parent = nodes[result.parent[index]!] ?? null
    const func = result.func[index]!
    const depth = parent ? parent.depth + 1 : 0
    const isAncestor = index < zoomedIndex
    const pruned = result.pruned[index]!
    const node: Growing = {
      index,
      name: func === ROOT ? 'all' : func === REST ? restName(pruned) : (result.names[func] ?? ''),
      module: func < 0 ? '' : (result.modules[func] ?? ''),
      kind: func === ROOT ? 'root' : func === REST ? 'rest' : (frameKinds[result.kinds[func]!] ?? 'unknown'),
      total: result.total[index]!,
      self: result.self[index]!,
      count: result.count[index]!,
      pruned,
      matches: result.matches[index] === 1,
      depth,
      isAncestor,
      value: isAncestor ? result.total[zoomedIndex]! : result.total[index]!,
      parent,
      children: [],
    }
    if (parent) (nodes[parent.index] as Growing).children.push(node)
    nodes.push(node)
    levels = Math.max(levels, depth + 1)
  }
  return { root: nodes[0]!, zoomed: nodes[zoomedIndex]!, nodes, levels }
}

const restName = (pruned: number): string =>
  pruned === 1 ? '… 1 frame too narrow' : `… ${pruned.toLocaleString('en')} frames too narrow`

/** Pre-order with one child for each ancestor: the zoomed frame is at most as deep in rows as the path is long. */
function findZoomed(result: FlameColumns, zoom: readonly FunctionRef[]): number {
  let at = 0
  for (const { name, module } of zoom) {
    const next = at + 1
    const func = result.func[next]
    if (func === undefined || func < 0 || result.parent[next] !== at) return at
    if (result.names[func] !== name || result.modules[func] !== module) return at
    at = next
  }
  return at
}

/** From below the root to the node: what `zoom` takes. A rest node stands for its parent. */
export function pathOf(node: FlameNode): FunctionRef[] {
  const path: FunctionRef[] = []
  for (let at: FlameNode | null = node; at; at = at.parent) {
    if (at.kind !== 'root' && at.kind !== 'rest') path.push({ name: at.name, module: at.module })
  }
  return path.reverse()
}

export const isFunction = (node: FlameNode): boolean =>
  node.kind !== 'root' && node.kind !== 'rest' && node.kind !== 'group'

/** Where each node lies, as shares of the zoomed frame's width; nodes outside of the zoom have none. */
export function layOut(tree: FlameTree): { readonly left: Float64Array; readonly width: Float64Array } {
  const left = new Float64Array(tree.nodes.length)
  const width = new Float64Array(tree.nodes.length)
  const next = new Float64Array(tree.nodes.length)
  const whole = tree.zoomed.total
  for (const node of tree.nodes) {
    const start = node.parent ? next[node.parent.index]! : 0
    left[node.index] = start
    width[node.index] = node.value / whole
    next[node.index] = start
    if (node.parent) next[node.parent.index] = start + node.value / whole
  }
  return { left, width }
}

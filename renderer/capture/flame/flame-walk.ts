/** Walking a flame graph by keyboard: towards the callers, towards the callees, and along a row. */
import type { FlameNode, FlameTree } from './flame-tree.ts'

export type Step = 'inward' | 'outward' | 'previous' | 'next' | 'first' | 'last'

/** Arrows mean places on the screen: in a flame graph the callees are above, in an icicle below. */
export function stepOf(key: string, icicle: boolean): Step | null {
  switch (key) {
    case 'ArrowUp':
      return icicle ? 'inward' : 'outward'
    case 'ArrowDown':
      return icicle ? 'outward' : 'inward'
    case 'ArrowLeft':
      return 'previous'
    case 'ArrowRight':
      return 'next'
    case 'Home':
      return 'first'
    case 'End':
      return 'last'
    default:
      return null
  }
}

/** The node one step on; the same node at an edge. Along a row it goes on into the neighbour's children. */
export function walk(tree: FlameTree, from: FlameNode, step: Step): FlameNode {
  switch (step) {
    case 'inward':
      return from.parent ?? from
    case 'outward':
      return (
        from.children.reduce<FlameNode | null>(
          (widest, child) => (widest && widest.total >= child.total ? widest : child),
          null,
        ) ?? from
      )
    case 'first':
      return tree.zoomed
    case 'last':
      return deepest(tree)
    case 'previous':
    case 'next': {
      const row = tree.nodes.filter(({ depth }) => depth === from.depth)
      const at = row.indexOf(from)
      return row[at + (step === 'next' ? 1 : -1)] ?? from
    }
  }
}

const deepest = (tree: FlameTree): FlameNode =>
  tree.nodes.reduce((deep, node) => (node.depth > deep.depth ? node : deep), tree.root)

/** The same profile with other stacks: queries read it like the profile itself, so that all follow the transforms. */
import type { Transform } from '../contract/transforms.ts'
import { type CallTree, outermostNodes } from './call-tree.ts'
import { type EventStream, moveEvents } from './event-stream.ts'
import type { FunctionNames } from './function-names.ts'
import type { ProfileIndex } from './profile-index.ts'
import { HIDDEN, type Rewrite, rewriteNames } from './rewrite-names.ts'
import { keepShapes } from './shape-cache.ts'
import { buildTree } from './tree-builder.ts'

/**
 * The stacks of an untransformed index after the transforms, one after the other. Frames keep their order, so a tree
 * stays a tree: what is below a frame stays below what has become of it. An event all of whose frames are hidden
 * ends at the root. Throws query.pattern.
 */
export function transformIndex(index: ProfileIndex, transforms: readonly Transform[]): ProfileIndex {
  let names: FunctionNames = index.functions
  let tree = index.base.tree
  let ofNode: Int32Array | null = null
  for (const transform of transforms) {
    const rewrite = rewriteNames(names, transform)
    const moved = rewriteTree(tree, rewrite)
    names = rewrite.names
    tree = moved.tree
    const step = moved.ofNode
    ofNode = ofNode ? ofNode.map((node) => (node < 0 ? node : step[node]!)) : step
  }

  const eventStreams = new Map<number, EventStream>()
  const events = (streamId: number): EventStream => {
    const known = eventStreams.get(streamId)
    if (known) return known
    const all = index.events(streamId)
    const made = ofNode ? moveEvents(all, ofNode) : all
    eventStreams.set(streamId, made)
    return made
  }
  let outermost: Uint8Array | undefined
  return {
    ...index,
    functions: names,
    base: { tree },
    transforms,
    events,
    shape: keepShapes(tree, names, events),
    outermost: () => {
      outermost ??= outermostNodes(tree, names.length)
      return outermost
    },
    lastSearch: { pattern: '', matches: null },
    lastSurvey: { key: '', survey: null },
    unitedShapes: new WeakMap(),
  }
}

/** `ofNode`: where each node went; -1: its events are left out. */
function rewriteTree(
  tree: CallTree,
  { becomes, joins, begins }: Rewrite,
): { tree: CallTree; ofNode: Int32Array } {
  const { length, parent, func } = tree
  const { childOf, finish } = buildTree(length)
  const ofNode = new Int32Array(length)
  if (begins) ofNode[0] = -1
  for (let node = 1; node < length; node++) {
    const caller = parent[node]!
    const called = func[node]!
    let above = ofNode[caller]!
    if (above < 0) {
      if (begins?.[called] !== 1) {
        ofNode[node] = -1
        continue
      }
      above = 0
    }
    const now = becomes[called]!
    const isOne =
      joins !== null &&
      caller > 0 &&
      joins[called] === 1 &&
      joins[func[caller]!] === 1 &&
      becomes[func[caller]!] === now
    ofNode[node] = now === HIDDEN || isOne ? above : childOf(above, now)
  }
  return { tree: finish(tree.codeFrom), ofNode }
}

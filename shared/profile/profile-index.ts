/** What queries derive from a profile once and then share: keep it as long as the profile. */
import type { FlameArgs } from '../contract/views.ts'
import type { Profile } from '../model/profile.ts'
import { type BaseTree, mergeStacks } from './base-tree.ts'
import { outermostNodes } from './call-tree.ts'
import { type EventStream, findEventStream, readEvents } from './event-stream.ts'
import { type FlameShape, shapeFlame } from './flame-shape.ts'
import { type FunctionNames, nameFunctions } from './function-names.ts'
import { createScratch, type Scratch } from './scratch.ts'
import { nameThreads, type ThreadNames } from './thread-names.ts'
import type { Survey } from './timeline-lanes.ts'

export interface ProfileIndex {
  readonly profile: Profile
  readonly threads: ThreadNames
  readonly functions: FunctionNames
  readonly base: BaseTree
  /** 1 for nodes of the base tree without their own function above them */
  readonly outermost: () => Uint8Array
  /** throws query.no-stream */
  readonly events: (streamId: number) => EventStream
  /** throws query.no-stream */
  readonly shape: (streamId: number, order: FlameArgs['order'], group: FlameArgs['group']) => FlameShape
  /** orders of a stream's slices, by stream and sort */
  readonly sliceOrders: Map<string, Uint32Array>
  /** the functions that the last pattern matched: a search outlives many selections */
  readonly lastSearch: { pattern: string; matches: Uint8Array | null }
  /** likewise, and many steps of a pan */
  readonly lastSurvey: { key: string; survey: Survey | null }
  /** buffers that one query leaves to the next; queries run one after the other */
  readonly scratch: Scratch
}

/** An inverted tree may have millions of nodes; a person looks at one or two. */
const SHAPES_KEPT = 4

/** Merges the stacks by function and names things; the rest is made when a query first needs it. */
export function indexProfile(profile: Profile): ProfileIndex {
  const threads = nameThreads(profile)
  const functions = nameFunctions(profile, threads)
  const base = mergeStacks(profile, functions)
  const eventStreams = new Map<number, EventStream>()
  const shapes = new Map<string, FlameShape>()
  let outermost: Uint8Array | undefined

  const events = (streamId: number): EventStream => {
    const known = eventStreams.get(streamId)
    if (known) return known
    const made = readEvents(findEventStream(profile, streamId), profile, base)
    eventStreams.set(streamId, made)
    return made
  }
  return {
    profile,
    threads,
    functions,
    base,
    events,
    outermost: () => {
      outermost ??= outermostNodes(base.tree, functions.length)
      return outermost
    },
    shape: (streamId, order, group) => {
      const key = `${streamId} ${order} ${group}`
      const made = shapes.get(key) ?? shapeFlame(base.tree, functions, events(streamId), order, group)
      // The one used last is the last in the map.
      shapes.delete(key)
      shapes.set(key, made)
      for (const oldest of shapes.keys()) {
        if (shapes.size <= SHAPES_KEPT) break
        shapes.delete(oldest)
      }
      return made
    },
    sliceOrders: new Map(),
    lastSearch: { pattern: '', matches: null },
    lastSurvey: { key: '', survey: null },
    scratch: createScratch(),
  }
}

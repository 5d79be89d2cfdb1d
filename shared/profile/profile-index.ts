/** What queries derive from a profile once and then share: keep it as long as the profile. */
import type { Transform } from '../contract/transforms.ts'
import type { Profile } from '../model/profile.ts'
import { mergeStacks } from './base-tree.ts'
import { type CallTree, outermostNodes } from './call-tree.ts'
import type { CountedSlices } from './counted-slices.ts'
import { type EventStream, findEventStream, readEvents } from './event-stream.ts'
import { type FunctionNames, nameFunctions } from './function-names.ts'
import type { Heatmap } from './heatmap-cells.ts'
import { keepLatest } from './keep-latest.ts'
import type { RankedStream } from './ranked-slices.ts'
import { createScratch, type Scratch } from './scratch.ts'
import { keepShapes, type ShapeOf } from './shape-cache.ts'
import { nameThreads, type ThreadNames } from './thread-names.ts'
import type { Survey } from './timeline-lanes.ts'
import { transformIndex } from './transform-index.ts'
import type { UnitedShapes } from './unite-shapes.ts'

export interface ProfileIndex {
  readonly profile: Profile
  readonly threads: ThreadNames
  readonly functions: FunctionNames
  /** all stacks, merged by function */
  readonly base: { readonly tree: CallTree }
  /** what was done to the stacks; [] for the profile as it is */
  readonly transforms: readonly Transform[]
  /**
   * The index to query with these transforms, whichever were done to this one; undefined is none. Every query
   * begins with `index.transformed(selection.transforms)` and looks at that alone. Throws query.pattern.
   */
  readonly transformed: (transforms: readonly Transform[] | undefined) => ProfileIndex
  /** 1 for nodes of the base tree without their own function above them */
  readonly outermost: () => Uint8Array
  /** throws query.no-stream */
  readonly events: (streamId: number) => EventStream
  /** throws query.no-stream */
  readonly shape: ShapeOf
  /** orders of a stream's slices, by stream and sort */
  readonly sliceOrders: Map<string, Uint32Array>
  /** likewise, in cells, by stream */
  readonly rankedStreams: Map<number, RankedStream>
  /** by key: counts of the last selections, of which a latency brush asks */
  readonly countedSlices: (key: string, make: () => CountedSlices) => CountedSlices
  /** by key: the last heatmaps, which do not change under a brush */
  readonly heatmaps: (key: string, make: () => Heatmap) => Heatmap
  /** the functions that the last pattern matched: a search outlives many selections */
  readonly lastSearch: { pattern: string; matches: Uint8Array | null }
  /** likewise, and many steps of a pan */
  readonly lastSurvey: { key: string; survey: Survey | null }
  /** trees of diffs with this capture on the first side */
  readonly unitedShapes: UnitedShapes
  /** buffers that one query leaves to the next; queries run one after the other */
  readonly scratch: Scratch
}

/** Two selections are compared at once, and one step back is common. */
const TRANSFORMED_KEPT = 3

/** Of a few streams, or of two selections. */
const COUNTS_KEPT = 4
/** Both kinds, for two selections. */
const HEATMAPS_KEPT = 4

/** Merges the stacks by function and names things; the rest is made when a query first needs it. */
export function indexProfile(profile: Profile): ProfileIndex {
  const threads = nameThreads(profile)
  const functions = nameFunctions(profile, threads)
  const base = mergeStacks(profile, functions)
  const eventStreams = new Map<number, EventStream>()
  const keepTransformed = keepLatest<ProfileIndex>(TRANSFORMED_KEPT)
  let outermost: Uint8Array | undefined

  const events = (streamId: number): EventStream => {
    const known = eventStreams.get(streamId)
    if (known) return known
    const made = readEvents(findEventStream(profile, streamId), profile, base)
    eventStreams.set(streamId, made)
    return made
  }
  const index: ProfileIndex = {
    profile,
    threads,
    functions,
    base: { tree: base.tree },
    transforms: [],
    transformed: (transforms = []) =>
      transforms.length === 0
        ? index
        : keepTransformed(JSON.stringify(transforms), () => transformIndex(index, transforms)),
    events,
    outermost: () => {
      outermost ??= outermostNodes(base.tree, functions.length)
      return outermost
    },
    shape: keepShapes(base.tree, functions, events),
    sliceOrders: new Map(),
    rankedStreams: new Map(),
    countedSlices: keepLatest(COUNTS_KEPT),
    heatmaps: keepLatest(HEATMAPS_KEPT),
    lastSearch: { pattern: '', matches: null },
    lastSurvey: { key: '', survey: null },
    unitedShapes: new WeakMap(),
    scratch: createScratch(),
  }
  return index
}

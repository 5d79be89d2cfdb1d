/** Answers the size of the screen: what the query worker gives to the views. */
import { z } from 'zod'
import { idSchema, MAX_STACK_DEPTH, searchSchema } from './limits.ts'
import { functionRefSchema, rangeSchema, selectionSchema } from './selection.ts'

export const f64 = z.instanceof(Float64Array)
export const i32 = z.instanceof(Int32Array)
export const u8 = z.instanceof(Uint8Array)
export const strings = z.array(z.string())

export const target = { captureId: idSchema, streamId: z.number().int(), selection: selectionSchema }

export const flameOrders = ['top-down', 'inverted'] as const
export const flameGroups = ['none', 'process', 'thread', 'cpu'] as const
/** what a frame's width is: the weight of its events (CPU time, duration), or how many there are */
export const measures = ['weight', 'events'] as const
export const measureSchema = z.enum(measures)
export type Measure = (typeof measures)[number]
export const limitArgs = {
  /** frames narrower than this share of the zoomed frame are summed into a rest node */
  minShare: z.number().min(0).max(1),
  maxNodes: z.number().int().min(10).max(20_000),
}

export const flameArgs = z.object({
  ...target,
  order: z.enum(flameOrders),
  /** group frames put under the root: nothing, `comm` of the process, process and thread, or the CPU ([no CPU]) */
  group: z.enum(flameGroups),
  /** path from the root to the frame that fills the width; [] is everything */
  zoom: z.array(functionRefSchema).max(MAX_STACK_DEPTH),
  ...limitArgs,
  /** absent: weight; with events, all sums are counts and the unit is 'count' */
  measure: measureSchema.optional(),
  /** RE2 pattern on function and module names; '' for none */
  search: searchSchema,
})
/** function index of a node that is no function */
export const ROOT = -1
/** the summed share of siblings too small to show */
export const REST = -2

/**
 * A pruned tree. Nodes in pre-order, parent[i] < i, parent[0] = -1. For every node:
 * total = self + sum of the children's totals (rest nodes included).
 */
export const flameTreeSchema = z.object({
  parent: i32,
  /** into `names`/`modules`/`kinds`, or ROOT or REST */
  func: i32,
  total: f64,
  self: f64,
  /** samples or slices, inclusive */
  count: f64,
  /** for REST nodes: how many frames were summed (of all depths); else 0 */
  pruned: i32,
  /** 1 where the node's function matches the search */
  matches: u8,
  names: strings,
  modules: strings,
  kinds: u8,
})
export type FlameTree = z.infer<typeof flameTreeSchema>

/** With a zoom, the ancestors of the zoomed frame are there (one child each) with the zoomed frame's weights below. */
export const flameResult = flameTreeSchema.extend({
  event: z.string(),
  unit: z.string(),
  /** the weight and count of the stream without any selection */
  streamTotal: z.number(),
  streamCount: z.number(),
  /**
   * weight of the selected samples in the zoomed frame whose stack has a match, each stack counted once, so a share
   * of total[0]; null without search
   */
  matched: z.number().nullable(),
  prunedNodes: z.number(),
})
export type FlameArgs = z.infer<typeof flameArgs>
export type FlameResult = z.infer<typeof flameResult>

export const functionSorts = ['self', 'total', 'name', 'module'] as const
export const functionsArgs = z.object({
  ...target,
  sort: z.enum(functionSorts),
  descending: z.boolean(),
  search: searchSchema,
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(5000),
})
/** Self and total per function; recursion counted once. */
export const functionsResult = z.object({
  event: z.string(),
  unit: z.string(),
  names: strings,
  modules: strings,
  kinds: u8,
  self: f64,
  total: f64,
  count: f64,
  /** how many functions there are in all */
  rows: z.number(),
  selectedTotal: z.number(),
})
export type FunctionsArgs = z.infer<typeof functionsArgs>
export type FunctionsResult = z.infer<typeof functionsResult>

/** a last bucket may have no upper bound */
const upperBound = z.union([z.number(), z.literal(Number.POSITIVE_INFINITY)])
/**
 * Quantiles in the stream's unit. Exact from events; from a distribution they are the upper bound of the bucket, which is
 * Infinity for what it counted beyond its last bound.
 */
export const quantilesSchema = z.object({
  count: z.number(),
  total: z.number().nullable(),
  p50: upperBound,
  p90: upperBound,
  p99: upperBound,
  max: upperBound,
  exact: z.boolean(),
})
export type Quantiles = z.infer<typeof quantilesSchema>

/**
 * Bucket bounds, at fixed places so that captures compare. log: 12 a decade, equally wide on a log axis. log2: powers of
 * two, as BPF tools count. log-linear: 1, 2 .. 9 times a power of ten, as hdr histograms round. linear: at most 100 of a
 * width of 1, 2 or 5 times a power of ten.
 */
export const bucketScales = ['log', 'log2', 'log-linear', 'linear'] as const
export type BucketScale = (typeof bucketScales)[number]
export const histogramArgs = z.object({
  captureId: idSchema,
  selection: selectionSchema,
  /** common axis for Compare; else from the data */
  domain: rangeSchema.optional(),
  /** of the events; a distribution keeps the tool's own; absent: log */
  buckets: z.enum(bucketScales).optional(),
})
export const histogramLayer = z.object({
  streamId: z.number(),
  source: z.enum(['events', 'distribution']),
  title: z.string(),
  unit: z.string(),
  /** buckets [low, high), ascending, without empty ones at the ends */
  low: f64,
  high: f64,
  count: f64,
  quantiles: quantilesSchema.nullable(),
  /** parts of the selection that this layer cannot follow, in words; '' when it follows all of it */
  ignores: z.string(),
})
export const histogramResult = z.object({
  /** the axis that holds all layers; from > 0 but for linear buckets (0, or less where a distribution begins there); null when there is nothing */
  domain: rangeSchema.nullable(),
  /** not narrowed by selection.latency: the brush lies on top of it */
  layers: z.array(histogramLayer),
  calls: z.array(
    z.object({
      name: z.string(),
      /** all calls, from the distribution; null where there is none */
      all: quantilesSchema.nullable(),
      /** recorded events within the selection, latency included; null where there are none */
      events: quantilesSchema.nullable(),
    }),
  ),
  /** recorded events within the whole selection, latency included */
  selected: quantilesSchema.nullable(),
})
export type HistogramArgs = z.infer<typeof histogramArgs>
export type HistogramLayer = z.infer<typeof histogramLayer>
export type HistogramResult = z.infer<typeof histogramResult>

export const timelineArgs = z.object({
  ...target,
  /** what is on the axis, in ns */
  from: z.number(),
  to: z.number(),
  /** pixels of a lane */
  columns: z.number().int().min(10).max(8000),
  /** pixels of the overview, which always shows the whole capture */
  overviewColumns: z.number().int().min(10).max(8000),
  maxLanes: z.number().int().min(1).max(500),
})
/**
 * Lanes by thread, busiest first. Everything follows the selection but its time range, which is a brush on top.
 * Samples: `cells[lane * columns + column]` is the number of samples in that column.
 * Slices: marks, those closer than a pixel merged with their count kept; sorted by lane, then start.
 */
export const timelineResult = z.object({
  unit: z.string(),
  streamKind: z.enum(['samples', 'slices']),
  /** number of samples or slices per overview column over the whole capture */
  overview: f64,
  lanes: z.array(
    z.object({
      pid: z.number(),
      tid: z.number(),
      process: z.string(),
      thread: z.string(),
      count: z.number(),
      weight: z.number(),
    }),
  ),
  /** threads beyond maxLanes: said, not dropped */
  omittedLanes: z.number(),
  omittedCount: z.number(),
  cells: f64,
  markLane: i32,
  markStart: f64,
  /** from the first start to the last end of what was merged */
  markDuration: f64,
  markCount: i32,
  /** longest of the merged slices, ns */
  markLongest: f64,
  /** index into `names`: the longest's call */
  markName: i32,
  names: strings,
})
export type TimelineArgs = z.infer<typeof timelineArgs>
export type TimelineResult = z.infer<typeof timelineResult>

export const sliceSorts = ['start', 'duration', 'name', 'thread'] as const
export const slicesArgs = z.object({
  ...target,
  sort: z.enum(sliceSorts),
  descending: z.boolean(),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(5000),
})
export const slicesResult = z.object({
  /** slices in the selection in all */
  rows: z.number(),
  start: f64,
  duration: f64,
  result: f64,
  pid: i32,
  tid: i32,
  names: strings,
  threads: strings,
})
export type SlicesArgs = z.infer<typeof slicesArgs>
export type SlicesResult = z.infer<typeof slicesResult>

/** Two captures, or two selections of one, in one tree: what is in either is in it, also stacks that vanished. */
import { z } from 'zod'
import { idSchema, MAX_STACK_DEPTH, searchSchema } from './limits.ts'
import { functionRefSchema, selectionSchema } from './selection.ts'
import { f64, flameGroups, flameOrders, i32, limitArgs, strings, u8 } from './views.ts'

const side = z.object({ captureId: idSchema, streamId: z.number().int(), selection: selectionSchema })
export type DiffSide = z.infer<typeof side>

/**
 * What makes the two sides comparable. samples: each side's events are 1 together. cpu: each side's weight is 1
 * together. wall: weight by second of the time range that was looked at: for CPU time, CPUs busy on average, so that
 * "twice as much of everything" shows.
 */
export const diffNorms = ['samples', 'cpu', 'wall'] as const
export type DiffNorm = (typeof diffNorms)[number]

/** whose total a frame is as wide as: the mean of both, so that what vanished is seen too, or that of one side */
export const diffWidths = ['both', 'a', 'b'] as const
export type DiffWidth = (typeof diffWidths)[number]

export const diffArgs = z.object({
  a: side,
  b: side,
  norm: z.enum(diffNorms),
  order: z.enum(flameOrders),
  group: z.enum(flameGroups),
  zoom: z.array(functionRefSchema).max(MAX_STACK_DEPTH),
  ...limitArgs,
  search: searchSchema,
})

/**
 * A pruned tree as in flameResult, with two of each sum, in the norm's unit: a and b compare as they are, and
 * total = self + the children's totals holds for each side. `minShare` is of the larger of a frame's two totals to the
 * larger of the roots', so that nothing that vanished is pruned for being absent on one side.
 *
 * Unlike events or units are refused: query.unlike.
 */
export const diffResult = z.object({
  event: z.string(),
  /** of one unit of a total: 'share', or the unit a second ('CPUs' for ns of CPU time) */
  unit: z.string(),
  parent: i32,
  func: i32,
  totalA: f64,
  totalB: f64,
  selfA: f64,
  selfB: f64,
  /** events, inclusive, as they are */
  countA: f64,
  countB: f64,
  pruned: i32,
  matches: u8,
  /** 1 where the difference may be noise: |z| < 3 for two Poisson counts so normalised */
  noise: u8,
  names: strings,
  modules: strings,
  kinds: u8,
  /** what a side's weights (samples: events) were divided by; 0 for a side with nothing selected, which is 0 everywhere */
  divisorA: z.number(),
  divisorB: z.number(),
  prunedNodes: z.number(),
})
export type DiffArgs = z.infer<typeof diffArgs>
export type DiffResult = z.infer<typeof diffResult>

/** Events by two axes: sub-second offset by second (FlameScope), or latency by time. */
import { z } from 'zod'
import { f64, target } from './views.ts'

export const heatmapKinds = ['subsecond', 'latency'] as const
export const heatmapArgs = z.object({
  ...target,
  kind: z.enum(heatmapKinds),
  /** at most; a column of a sub-second heatmap is a whole number of seconds */
  columns: z.number().int().min(1).max(4000),
  /** at most; a sub-second heatmap has a whole divisor of a second in each */
  rows: z.number().int().min(1).max(1000),
  /** what the columns are of, ns; absent: the whole capture */
  time: z.object({ from: z.number(), to: z.number() }).optional(),
})

/**
 * cells[row * columns + column], events (not weights), row 0 at the bottom. Everything follows the selection but its time
 * range, and for `latency` its latency range: they are brushes on top.
 */
export const heatmapResult = z.object({
  unit: z.string(),
  columns: z.number(),
  rows: z.number(),
  cells: f64,
  /** bounds: columns + 1 of time (ns since the capture's start), rows + 1 of offset (ns) or of duration (unit) */
  columnBounds: f64,
  rowBounds: f64,
  /** largest cell, and all of them */
  most: z.number(),
  count: z.number(),
})
export type HeatmapArgs = z.infer<typeof heatmapArgs>
export type HeatmapResult = z.infer<typeof heatmapResult>

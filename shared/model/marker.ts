/** A named instant of a capture, on its own time axis. */
import { z } from 'zod'

export const markerKinds = ['mark', 'workload-start', 'workload-end'] as const
/** `mark`: a person made it; the others come from the workload command by themselves */
export type MarkerKind = (typeof markerKinds)[number]

export const markerTextSchema = z.string().trim().max(200)

export const markerSchema = z.object({
  id: z.string(),
  kind: z.enum(markerKinds),
  /** '' where nobody has named it */
  text: z.string(),
  /** ns since the capture's time 0, also before it (negative) and behind its end; null: not known yet, or never told */
  time: z.number().nullable(),
  /** ns by which `time` may be wrong, to either side: the clocks of host and workbench were held against each other */
  error: z.number().nullable(),
  /** by our clock, epoch ms */
  madeAt: z.number(),
})
export type Marker = z.infer<typeof markerSchema>

/** What Smokejumper left or runs on a host, as its spools there say: also for captures of another library. */
import { z } from 'zod'

export const hostSpoolSchema = z.object({
  captureId: z.string(),
  directory: z.string(),
  elevated: z.boolean(),
  /** as whoever started it called it; '' where that cannot be read */
  name: z.string(),
  /** '' where that cannot be read: it can be thrown away, but not taken over */
  recipeId: z.string(),
  /** who started it: user@machine */
  startedBy: z.string(),
  /** epoch ms by the clock of whoever started it; null where that cannot be read */
  startedAt: z.number().nullable(),
  detached: z.boolean(),
  /** of the supervisor: 'recording', 'finished', ...; '' before its first word */
  state: z.string(),
  /** its supervisor is there */
  running: z.boolean(),
  elapsedSeconds: z.number(),
  plannedSeconds: z.number(),
  /** in the spool */
  bytes: z.number(),
  /** seconds since a client last looked while it records; null otherwise */
  clientSeconds: z.number().nullable(),
  /** this library knows the capture */
  isKnown: z.boolean(),
})
export type HostSpool = z.infer<typeof hostSpoolSchema>

/** A process that was started for a capture and that no supervisor looks after. */
export const strayProcessSchema = z.object({
  pid: z.number(),
  elevated: z.boolean(),
  command: z.string(),
  directory: z.string(),
})
export type StrayProcess = z.infer<typeof strayProcessSchema>

export const hostSweepSchema = z.object({
  /** when it was looked, epoch ms; null: not since the start */
  at: z.number().nullable(),
  spools: z.array(hostSpoolSchema),
  strays: z.array(strayProcessSchema),
})
export type HostSweep = z.infer<typeof hostSweepSchema>

export const stoppedAllSchema = z.object({
  /** captures that recorded, and were asked to stop and keep what they have */
  stopped: z.number(),
  /** of those, still stopping */
  still: z.number(),
  /** processes without a supervisor that were ended */
  strays: z.number(),
})
export type StoppedAll = z.infer<typeof stoppedAllSchema>

/** A command that is run on the host while a capture records, to reproduce the problem. */
import { z } from 'zod'

/** Of each of its two outputs so much is kept. */
export const WORKLOAD_OUTPUT_BYTES = 1024 * 1024
/** How long it may go on behind the recording, where it is to come to its own end. */
export const WORKLOAD_OWN_END_SECONDS = 600

export const workloadRequestSchema = z.object({
  /** one line for the host's sh, as the person typed it */
  command: z
    .string()
    .trim()
    .min(1)
    .max(4000)
    .refine((line) => !/[\0\r\n]/.test(line), 'One line: join commands by ; or &&'),
  /** after the tool is attached; absent: at once */
  startAfterSeconds: z.number().int().min(0).max(86_400).optional(),
  /** the capture ends when the command does */
  stopWhenDone: z.boolean().optional(),
  /** when the recording has come to its planned end the command goes on to its own; absent: it is stopped */
  toItsOwnEnd: z.boolean().optional(),
  /** of a capture that runs as root: the command too; absent: as the user who logged in */
  asRoot: z.boolean().optional(),
})
export type WorkloadRequest = z.infer<typeof workloadRequestSchema>

export const workloadStates = ['waiting', 'running', 'ended'] as const
export type WorkloadState = (typeof workloadStates)[number]

export const workloadStreams = ['stdout', 'stderr'] as const
export type WorkloadStream = (typeof workloadStreams)[number]

/** One of its outputs, as far as it was kept. */
const outputSchema = z.object({
  /** that are kept, from the first one on */
  bytes: z.number(),
  /** that it wrote beyond those; null: not known */
  leftOut: z.number().nullable(),
})

export const workloadSchema = workloadRequestSchema.extend({
  /** 'waiting' for ever: the capture ended before it was to start */
  state: z.enum(workloadStates),
  /** as sh says it: 128 and the signal's number where a signal ended it; null: it runs, or nobody saw its end */
  exitStatus: z.number().nullable(),
  /** ns since the capture's time 0; null: not yet, or not known */
  start: z.number().nullable(),
  end: z.number().nullable(),
  /** why it was ended by us; '' where it ended by itself */
  stoppedFor: z.string(),
  /** null while it runs: they come with the rest of the capture */
  stdout: outputSchema.nullable(),
  stderr: outputSchema.nullable(),
})
export type Workload = z.infer<typeof workloadSchema>

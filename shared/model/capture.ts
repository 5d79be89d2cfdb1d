/** A capture as the library shows it. */
import { z } from 'zod'
import { budgetUseSchema, estimateSchema, ladderRefSchema } from './budget.ts'
import { groupRefSchema } from './group-ref.ts'
import { probeReportSchema } from './host.ts'
import { markerSchema } from './marker.ts'
import { streamKinds } from './profile.ts'
import { parameterValuesSchema } from './recipe.ts'
import { workloadSchema, workloadStates } from './workload.ts'

export const captureStates = [
  'draft',
  'preflight',
  'running',
  'stopping',
  'ingesting',
  'done',
  'failed',
  'interrupted',
  'discarded',
] as const
export const captureStateSchema = z.enum(captureStates)
export type CaptureState = z.infer<typeof captureStateSchema>
export const isActive = (state: CaptureState): boolean =>
  state === 'draft' ||
  state === 'preflight' ||
  state === 'running' ||
  state === 'stopping' ||
  state === 'ingesting'

/** An expected error as it is stored and sent. */
export const storedErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
export type StoredError = z.infer<typeof storedErrorSchema>

export const costSchema = z.object({
  /** CPU seconds of the tracer and its supervisor while it recorded */
  tracerCpuSeconds: z.number(),
  /** CPU seconds of the reading of the recording on the host, at low priority afterwards */
  renderCpuSeconds: z.number().optional(),
  /** seconds over which it was measured */
  wallSeconds: z.number(),
  /** the host's busy share of all CPUs, 0..1; null where not measured */
  hostBusyBefore: z.number().nullable(),
  hostBusyDuring: z.number().nullable(),
  /** the tracer's programs in the kernel, by its own count, over their first `wallSeconds`; absent: not counted */
  bpf: z.object({ cpuSeconds: z.number(), runs: z.number(), wallSeconds: z.number() }).optional(),
})
export type Cost = z.infer<typeof costSchema>

export const captureSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  hostId: z.string().nullable(),
  hostLabel: z.string(),
  recipeId: z.string(),
  recipeTitle: z.string(),
  state: captureStateSchema,
  /** wall clock of the host at time 0, epoch ms; of the request while it has not started */
  startedAt: z.number(),
  /** ns; null until known */
  duration: z.number().nullable(),
  /** samples and slices in all streams; null until ingested */
  events: z.number().nullable(),
  /** lost + throttled events */
  lost: z.number(),
  /** something is missing: truncated, unparsed, interrupted */
  incomplete: z.boolean(),
  /** bytes of raw output */
  bytes: z.number(),
  /** percent of one CPU that the tracer took; null where not measured */
  tracerCpuPercent: z.number().nullable(),
  error: storedErrorSchema.nullable(),
  sample: z.boolean(),
  noteCount: z.number(),
  pinCount: z.number(),
  /** started together with others; absent: alone */
  group: groupRefSchema.optional(),
})
export type CaptureSummary = z.infer<typeof captureSummarySchema>

/** What is shown of a capture while it comes. */
export const liveSchema = z.object({
  /** another one: views that are asked again answer of more */
  version: z.number(),
  /** samples and slices that are shown, and that there are: far more than fit are counted only */
  events: z.number(),
  total: z.number(),
  /** end of the last of them, ns since the capture's start */
  upTo: z.number(),
  /** more has come than is shown: ask again in a moment */
  isBehind: z.boolean(),
})
export type Live = z.infer<typeof liveSchema>

export const captureDetailSchema = captureSummarySchema.extend({
  parameters: parameterValuesSchema,
  /** each command that ran on the host, as one shell line, with what it was for */
  commands: z.array(z.object({ purpose: z.string(), line: z.string() })),
  /** what the tools wrote to stderr */
  toolMessages: z.string(),
  cost: costSchema.nullable(),
  probe: probeReportSchema.nullable(),
  /** clocks at both ends: wall (epoch ns) and monotonic (ns) as the host read them, with the error of the pair */
  anchors: z.array(z.object({ wall: z.number(), monotonic: z.number(), error: z.number() })),
  states: z.array(z.object({ state: captureStateSchema, at: z.number(), why: z.string() })),
  losses: z.array(z.object({ kind: z.string(), count: z.number(), detail: z.string() })),
  streams: z.array(
    z.object({
      id: z.number(),
      kind: z.enum(streamKinds),
      event: z.string(),
      unit: z.string(),
      title: z.string(),
      length: z.number(),
    }),
  ),
  threads: z.array(z.object({ pid: z.number(), tid: z.number(), name: z.string(), process: z.string() })),
  artifacts: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      mediaType: z.string(),
      bytes: z.number(),
      storedBytes: z.number(),
      /** of the uncompressed bytes, hex */
      sha256: z.string(),
      /** the host's own hash agreed; null where the host could not hash */
      verified: z.boolean().nullable(),
    }),
  ),
  firstView: z.enum(['flame', 'histogram', 'timeline']),
  /** what it was expected to cost; null: not told (a sample, an import) */
  estimate: estimateSchema.nullable().optional(),
  /** what it used of its budget in the end; `used` and `peak` as the host last said */
  budgets: z.array(budgetUseSchema).optional(),
  /** null: it was not started by this library */
  ladder: ladderRefSchema.nullable().optional(),
  /** it is still coming: streams, threads, losses, duration and events are of what was there at the last look */
  live: liveSchema.optional(),
  /** by time; those without one last */
  markers: z.array(markerSchema).optional(),
  /** null: there was none */
  workload: workloadSchema.nullable().optional(),
})
export type CaptureDetail = z.infer<typeof captureDetailSchema>

/** What the status bar shows of a capture that is running. */
export const captureProgressSchema = z.object({
  captureId: z.string(),
  name: z.string(),
  hostLabel: z.string(),
  state: captureStateSchema,
  /** what it does now, in words: 'recording', 'reading the profile on the host', 'storing' */
  phase: z.string(),
  elapsedSeconds: z.number(),
  plannedSeconds: z.number(),
  /** spooled on the host; received by us */
  bytes: z.number(),
  received: z.number(),
  budgetBytes: z.number(),
  tracerCpuSeconds: z.number(),
  /** 'lost' while the connection is down and being retried */
  connection: z.enum(['up', 'lost']),
  /** each beside its limit, as the host counts them; absent: not yet */
  budgets: z.array(budgetUseSchema).optional(),
  /** started together with others; absent: alone */
  group: groupRefSchema.optional(),
  /** the command that is run meanwhile; absent: none */
  workload: z.object({ state: z.enum(workloadStates), exitStatus: z.number().nullable() }).optional(),
})
export type CaptureProgress = z.infer<typeof captureProgressSchema>

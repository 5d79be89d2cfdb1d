/** What a capture may use of its host, what it is expected to use, and what it used. */
import { z } from 'zod'
import { costClasses } from './cost-class.ts'

/**
 * What is limited, and in which unit: percent of one CPU for the tracer (with its supervisor) and for the BPF programs
 * of it that run in the kernel, percent of all CPUs for the host.
 */
export const budgetUnits = {
  seconds: 's',
  bytes: 'bytes',
  'tracer-cpu': 'percent',
  'bpf-cpu': 'percent',
  events: 'per-second',
  lost: 'events',
  'host-busy': 'percent',
} as const
export type BudgetId = keyof typeof budgetUnits
export type BudgetUnit = (typeof budgetUnits)[BudgetId]

/** Those that a person may set; the seconds are a parameter of the recipe. */
export const limitIds = ['tracer-cpu', 'bpf-cpu', 'events', 'lost', 'host-busy', 'bytes'] as const
export type LimitId = (typeof limitIds)[number]

/** More than any host can use. */
export const MAX_LIMIT = 1e12

/** null: no limit. What is not named is as the recipe has it. */
export const limitsSchema = z.partialRecord(z.enum(limitIds), z.number().positive().max(MAX_LIMIT).nullable())
export type Limits = z.infer<typeof limitsSchema>

export const budgetUseSchema = z.object({
  id: z.enum(['seconds', ...limitIds]),
  /** over the last few seconds; of seconds, bytes and lost events: so far. null: not measured (yet) */
  used: z.number().nullable(),
  /** the most that was used so far */
  peak: z.number().nullable(),
  /** null: none */
  limit: z.number().nullable(),
  unit: z.enum(['s', 'bytes', 'percent', 'per-second', 'events']),
})
export type BudgetUse = z.infer<typeof budgetUseSchema>

/** What a capture is expected to cost, from its parameters and the host's CPUs alone; upper bounds where it says so. */
export const estimateSchema = z.object({
  seconds: z.number(),
  /** of the host; null: it was not probed, and the figures are for one CPU */
  cpus: z.number().nullable(),
  /** samples per second and CPU; null: what happens on the host decides */
  rate: z.number().nullable(),
  /** sampling timers, tracepoints, ...; null: the recipe does not say */
  probes: z.number().nullable(),
  /** at most; null: what happens on the host decides */
  events: z.number().nullable(),
  /** at most so many per second for each thread, where a threshold says so */
  eventsPerThread: z.number().nullable(),
  /** on the host, with what is read back from the recording; at most; null likewise */
  bytes: z.number().nullable(),
  /** of one CPU, while it records; null likewise */
  tracerCpuPercent: z.number().nullable(),
  /** for each time that a probe is passed; null: none of that kind */
  microsecondsPerHit: z.number().nullable(),
  costClass: z.enum(costClasses),
})
export type Estimate = z.infer<typeof estimateSchema>

/** Where a capture stands among those that were taken one after the other, each at a higher cost. */
export const ladderRefSchema = z.object({
  /** the first capture of the ladder */
  id: z.string(),
  /** the capture after which this one was taken; null: the first */
  after: z.string().nullable(),
})
export type LadderRef = z.infer<typeof ladderRefSchema>

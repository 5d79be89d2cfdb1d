/** A recipe file (resources/recipes/*.json): a question and how to answer it. Data, not code. Format 1. */
import { z } from 'zod'
import { limitsSchema } from './budget.ts'
import { costClasses } from './cost-class.ts'

const parameterHead = { id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/), title: z.string(), help: z.string() }

export const parameterSchema = z.discriminatedUnion('type', [
  z.object({
    ...parameterHead,
    type: z.literal('integer'),
    default: z.number().int(),
    min: z.number().int(),
    max: z.number().int(),
    /** 's', 'Hz', 'µs', ... shown behind the field */
    unit: z.string(),
  }),
  z.object({
    ...parameterHead,
    type: z.literal('choice'),
    default: z.string(),
    choices: z.array(z.object({ value: z.string(), title: z.string(), help: z.string() })).min(2),
  }),
  /** host PIDs; empty is the whole system */
  z.object({
    ...parameterHead,
    type: z.literal('pids'),
    default: z.array(z.number()).max(0),
    max: z.number().int(),
  }),
])
export type Parameter = z.infer<typeof parameterSchema>
export const parameterValueSchema = z.union([
  z.number(),
  z.string().max(1000),
  z.array(z.number().int().positive()).max(1000),
])
export const parameterValuesSchema = z.record(z.string(), parameterValueSchema)
export type ParameterValues = z.infer<typeof parameterValuesSchema>

/**
 * An argument list. A string may hold `{name}`: a parameter (several PIDs are joined by commas), or one of the
 * words that the engine knows: `{spool}` (folder), `{arch}`, `{file:NAME}` (path of a file that is sent along).
 * Only as a whole argument: `{pids...}`, one argument for each PID; `{supervisor}` and `{carrier1}` to `{carrier4}`,
 * PIDs that are known only on the host (our own processes there, and those that carry our connection; 0 for none).
 * An object's arguments are there only when the parameter has that value (`is`), or is not empty (`present`).
 */
export const argumentSchema = z.union([
  z.string(),
  z.object({
    when: z.string(),
    is: z.string().optional(),
    present: z.boolean().optional(),
    args: z.array(z.string()),
  }),
])
export type ArgumentTemplate = z.infer<typeof argumentSchema>

/** What one event costs; the first whose condition holds (`when`: a choice parameter that `is` so). */
const eventCostSchema = z.object({
  when: z.string().optional(),
  is: z.string().optional(),
  /** in the file that is written while it records; as text, when the recording is read back */
  recordedBytes: z.number().positive(),
  readBytes: z.number().nonnegative(),
  /** CPU time of the tracer */
  microseconds: z.number().nonnegative(),
  /** in the place of the budget's, with these parameters */
  limits: limitsSchema.optional(),
})

/** From what the cost of a capture is estimated. */
const estimateBasisSchema = z.object({
  /** id of the integer parameter that is samples per second and CPU; absent: what happens on the host decides */
  rate: z.string().optional(),
  /** id of the integer parameter, in microseconds, from which on something is an event */
  threshold: z.string().optional(),
  /** what is attached, in all and for each CPU */
  probes: z.object({ fixed: z.number().int(), perCpu: z.number().int() }),
  /** CPU time that each pass of a probe takes from whoever passes it */
  microsecondsPerHit: z.number().optional(),
  /** written however little happens */
  baseBytes: z.number(),
  /** CPU time of the tracer for its start, however little happens */
  baseMilliseconds: z.number().optional(),
  perEvent: z.array(eventCostSchema).min(1),
})
export type EventCost = z.infer<typeof eventCostSchema>

/** One step of a ladder; parameters that it does not name stay as they are. */
const rungSchema = z.object({
  /** '15 s at 49 Hz' */
  title: z.string(),
  /** what it shows that the one before does not */
  note: z.string(),
  parameters: z.record(z.string(), z.union([z.number(), z.string()])),
})
export type Rung = z.infer<typeof rungSchema>

export const recipeSchema = z.object({
  format: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  /** what it answers, as an engineer would ask */
  question: z.string(),
  description: z.string(),
  costClass: z.enum(costClasses),
  /** what it costs the host, in words */
  costNote: z.string(),
  parameters: z.array(parameterSchema),
  /** id of the integer parameter that is the capture's length in seconds */
  duration: z.string(),
  /** ids of abilities (probe) that must be 'yes' or 'limited' */
  needs: z.array(z.string()),
  /** needs root (or sudo -n) on the host: always, only for the whole system, or never */
  root: z.enum(['always', 'system-wide', 'never']),
  /** files of the recipe's folder that are sent along, by name; in arguments `{file:NAME}` is their path on the host */
  files: z.array(z.string()),
  record: z.array(argumentSchema),
  /** environment for record and render */
  environment: z.record(z.string(), z.string()),
  /** run on the host at low priority after record, its stdout is the artifact; absent or empty: record's stdout is it */
  render: z.array(argumentSchema).optional(),
  /** with render: the file in the spool that record writes and render reads */
  recorded: z
    .string()
    .regex(/^[a-z][a-z0-9.-]*$/)
    .optional(),
  /** what the tool's output holds from the moment on at which it is attached; absent: whatever it writes first */
  attached: z
    .string()
    .regex(/^[\x20-\x7e]{4,100}$/)
    .optional(),
  /** signals that make the tool flush, tried in this order */
  stopSignals: z.array(z.enum(['INT', 'TERM'])).min(1),
  parser: z.string(),
  artifact: z.object({ name: z.string(), mediaType: z.string() }),
  firstView: z.enum(['flame', 'histogram', 'timeline']),
  budget: z.object({
    bytes: z.number().int().positive(),
    renderSeconds: z.number().int().positive(),
    /** over which the host stops it, unless a person sets others; absent: not limited */
    limits: limitsSchema.optional(),
  }),
  estimate: estimateBasisSchema.optional(),
  /** how the host counts while it records */
  counts: z
    .object({
      /** what a line of the tool's stdout holds that tells the number of lost events, and no other number */
      lost: z
        .string()
        .regex(/^[\x20-\x7e]{4,100}$/)
        .optional(),
      /** the tool loads BPF programs: their time in the kernel is measured */
      bpf: z.boolean().optional(),
    })
    .optional(),
  /** from the cheapest; the first one is the parameters' defaults */
  rungs: z.array(rungSchema).optional(),
})
export type Recipe = z.infer<typeof recipeSchema>

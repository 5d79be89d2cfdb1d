/** Notes and pins: what a person says about a capture, and the evidence. */
import { z } from 'zod'
import { diffNorms, diffWidths } from '../contract/diff-view.ts'
import {
  idSchema,
  MAX_NUMBERS,
  MAX_PICTURE_BYTES,
  MAX_STACK_DEPTH,
  searchSchema,
} from '../contract/limits.ts'
import { functionRefSchema, selectionSchema } from '../contract/selection.ts'
import { bucketScales, flameGroups, flameOrders, measureSchema } from '../contract/views.ts'

/** the stacks from their root, or one function between its callers and its callees */
export const flameForms = ['whole', 'sandwich'] as const
/** how latencies are drawn: how many in each bucket, or when */
export const latencyForms = ['buckets', 'heatmap'] as const
/** what stands above the lanes: events over time, or second by second */
export const overviewForms = ['activity', 'heatmap'] as const

const pathSchema = z.array(functionRefSchema).max(MAX_STACK_DEPTH)

/** What is needed to draw the page again as it was. */
export const viewStateSchema = z.object({
  selection: selectionSchema,
  streamId: z.number().int(),
  flame: z.object({
    order: z.enum(flameOrders),
    group: z.enum(flameGroups),
    zoom: pathSchema,
    search: searchSchema,
    icicle: z.boolean(),
    shown: z.enum(['graph', 'table']),
    /** absent: weight */
    measure: measureSchema.optional(),
    /** absent: whole */
    form: z.enum(flameForms).optional(),
    /** absent: none has been chosen; the paths go from below the function to the frame that fills each side */
    sandwich: z.object({ function: functionRefSchema, callers: pathSchema, callees: pathSchema }).optional(),
  }),
  /** two captures: one graph of their differences; absent: one graph for each side */
  diff: z.object({ norm: z.enum(diffNorms), width: z.enum(diffWidths) }).optional(),
  histogram: z.object({
    shown: z.enum(['graph', 'table']),
    /** absent: buckets */
    form: z.enum(latencyForms).optional(),
    /** absent: log */
    buckets: z.enum(bucketScales).optional(),
  }),
  /** ns on the timeline's axis; null: all of it */
  timeline: z.object({
    range: z.object({ from: z.number(), to: z.number() }).nullable(),
    shown: z.enum(['graph', 'table']),
    /** absent: the heatmap where there is one */
    overview: z.enum(overviewForms).optional(),
  }),
})
export type ViewState = z.infer<typeof viewStateSchema>

export const pinnedViews = ['flame', 'histogram', 'timeline'] as const

export const noteSchema = z.object({
  id: z.string(),
  captureId: z.string(),
  text: z.string(),
  createdAt: z.number(),
  editedAt: z.number(),
})
export type Note = z.infer<typeof noteSchema>

export const pinDraftSchema = z.object({
  captureId: idSchema,
  /** the second capture when it was pinned in Compare */
  otherCaptureId: idSchema.nullable(),
  view: z.enum(pinnedViews),
  sentence: z.string().trim().min(1, 'Say in a sentence what is seen').max(2000),
  state: viewStateSchema,
  otherState: viewStateSchema.nullable(),
  /** what the view said: label, value as text with unit, exact value */
  numbers: z
    .array(z.object({ label: z.string(), text: z.string(), exact: z.number().nullable() }))
    .max(MAX_NUMBERS),
  /** SVG or PNG of the view */
  picture: z.object({
    mediaType: z.enum(['image/svg+xml', 'image/png']),
    bytes: z
      .instanceof(Uint8Array)
      .refine(
        ({ length }) => length <= MAX_PICTURE_BYTES,
        'The picture is too large: make the window smaller, then pin again',
      ),
  }),
})
export type PinDraft = z.infer<typeof pinDraftSchema>

export const pinSchema = pinDraftSchema.extend({
  id: z.string(),
  createdAt: z.number(),
  /** SHA-256 of the artifacts behind it, when it was pinned */
  artifactHashes: z.array(z.string()),
})
export type Pin = z.infer<typeof pinSchema>

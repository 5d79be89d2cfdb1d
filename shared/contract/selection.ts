/** The selection: what every view is drawn from. Portable between captures: it names things, it holds no index. */
import { z } from 'zod'
import { transformsSchema } from './transforms.ts'

const range = z.object({ from: z.number(), to: z.number() })
/** [from, to) in ns since the capture's start, or of duration */
export type Range = z.infer<typeof range>
export const rangeSchema = range

/** tid null: the whole process */
export const threadRefSchema = z.object({ pid: z.number().int(), tid: z.number().int().nullable() })
export type ThreadRef = z.infer<typeof threadRefSchema>

/** module '' where there is none */
export const functionRefSchema = z.object({ name: z.string(), module: z.string() })
export type FunctionRef = z.infer<typeof functionRefSchema>

export const selectionSchema = z.object({
  time: range.optional(),
  /** any of these */
  threads: z.array(threadRefSchema).min(1).max(1000).optional(),
  /** only samples and slices whose stack (or call) contains it */
  function: functionRefSchema.optional(),
  /** slices only: from <= duration < to */
  latency: range.optional(),
  /** slices and distributions only: the call's name */
  call: z.string().optional(),
  /** samples only, which know their CPU: any of these */
  cpus: z.array(z.number().int().min(0)).min(1).max(8192).optional(),
  /** what is done to each stack before anything else; `function` names frames as they are after it */
  transforms: transformsSchema.optional(),
})
export type Selection = z.infer<typeof selectionSchema>
export const everything: Selection = {}

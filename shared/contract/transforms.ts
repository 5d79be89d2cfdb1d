/**
 * Changes to stacks before they are folded, in the order given; part of the selection, so that all views follow. They
 * change what a stack is called and which frames it has, never what it weighs: only `focus` leaves events out.
 */
import { z } from 'zod'
import { idSchema, searchSchema } from './limits.ts'

const functionRef = z.object({ name: z.string(), module: z.string() })

/** which frames: those of a module, of a function, or whose name or module an RE2 pattern finds */
export const frameMatchSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('module'), module: z.string().min(1) }),
  z.object({ by: z.literal('function'), function: functionRef }),
  z.object({ by: z.literal('pattern'), pattern: searchSchema.min(1) }),
])
export type FrameMatch = z.infer<typeof frameMatchSchema>

export const transformSchema = z.discriminatedUnion('type', [
  /** a function that calls itself directly stands once; frames without a symbol are no function */
  z.object({ type: z.literal('collapse-recursion') }),
  /** frames go; what they weigh themselves falls to their caller, at last to the root */
  z.object({ type: z.literal('hide'), match: frameMatchSchema }),
  /** each run of such frames becomes one frame of this name */
  z.object({ type: z.literal('merge'), match: frameMatchSchema, name: idSchema.min(1) }),
  /** stacks begin at their outermost such frame; those without one are left out */
  z.object({ type: z.literal('focus'), match: frameMatchSchema }),
  z.object({ type: z.literal('drop-kernel') }),
  /** std::vector<int>::push_back is std::vector::push_back; operators keep their signs */
  z.object({ type: z.literal('strip-templates') }),
  /**
   * each run of frames of an interpreter's loop and calls (CPython, V8, the JVM, Ruby, Perl, PHP, Lua), as they stand
   * between two frames of a script, becomes one; what the script has it do stays
   */
  z.object({ type: z.literal('fold-interpreters') }),
])
export type Transform = z.infer<typeof transformSchema>
export type TransformType = Transform['type']
export const MOST_TRANSFORMS = 50
export const transformsSchema = z.array(transformSchema).min(1).max(MOST_TRANSFORMS)

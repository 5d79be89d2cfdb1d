/** The protocol over a channel, version 1: calls with ids, their progress and end, and events. */
import { z } from 'zod'
import { wireErrorSchema } from './wire-error.ts'

const id = z.number().int().min(1)

/** What a client sends. */
export const requestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, method: z.string(), args: z.unknown() }),
  z.object({ type: z.literal('cancel'), id }),
])
export type Request = z.infer<typeof requestSchema>

/** What the engine sends. A call ends with exactly one result or error. */
export const replySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id, value: z.unknown() }),
  z.object({ type: z.literal('error'), id, error: wireErrorSchema }),
  z.object({ type: z.literal('progress'), id, value: z.unknown() }),
  z.object({ type: z.literal('event'), name: z.string(), value: z.unknown() }),
])
export type Reply = z.infer<typeof replySchema>

/** 'captureIds.0: Too small' : the field and what is wrong with it, of the first thing that is wrong. */
export const firstIssue = (error: z.ZodError): { field: string; problem: string } => {
  const issue = error.issues[0]
  return { field: issue?.path.map(String).join('.') ?? '', problem: issue?.message ?? 'not as agreed' }
}

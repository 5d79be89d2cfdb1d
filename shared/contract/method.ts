/** What a method of the contract is made of. */
import { z } from 'zod'
import { idSchema } from './limits.ts'

export interface Method {
  readonly args: z.ZodType
  readonly result: z.ZodType
  readonly progress?: z.ZodType
}
export const method = <A extends z.ZodType, R extends z.ZodType, P extends z.ZodType = z.ZodNever>(m: {
  args: A
  result: R
  progress?: P
}) => m

export const captureId = z.object({ captureId: idSchema })
export const nothing = z.object({})
export const done = z.null()

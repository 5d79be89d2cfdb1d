/** The steps of a connection, for each hop, as they happen. */
import { z } from 'zod'

export const connectSteps = [
  'config',
  'resolve',
  'tcp',
  'banner',
  'key-exchange',
  'host-key',
  'authentication',
  'shell',
  'probe',
] as const
export const connectStepSchema = z.enum(connectSteps)
export type ConnectStep = z.infer<typeof connectStepSchema>

/** A change of one step; (hop, step) identify it. */
export const traceStepSchema = z.object({
  step: connectStepSchema,
  /** from 0; the last one is the host itself */
  hop: z.number().int(),
  /** 'deploy@web-3:2222' */
  hopName: z.string(),
  /** 'asking': a person is asked, and nothing runs out */
  state: z.enum(['running', 'asking', 'done', 'failed']),
  /** ms, with what a person took to answer; null while it goes on */
  took: z.number().nullable(),
  /** '10.0.0.3', 'SSH-2.0-OpenSSH_9.2', 'curve25519-sha256, aes128-gcm', 'known by line 3 of ~/.ssh/known_hosts' */
  detail: z.string(),
  /** what to do when it failed; '' otherwise */
  remedy: z.string(),
})
export type TraceStep = z.infer<typeof traceStepSchema>

export const connectTestSchema = z.object({
  passed: z.boolean(),
  steps: z.array(traceStepSchema),
  /** where it broke, in full; null when it passed */
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      remedy: z.string(),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    })
    .nullable(),
})
export type ConnectTest = z.infer<typeof connectTestSchema>

/** How the three things that can go wrong cross a channel, and come out as what they were. */
import { z } from 'zod'
import { type ErrorCode, errorCodes } from '../errors/codes.ts'
import { cancellation, isCancellation, isExpected, SmokejumperError } from '../errors/errors.ts'

export const wireErrorSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('expected'),
    code: z.enum(errorCodes),
    message: z.string(),
    remedy: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('bug'), reference: z.string(), message: z.string(), details: z.string() }),
])
export type WireError = z.infer<typeof wireErrorSchema>

/** A bug on the other side. The reference stands in the engine's own output too, so that the two can be matched. */
export class RemoteBug extends Error {
  override readonly name = 'RemoteBug'
  readonly reference: string
  /** the stack and its causes as text, for copying into a bug report */
  readonly details: string

  constructor(bug: { reference: string; message: string; details: string }) {
    super(`${bug.message} (reference ${bug.reference})`)
    this.reference = bug.reference
    this.details = bug.details
  }
}

const makeReference = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, '0')).join('')

const MAX_CAUSES = 8

/** The stack of an error and of its causes, one below the other. */
export const describeBug = (error: unknown): string => {
  const parts: string[] = []
  let current = error
  for (let depth = 0; depth < MAX_CAUSES && current !== undefined; depth++) {
    parts.push(current instanceof Error ? (current.stack ?? String(current)) : String(current))
    current = current instanceof Error ? current.cause : undefined
  }
  return parts.join('\ncaused by: ')
}

export const encodeError = (error: unknown): WireError => {
  if (isCancellation(error)) return { kind: 'cancelled' }
  if (isExpected(error)) {
    return {
      kind: 'expected',
      code: error.code,
      message: error.message,
      remedy: error.remedy,
      facts: { ...error.facts },
    }
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { kind: 'bug', reference: makeReference(), message, details: describeBug(error) }
}

export const decodeError = (error: WireError): Error => {
  switch (error.kind) {
    case 'cancelled':
      return cancellation()
    case 'expected':
      return new SmokejumperError({
        code: error.code satisfies ErrorCode,
        message: error.message,
        remedy: error.remedy,
        facts: error.facts,
      })
    case 'bug':
      return new RemoteBug(error)
  }
}

/**
 * Three things can go wrong, and both sides of every border tell them apart:
 *  - an *expected* error: the world is not as we would like (no such host, disk full). It has a code, the facts
 *    and what to do next. `SmokejumperError`.
 *  - a *cancellation*: somebody asked for it. A DOMException named AbortError.
 *  - a *bug*: everything else.
 */
import type { ErrorCode } from './codes.ts'

export type Facts = Readonly<Record<string, string | number | boolean>>

export interface ErrorDetails {
  readonly code: ErrorCode
  /** What happened and why, in one or two short sentences. */
  readonly message: string
  /** What to do next. Every expected error has one. */
  readonly remedy: string
  readonly facts?: Facts
  readonly cause?: unknown
}

export class SmokejumperError extends Error {
  override readonly name = 'SmokejumperError'
  readonly code: ErrorCode
  readonly remedy: string
  readonly facts: Facts

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.remedy = details.remedy
    this.facts = details.facts ?? {}
  }
}

export const isExpected = (error: unknown): error is SmokejumperError => error instanceof SmokejumperError

export const isCancellation = (error: unknown): boolean =>
  error instanceof Error && error.name === 'AbortError'

/** The reason a cancelled call rejects with. */
export const cancellation = (): DOMException => new DOMException('Cancelled', 'AbortError')

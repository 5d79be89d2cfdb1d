/** An error in words. */
import { isExpected } from '../../shared/errors/errors.ts'

export interface ErrorWords {
  readonly what: string
  readonly remedy: string
}

/** What happened and why, and what to do next. Whatever has no remedy of its own is a bug, and says so. */
export function describeError(error: unknown): ErrorWords {
  if (isExpected(error)) return { what: error.message, remedy: error.remedy }
  return {
    what: 'Smokejumper ran into a bug of its own.',
    remedy: 'Try again; if it stays, copy the details into a bug report.',
  }
}

/** Everything that is known, as text to copy. */
export function detailsOf(error: unknown): string {
  if (isExpected(error)) {
    const facts = Object.entries(error.facts).map(([name, value]) => `${name}: ${value}`)
    return [`${error.code}: ${error.message}`, error.remedy, ...facts].join('\n')
  }
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
}

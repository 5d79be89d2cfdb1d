import { isExpected } from '../../../shared/errors/errors.ts'
import type { StoredError } from '../../../shared/model/capture.ts'

/** An error as it is kept with a capture. A bug is kept too, with its stack, and never taken for an expected error. */
export const toStoredError = (error: unknown): StoredError | null => {
  if (error === null) return null
  if (isExpected(error)) {
    const { code, message, remedy, facts } = error
    return { code, message, remedy, facts }
  }
  return {
    code: 'bug',
    message: `A fault in Smokejumper: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    remedy: 'Please report it with this text.',
    facts: {},
  }
}

export const inShort = (error: unknown): string =>
  isExpected(error) ? error.message : 'a fault in Smokejumper'

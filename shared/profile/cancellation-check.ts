import { cancellation } from '../errors/errors.ts'

/** Queries call it between their steps. */
export function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancellation()
}

/** Every wait ends: by itself, by the caller's signal, or by its limit. */
import { cancellation, type SmokejumperError } from '../../../shared/errors/errors.ts'

export interface Limit {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs: number
  readonly timeoutError: () => SmokejumperError
}

/**
 * Runs `work` with a signal that fires on cancellation or when the time is up, and rejects at once then, with an
 * AbortError or with `timeoutError`; what `work` has open it closes when the signal fires.
 */
export const withLimit = async <T>(limit: Limit, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  if (limit.signal?.aborted) throw cancellation()
  const controller = new AbortController()
  const cancel = () => controller.abort(cancellation())
  limit.signal?.addEventListener('abort', cancel, { once: true })
  const timer = setTimeout(() => controller.abort(limit.timeoutError()), limit.timeoutMs)
  try {
    return await rejectOnAbort(work(controller.signal), controller.signal)
  } finally {
    clearTimeout(timer)
    limit.signal?.removeEventListener('abort', cancel)
  }
}

/** The promise, or the signal's reason as soon as it fires. */
export const rejectOnAbort = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })

/** Goes on, when a host is connected again, with the interrupted captures that it may have. */
import { cancellation, isCancellation, isExpected } from '../../../shared/errors/errors.ts'
import type { CaptureState } from '../../../shared/model/capture.ts'
import type { Library } from '../library/library.ts'
import type { CallOptions } from './host-captures.ts'

export interface AttachOptions {
  readonly library: Library
  readonly isActive: (captureId: string) => boolean
  readonly collect: (captureId: string, call: CallOptions) => Promise<void>
  readonly discard: (captureId: string, signal: AbortSignal) => Promise<void>
  readonly sweep: (hostId: string, call: CallOptions) => Promise<unknown>
}

export interface Attachments {
  /** The host's interrupted captures first, then what was to be removed there, then a look at what else is there. */
  attach(hostId: string): Promise<void>
  /** Removes from the host what was discarded while it was away. Not reached now, it is done by the next attach. */
  finishDiscards(hostId: string): Promise<void>
  close(): Promise<void>
}

export const createAttachments = (options: AttachOptions): Attachments => {
  const { library } = options
  const closing = new AbortController()
  const running = new Set<Promise<void>>()

  const idsOn = async (hostId: string, wanted: CaptureState): Promise<string[]> => {
    const { rows } = await library.listCaptures({
      ...{ search: '', hostId, recipeId: null, sort: 'startedAt', descending: true, offset: 0, limit: 1000 },
    })
    return rows.flatMap(({ id, state }) => (state === wanted && !options.isActive(id) ? [id] : []))
  }

  const goOn = async (captureId: string, call: CallOptions): Promise<void> => {
    const { spool, ownedElsewhere } = await library.captureRecord(captureId)
    if (spool === null || ownedElsewhere) return
    try {
      await options.collect(captureId, call)
    } catch (error) {
      // its state says so; the others are gone on with all the same
      if (!isExpected(error) || !/^capture\.(spool-gone|busy|unknown)$/.test(error.code)) throw error
    }
  }

  const removeDiscarded = async (hostId: string): Promise<void> => {
    for (const captureId of await idsOn(hostId, 'discarded')) await options.discard(captureId, closing.signal)
  }

  const attach = async (hostId: string): Promise<void> => {
    const call: CallOptions = { signal: closing.signal, onStep: () => {} }
    for (const captureId of await idsOn(hostId, 'interrupted')) await goOn(captureId, call)
    await removeDiscarded(hostId)
    await options.sweep(hostId, call)
  }

  const inBackground = (work: (hostId: string) => Promise<void>, hostId: string): Promise<void> => {
    if (closing.signal.aborted) return Promise.resolve()
    const done = unlessLost(work(hostId)).finally(() => running.delete(done))
    running.add(done)
    return done
  }

  const unlessLost = async (work: Promise<void>): Promise<void> => {
    try {
      await work
    } catch (error) {
      // the connection went again, or we do: whoever needs it is told
      if (!isExpected(error) && !isCancellation(error)) throw error
    }
  }

  return {
    attach: (hostId) => inBackground(attach, hostId),
    finishDiscards: (hostId) => inBackground(removeDiscarded, hostId),
    async close() {
      closing.abort(cancellation())
      await Promise.allSettled(running)
    },
  }
}

/** Comes back to captures that nobody is busy with: what waits of them on their hosts is followed to its end. */
import { type CaptureContext, openHost } from './capture-context.ts'
import { describeStatus, firstProgress } from './describe-capture.ts'
import { followCapture } from './follow-capture.ts'
import type { CallOptions } from './host-captures.ts'
import { ingestAgain, nothingToCollect, readWhatArrived } from './recover-captures.ts'
import { pollSpool } from './spool.ts'
import { toStoredError } from './stored-error.ts'

/** `partial`: of a detached one only what is there by now, so that it can be opened; it goes on without us. */
export type Collect = (
  captureId: string,
  call: CallOptions,
  how?: { readonly partial?: boolean | undefined },
) => Promise<void>

export interface Collections {
  /** Resolves when it is followed again. Rejects with capture.busy, capture.spool-gone, ... */
  collect: Collect
  close(): Promise<void>
}

export const createCollections = (context: CaptureContext): Collections => {
  const collecting = new Map<string, Promise<void>>()
  return {
    async collect(captureId, call, { partial = false } = {}) {
      const followed = context.active.get(captureId)
      if (followed && partial) context.active.requireIdle(await context.library.captureRecord(captureId))
      if (followed) {
        followed.wake()
        return
      }
      // two may come back to it at the same moment: a person, and the connection that the person made for it
      const running = collecting.get(captureId)
      if (running) return running
      const collected = collect(context, captureId, call, partial).finally(() => collecting.delete(captureId))
      collecting.set(captureId, collected)
      return collected
    },

    async close() {
      await Promise.allSettled(collecting.values())
    },
  }
}

const collect = async (
  context: CaptureContext,
  captureId: string,
  call: CallOptions,
  partial: boolean,
): Promise<void> => {
  const { library, active, scripts, recipes } = context
  const record = await library.captureRecord(captureId)
  active.requireIdle(record)
  const { spool, hostId } = record
  if (!spool || !hostId) {
    if (record.received === 0) throw nothingToCollect(record)
    await ingestAgain(library, active.setState, captureId)
    return
  }
  const recipe = recipes.get(record.recipeId)
  const host = await library.getHost(hostId)
  const transport = await openHost(context, hostId, call)
  call.onStep('looking for what waits on the host')
  const poll = await pollSpool(
    { transport, scripts, elevate: spool.elevated, signal: call.signal },
    spool,
    record.received + (spool.skipped ?? 0),
  )
  // somebody else may have come back to it meanwhile
  active.requireIdle(await library.captureRecord(captureId))
  if (poll.gone) {
    await library.updateCapture(captureId, { spool: null })
    const readable = await readWhatArrived(library, captureId)
    const error = nothingToCollect(record)
    const why = `its spool is gone from the host${readable}`
    await active.setState(captureId, 'failed', why, toStoredError(error))
    throw error
  }
  const { name, parameters, received } = record
  const first = firstProgress(captureId, { name, hostLabel: host.label, recipe, parameters })
  const capture = active.track({
    ...first,
    ...(poll.status ? describeStatus(poll.status, first) : {}),
    received,
  })
  await active.setState(captureId, 'running', 'came back to it')
  capture.finished = followCapture(context, capture, {
    ...{ hostId, recipe, parameters, spool },
    untilNow: partial && spool.detached === true,
  })
}

/** The captures of this process: each from its request to its end. The library holds what must outlive the process. */
import type { CaptureRequest, TogetherRequest } from '../../../shared/contract/capture-request.ts'
import type { CaptureProgress } from '../../../shared/model/capture.ts'
import { type StartedTogether, startTogether, type TogetherCall } from '../together/start-together.ts'
import { discardTogether, stopTogether } from '../together/together.ts'
import { createActiveCaptures } from './active-captures.ts'
import { createAttachments } from './attach-captures.ts'
import { type CaptureContext, openHost, removeFromHost } from './capture-context.ts'
import { type Collect, createCollections } from './collect-captures.ts'
import { type FollowTimes, followTimes } from './follow-spool.ts'
import { type CallOptions, createHostCaptures, type HostCaptures } from './host-captures.ts'
import { recoverCaptures, workbenchGone } from './recover-captures.ts'
import { startCapture } from './start-capture.ts'
import { toStoredError } from './stored-error.ts'

export interface CapturesOptions extends Omit<CaptureContext, 'times' | 'active'> {
  readonly times?: FollowTimes
}

export interface Captures {
  /** Resolves with the id when the tool runs on the host. Cancelled before that, nothing is left anywhere. */
  start(request: CaptureRequest, options: CallOptions): Promise<string>
  stop(captureId: string): Promise<void>
  discard(captureId: string, signal: AbortSignal): Promise<void>
  /**
   * Of these, those that something waits of on a host are discarded, which is begun at once and done when the host can be
   * reached: until then the library lists them so. Gives their ids.
   */
  removeOnHosts(captureIds: readonly string[]): Promise<readonly string[]>
  /** Several hosts at once. */
  readonly together: {
    start(request: TogetherRequest, call: TogetherCall): Promise<StartedTogether>
    stop(groupId: string): Promise<void>
    discard(groupId: string, signal: AbortSignal): Promise<void>
  }
  /** A lost connection is tried again at once. */
  retry(captureId: string): void
  readonly collect: Collect
  /** What there is on a host, whoever started it. */
  readonly onHost: HostCaptures
  /** A host is connected: goes on with the interrupted captures that it may have, then looks at what else is there. */
  attach(hostId: string): Promise<void>
  running(): CaptureProgress[]
  /** Settles when this process does nothing more for the capture. */
  finished(captureId: string): Promise<void>
  /** What earlier processes left: marks what they were busy with as interrupted, reads what had arrived. */
  recover(): Promise<void>
  /** Leaves what runs to the host, as interrupted. */
  close(): Promise<void>
}

export const createCaptures = (options: CapturesOptions): Captures => {
  const { library, recipes, scripts, emit } = options
  const active = createActiveCaptures(library, emit)
  const context: CaptureContext = { ...options, times: options.times ?? followTimes, active }
  const { collect, close: closeCollections } = createCollections(context)
  const onHost = createHostCaptures({
    ...{ library, recipes, scripts, emit, collect },
    open: (hostId, call) => openHost(context, hostId, call),
  })
  const attachments = createAttachments({
    ...{ library, collect },
    discard: (captureId, signal) => captures.discard(captureId, signal),
    isActive: (captureId) => active.get(captureId) !== undefined,
    sweep: (hostId, call) => onHost.sweep(hostId, call, true),
  })

  const stop = async (captureId: string): Promise<void> => {
    const capture = active.require(captureId)
    if (capture.progress.state === 'draft' || capture.progress.state === 'preflight') {
      await active.abandon(capture)
      return
    }
    if (capture.progress.state !== 'running') return
    await active.setState(captureId, 'stopping', 'Stop')
    capture.requestStop()
  }

  const discard = async (captureId: string, signal: AbortSignal): Promise<void> => {
    const record = await library.captureRecord(captureId)
    const capture = active.get(captureId)
    if (!capture) active.requireIdle(record)
    const wasPreflight = record.state === 'draft' || record.state === 'preflight'
    if (!wasPreflight) await active.setState(captureId, 'discarded', 'Discard')
    if (capture) await active.abandon(capture)
    // a start that is given up cleans up behind itself
    if (!wasPreflight || !capture) {
      if (record.spool && record.hostId)
        await removeFromHost(context, record.hostId, record.spool, { signal, onStep: () => {} })
      await library.eraseCapture(captureId)
    }
    emit('captures.changed', { captureIds: [captureId] })
  }

  const captures: Captures = {
    start: (request, call) => startCapture(context, request, call),
    stop,
    discard,
    together: {
      start: (request, call) => startTogether(context, request, call),
      stop: (groupId) => stopTogether({ library, stop, discard }, groupId),
      discard: (groupId, signal) => discardTogether({ library, stop, discard }, groupId, signal),
    },

    async removeOnHosts(captureIds) {
      const waiting: { id: string; hostId: string }[] = []
      for (const id of captureIds) {
        const record = await library.captureRecord(id)
        if (record.spool === null || record.hostId === null) continue
        active.requireIdle(record)
        waiting.push({ id, hostId: record.hostId })
      }
      for (const { id } of waiting)
        await active.setState(id, 'discarded', 'deleted, with what waits on the host')
      for (const hostId of new Set(waiting.map((each) => each.hostId)))
        void attachments.finishDiscards(hostId)
      return waiting.map(({ id }) => id)
    },

    collect,

    retry: (captureId) => active.require(captureId).wake(),

    onHost,

    attach: (hostId) => attachments.attach(hostId),

    running: () => active.all().map(({ progress }) => progress),

    finished: async (captureId) => active.get(captureId)?.finished,

    recover: () => recoverCaptures(library, active.setState),

    async close() {
      await attachments.close()
      await closeCollections()
      const left = active.all()
      await Promise.all(left.map(active.abandon))
      const ids = new Set(left.map(({ progress }) => progress.captureId))
      // asked of the library: one whose start was given up is gone from it by now
      for (const record of await library.activeCaptures()) {
        if (!ids.has(record.id) || (record.state !== 'running' && record.state !== 'stopping')) continue
        const error = toStoredError(workbenchGone(record))
        await active.setState(record.id, 'interrupted', 'the workbench was closed', error)
      }
    },
  }
  return captures
}

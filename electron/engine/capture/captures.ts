/** The captures of this process: each from its request to its end. The library holds what must outlive the process. */
import type { CaptureRequest } from '../../../shared/contract/contract.ts'
import { cancellation, isCancellation, isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { CaptureProgress } from '../../../shared/model/capture.ts'
import type { Host, ProbeReport } from '../../../shared/model/host.ts'
import { withLongDuration } from '../../../shared/model/long-duration.ts'
import type { ParameterValues, Recipe } from '../../../shared/model/recipe.ts'
import type { Emit } from '../emitter.ts'
import type { CaptureRecord, Library, SpoolRef } from '../library/library.ts'
import { checkParameters } from '../recipes/check-parameters.ts'
import type { Recipes } from '../recipes/load-recipes.ts'
import type { Connections, Transport } from '../transport/transport.ts'
import { ActiveCapture } from './active-capture.ts'
import { createAttachments } from './attach-captures.ts'
import { beginCapture } from './begin-capture.ts'
import { newCaptureId } from './capture-id.ts'
import { defaultName, describeStatus, firstProgress } from './describe-capture.ts'
import { type FollowTimes, followSpool, followTimes } from './follow-spool.ts'
import { type CallOptions, createHostCaptures, type HostCaptures } from './host-captures.ts'
import type { HostScripts } from './host-scripts.ts'
import {
  ingestAgain,
  nothingToCollect,
  readWhatArrived,
  recoverCaptures,
  type SetState,
  workbenchGone,
} from './recover-captures.ts'
import { type Settled, settleCapture } from './settle-capture.ts'
import { pollSpool, removeSpool } from './spool.ts'
import { inShort, toStoredError } from './stored-error.ts'

export interface CapturesOptions {
  readonly library: Library
  readonly connections: Connections
  readonly recipes: Recipes
  readonly scripts: HostScripts
  /** a fresh look at the host, kept with it */
  readonly probe: (host: Host, transport: Transport, signal: AbortSignal) => Promise<ProbeReport>
  readonly emit: Emit
  readonly times?: FollowTimes
}

export interface Captures {
  /** Resolves with the id when the tool runs on the host. Cancelled before that, nothing is left anywhere. */
  start(request: CaptureRequest, options: CallOptions): Promise<string>
  stop(captureId: string): Promise<void>
  discard(captureId: string, signal: AbortSignal): Promise<void>
  /** A lost connection is tried again at once. */
  retry(captureId: string): void
  collect(captureId: string, options: CallOptions): Promise<void>
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

/** A probe that is older is made again before a capture. */
const freshProbeMs = 10 * 60_000

/** A detached capture needs nobody: it is tried again for as long as we are there, less often. */
const patient = (times: FollowTimes): FollowTimes => ({
  ...times,
  reconnectMs: Number.POSITIVE_INFINITY,
  longestBackoffMs: 6 * times.longestBackoffMs,
})

export const createCaptures = (options: CapturesOptions): Captures => {
  const { library, connections, recipes, scripts, emit } = options
  const times = options.times ?? followTimes
  const active = new Map<string, ActiveCapture>()
  const collecting = new Map<string, Promise<void>>()

  const setState: SetState = async (captureId, state, why, error = null) => {
    await library.setCaptureState(captureId, state, why, error)
    active.get(captureId)?.show({ state })
    emit('captures.changed', { captureIds: [captureId] })
  }

  const openHost = (hostId: string, { signal, onStep }: CallOptions): Promise<Transport> =>
    connections.open(hostId, { signal, onStep })

  const freshProbe = async (host: Host, transport: Transport, call: CallOptions): Promise<ProbeReport> => {
    const age = Date.now() - (host.probe?.at ?? 0)
    // a clock that was set back makes it one of the future
    if (host.probe && age >= 0 && age < freshProbeMs) return host.probe
    call.onStep('probing')
    const report = await options.probe(host, transport, call.signal)
    emit('hosts.changed', {})
    return report
  }

  const track = (progress: CaptureProgress): ActiveCapture => {
    const capture = new ActiveCapture(progress, (value) => emit('capture.progress', value))
    active.set(progress.captureId, capture)
    return capture
  }

  /** Follows to the end in the background; whatever happens ends in a state that says so. */
  const follow = (
    capture: ActiveCapture,
    what: { hostId: string; recipe: Recipe; parameters: ParameterValues; spool: SpoolRef },
  ): Promise<void> => {
    const { captureId } = capture.progress
    const { signal } = capture.abandonment
    const run = async (): Promise<Settled> => {
      const { name, mediaType } = what.recipe.artifact
      const { artifactId, received } = await library.beginArtifact(captureId, name, mediaType)
      const followed = await followSpool({
        active: capture,
        library,
        scripts,
        spool: what.spool,
        artifactId,
        received,
        times: what.spool.detached ? patient(times) : times,
        budget: what.recipe.budget,
        open: () => openHost(what.hostId, { signal, onStep: () => {} }),
        onStatus: (status) => capture.show(describeStatus(status)),
      })
      return settleCapture({
        captureId,
        recipe: what.recipe,
        parameters: what.parameters,
        library,
        spool: what.spool,
        artifactId,
        followed,
        signal,
        onPhase: (phase) => capture.show({ phase }),
        onIngest: () => setState(captureId, 'ingesting', 'all of it has arrived'),
      })
    }
    return run()
      .then(({ why, error }) => setState(captureId, error ? 'failed' : 'done', why, toStoredError(error)))
      .catch((error: unknown) => {
        if (signal.aborted && isCancellation(error)) throw error
        return whenLibraryCan(capture, () => endBadly(captureId, error))
      })
      .catch((error: unknown) => {
        // whoever abandoned it says what becomes of it
        if (!signal.aborted || !isCancellation(error)) throw error
      })
      .finally(() => {
        active.delete(captureId)
        capture.show({ phase: 'ended' })
      })
  }

  /** Tried again until the library can be written (its disk is full, say), or the capture is abandoned. */
  const whenLibraryCan = async (capture: ActiveCapture, write: () => Promise<void>): Promise<void> => {
    for (;;) {
      try {
        await write()
        return
      } catch (error) {
        if (!isExpected(error) || !error.code.startsWith('library.')) throw error
        capture.show({ phase: `waiting for the library: ${error.message}` })
        await capture.pause(times.longestBackoffMs)
      }
    }
  }

  /** What had arrived is read, so that it can be opened; then the state says why it is not all. */
  const endBadly = async (captureId: string, error: unknown): Promise<void> => {
    const readable = await readWhatArrived(library, captureId)
    const canBeCollected =
      isExpected(error) && error.code !== 'capture.spool-gone' && error.code !== 'capture.hash-mismatch'
    await setState(
      captureId,
      canBeCollected ? 'interrupted' : 'failed',
      `${inShort(error)}${readable}`,
      toStoredError(error),
    )
  }

  const requireActive = (captureId: string): ActiveCapture => {
    const capture = active.get(captureId)
    if (capture) return capture
    throw new SmokejumperError({
      code: 'capture.not-running',
      message: 'The capture is not running, or not from here.',
      remedy: 'If it was interrupted, collect it; if another Smokejumper started it, stop it there.',
      facts: { capture: captureId },
    })
  }

  const requireIdle = (record: CaptureRecord): void => {
    if (!active.has(record.id) && !record.ownedElsewhere) return
    throw new SmokejumperError({
      code: 'capture.busy',
      message: `The capture "${record.name}" is being worked on${record.ownedElsewhere ? ' by another Smokejumper' : ''}.`,
      remedy: 'Wait for it to end, or stop it where it was started.',
      facts: { capture: record.id },
    })
  }

  const abandon = async (capture: ActiveCapture): Promise<void> => {
    capture.abandonment.abort(cancellation())
    await capture.finished
  }

  const removeFromHost = async (
    hostId: string,
    spool: SpoolRef,
    { signal, onStep }: CallOptions,
  ): Promise<void> => {
    const transport = await openHost(hostId, { signal, onStep })
    await removeSpool({ transport, scripts, elevate: spool.elevated, signal }, spool)
  }

  const onHost = createHostCaptures({
    ...{ library, recipes, scripts, emit, open: openHost },
    collect: (captureId, call) => captures.collect(captureId, call),
  })
  const attachments = createAttachments({
    library,
    isActive: (captureId) => active.has(captureId),
    collect: (captureId, call) => captures.collect(captureId, call),
    sweep: onHost.sweep,
  })

  const captures: Captures = {
    async start(request, call) {
      const recipe = recipes.get(request.recipeId)
      const isDetached = request.detached === true
      const parameters = checkParameters(isDetached ? withLongDuration(recipe) : recipe, request.parameters)
      const host = await library.getHost(request.hostId)
      const graceSeconds = isDetached
        ? 0
        : (request.graceSeconds ?? (await library.readSettings()).graceSeconds)
      const now = Date.now()
      const captureId = newCaptureId(now)
      const name = request.name.trim() || defaultName(recipe, now)
      await library.createCapture({
        id: captureId,
        name,
        hostId: host.id,
        hostLabel: host.label,
        recipeId: recipe.id,
        recipeTitle: recipe.title,
        firstView: recipe.firstView,
        parserId: recipe.parser,
        parameters,
        startedAt: now,
        sample: false,
      })
      const capture = track(firstProgress(captureId, { name, hostLabel: host.label, recipe, parameters }))
      const signal = AbortSignal.any([call.signal, capture.abandonment.signal])
      const onStep = (step: string) => {
        capture.show({ phase: step })
        call.onStep(step)
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      capture.finished = promise
      try {
        await setState(captureId, 'preflight', 'asked for')
        const transport = await openHost(host.id, { signal, onStep })
        const probe = await freshProbe(host, transport, { signal, onStep })
        const { spool, budgetBytes } = await beginCapture({
          captureId,
          recipe,
          parameters,
          host,
          graceSeconds,
          name,
          startedAt: now,
          library,
          recipes,
          scripts,
          transport,
          probe,
          signal,
          onStep,
          onReady: (why) => setState(captureId, 'running', why),
        })
        capture.show({ budgetBytes, phase: 'recording' })
        follow(capture, { hostId: host.id, recipe, parameters, spool }).finally(resolve)
        return captureId
      } catch (error) {
        active.delete(captureId)
        await endBeforeItRan(captureId, host.id, error).finally(resolve)
        throw error
      }
    },

    async stop(captureId) {
      const capture = requireActive(captureId)
      if (capture.progress.state === 'draft' || capture.progress.state === 'preflight') {
        await abandon(capture)
        return
      }
      if (capture.progress.state !== 'running') return
      await setState(captureId, 'stopping', 'Stop')
      capture.requestStop()
    },

    async discard(captureId, signal) {
      const record = await library.captureRecord(captureId)
      const capture = active.get(captureId)
      if (!capture) requireIdle(record)
      const wasPreflight = record.state === 'draft' || record.state === 'preflight'
      if (!wasPreflight) await setState(captureId, 'discarded', 'Discard')
      if (capture) await abandon(capture)
      // a start that is given up cleans up behind itself
      if (!wasPreflight || !capture) {
        if (record.spool && record.hostId) {
          await removeFromHost(record.hostId, record.spool, { signal, onStep: () => {} })
        }
        await library.eraseCapture(captureId)
      }
      emit('captures.changed', { captureIds: [captureId] })
    },

    async collect(captureId, call) {
      const followed = active.get(captureId)
      if (followed) {
        followed.wake()
        return
      }
      // two may come back to it at the same moment: a person, and the connection that the person made for it
      const running = collecting.get(captureId)
      if (running) return running
      const collected = collect(captureId, call).finally(() => collecting.delete(captureId))
      collecting.set(captureId, collected)
      return collected
    },

    retry: (captureId) => requireActive(captureId).wake(),

    onHost,

    attach: (hostId) => attachments.attach(hostId),

    running: () => [...active.values()].map(({ progress }) => progress),

    finished: async (captureId) => active.get(captureId)?.finished,

    recover: () => recoverCaptures(library, setState),

    async close() {
      await attachments.close()
      await Promise.allSettled(collecting.values())
      const left = [...active.values()]
      await Promise.all(left.map(abandon))
      const ids = new Set(left.map(({ progress }) => progress.captureId))
      // asked of the library: one whose start was given up is gone from it by now
      for (const record of await library.activeCaptures()) {
        if (!ids.has(record.id) || (record.state !== 'running' && record.state !== 'stopping')) continue
        const error = toStoredError(workbenchGone(record))
        await setState(record.id, 'interrupted', 'the workbench was closed', error)
      }
    },
  }

  const collect = async (captureId: string, call: CallOptions): Promise<void> => {
    const record = await library.captureRecord(captureId)
    requireIdle(record)
    const { spool, hostId } = record
    if (!spool || !hostId) {
      if (record.received === 0) throw nothingToCollect(record)
      await ingestAgain(library, setState, captureId)
      return
    }
    const recipe = recipes.get(record.recipeId)
    const host = await library.getHost(hostId)
    const transport = await openHost(hostId, call)
    call.onStep('looking for what waits on the host')
    const poll = await pollSpool(
      { transport, scripts, elevate: spool.elevated, signal: call.signal },
      spool,
      record.received,
    )
    // somebody else may have come back to it meanwhile
    requireIdle(await library.captureRecord(captureId))
    if (poll.gone) {
      await library.updateCapture(captureId, { spool: null })
      const readable = await readWhatArrived(library, captureId)
      const error = nothingToCollect(record)
      await setState(captureId, 'failed', `its spool is gone from the host${readable}`, toStoredError(error))
      throw error
    }
    const { name, parameters, received } = record
    const capture = track({
      ...firstProgress(captureId, { name, hostLabel: host.label, recipe, parameters }),
      ...(poll.status ? describeStatus(poll.status) : {}),
      received,
    })
    await setState(captureId, 'running', 'came back to it')
    capture.finished = follow(capture, { hostId, recipe, parameters, spool })
  }

  const endBeforeItRan = async (captureId: string, hostId: string, error: unknown): Promise<void> => {
    const { spool } = await library.captureRecord(captureId)
    if (isCancellation(error)) {
      await setState(captureId, 'discarded', 'cancelled before it ran')
      if (spool)
        await removeFromHost(hostId, spool, { signal: AbortSignal.timeout(60_000), onStep: () => {} })
      await library.eraseCapture(captureId)
      emit('captures.changed', { captureIds: [captureId] })
      return
    }
    if (spool && !isRefusal(error)) {
      // it may run there all the same
      await setState(captureId, 'interrupted', inShort(error), toStoredError(error))
      return
    }
    await library.updateCapture(captureId, { spool: null })
    await setState(captureId, 'failed', inShort(error), toStoredError(error))
  }

  return captures
}

/** The host said no before anything ran, and has cleaned up behind itself. */
const isRefusal = (error: unknown): boolean =>
  isExpected(error) && (error.code.startsWith('preflight.') || error.code === 'capture.spool')

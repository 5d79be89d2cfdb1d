/** The captures of this process: each from its request to its end. The library holds what must outlive the process. */
import type { CaptureRequest, EventName, EventValue } from '../../../shared/contract/contract.ts'
import { cancellation, isCancellation, isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { CaptureProgress, CaptureState, StoredError } from '../../../shared/model/capture.ts'
import type { Host, ProbeReport } from '../../../shared/model/host.ts'
import type { ParameterValues, Recipe } from '../../../shared/model/recipe.ts'
import type { CaptureRecord, Library, SpoolRef } from '../library/library.ts'
import { checkParameters } from '../recipes/check-parameters.ts'
import type { Recipes } from '../recipes/load-recipes.ts'
import type { Connections, Transport } from '../transport/transport.ts'
import { ActiveCapture } from './active-capture.ts'
import { beginCapture, plannedSeconds } from './begin-capture.ts'
import { newCaptureId } from './capture-id.ts'
import { type FollowTimes, followSpool, followTimes } from './follow-spool.ts'
import type { HostScripts } from './host-scripts.ts'
import { type Settled, settleCapture } from './settle-capture.ts'
import { pollSpool, removeSpool } from './spool.ts'
import type { SpoolStatus } from './spool-status.ts'

export interface CapturesOptions {
  readonly library: Library
  readonly connections: Connections
  readonly recipes: Recipes
  readonly scripts: HostScripts
  /** a fresh look at the host, kept with it */
  readonly probe: (
    host: Host,
    transport: Transport,
    options: { signal: AbortSignal; onStep: (step: string) => void },
  ) => Promise<ProbeReport>
  readonly emit: <E extends EventName>(event: E, value: EventValue<E>) => void
  readonly times?: FollowTimes
}

interface CallOptions {
  readonly signal: AbortSignal
  readonly onStep: (step: string) => void
}

export interface Captures {
  /** Resolves with the id when the tool runs on the host. Cancelled before that, nothing is left anywhere. */
  start(request: CaptureRequest, options: CallOptions): Promise<string>
  stop(captureId: string): Promise<void>
  discard(captureId: string, signal: AbortSignal): Promise<void>
  collect(captureId: string, options: CallOptions): Promise<void>
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

export const createCaptures = (options: CapturesOptions): Captures => {
  const { library, connections, recipes, scripts, emit } = options
  const times = options.times ?? followTimes
  const active = new Map<string, ActiveCapture>()

  const setState = async (
    captureId: string,
    state: CaptureState,
    why: string,
    error: StoredError | null = null,
  ): Promise<void> => {
    await library.setCaptureState(captureId, state, why, error)
    active.get(captureId)?.show({ state })
    emit('captures.changed', { captureIds: [captureId] })
  }

  const openHost = (hostId: string, { signal, onStep }: CallOptions): Promise<Transport> =>
    connections.open(hostId, { signal, onStep })

  const freshProbe = async (host: Host, transport: Transport, call: CallOptions): Promise<ProbeReport> => {
    if (host.probe && Date.now() - host.probe.at < freshProbeMs) return host.probe
    call.onStep('probing')
    const report = await options.probe(host, transport, call)
    emit('hosts.changed', {})
    return report
  }

  const track = (captureId: string, progress: Omit<CaptureProgress, 'captureId'>): ActiveCapture => {
    const capture = new ActiveCapture({ ...progress, captureId }, (value) => emit('capture.progress', value))
    active.set(captureId, capture)
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
        times,
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
      .then(({ why, error }) => setState(captureId, error ? 'failed' : 'done', why, stored(error)))
      .catch((error: unknown) => {
        // whoever abandoned it says what becomes of it
        if (signal.aborted && isCancellation(error)) return
        return endBadly(captureId, error)
      })
      .finally(() => {
        active.delete(captureId)
        capture.show({ phase: 'ended' })
      })
  }

  /** What had arrived is read, so that it can be opened; then the state says why it is not all. */
  const endBadly = async (captureId: string, error: unknown): Promise<void> => {
    const readable = await readWhatArrived(captureId)
    const canBeCollected =
      isExpected(error) && error.code !== 'capture.spool-gone' && error.code !== 'capture.hash-mismatch'
    await setState(
      captureId,
      canBeCollected ? 'interrupted' : 'failed',
      `${isExpected(error) ? error.message : 'a fault in Smokejumper'}${readable}`,
      stored(error),
    )
  }

  /** Says in words what could not be read of it, '' otherwise. */
  const readWhatArrived = async (captureId: string): Promise<string> => {
    const { received } = await library.captureRecord(captureId)
    if (received === 0) return ''
    try {
      await library.ingest(captureId, {})
      return ''
    } catch (error) {
      if (isExpected(error)) return ` (what had arrived cannot be read yet: ${error.message})`
      throw error
    }
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

  const captures: Captures = {
    async start(request, call) {
      const recipe = recipes.get(request.recipeId)
      const parameters = checkParameters(recipe, request.parameters)
      const host = await library.getHost(request.hostId)
      const graceSeconds = request.graceSeconds ?? (await library.readSettings()).graceSeconds
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
      const capture = track(captureId, {
        name,
        hostLabel: host.label,
        state: 'draft',
        phase: 'connecting',
        elapsedSeconds: 0,
        plannedSeconds: plannedSeconds(recipe, parameters),
        bytes: 0,
        received: 0,
        budgetBytes: recipe.budget.bytes,
        tracerCpuSeconds: 0,
        connection: 'up',
      })
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
        resolve()
        await endBeforeItRan(captureId, host.id, error)
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
      await setState(captureId, 'discarded', 'Discard')
      if (capture) await abandon(capture)
      // preflight that was given up has erased it already
      const { spool, hostId } = capture ? await recordOrNothing(captureId, record) : record
      if (spool && hostId) await removeFromHost(hostId, spool, { signal, onStep: () => {} })
      await library.eraseCapture(captureId)
      emit('captures.changed', { captureIds: [captureId] })
    },

    async collect(captureId, call) {
      const record = await library.captureRecord(captureId)
      requireIdle(record)
      const { spool, hostId } = record
      if (!spool || !hostId) throw nothingToCollect(record)
      const recipe = recipes.get(record.recipeId)
      const host = await library.getHost(hostId)
      const transport = await openHost(hostId, call)
      call.onStep('looking for what waits on the host')
      const poll = await pollSpool(
        { transport, scripts, elevate: spool.elevated, signal: call.signal },
        spool,
        record.received,
      )
      if (poll.gone) {
        await library.updateCapture(captureId, { spool: null })
        const readable = await readWhatArrived(captureId)
        const error = nothingToCollect(record)
        await setState(captureId, 'failed', `its spool is gone from the host${readable}`, stored(error))
        throw error
      }
      const capture = track(captureId, {
        name: record.name,
        hostLabel: host.label,
        state: 'running',
        phase: 'collecting',
        elapsedSeconds: poll.status?.elapsedSeconds ?? 0,
        plannedSeconds: plannedSeconds(recipe, record.parameters),
        bytes: poll.status?.spoolBytes ?? 0,
        received: record.received,
        budgetBytes: recipe.budget.bytes,
        tracerCpuSeconds: 0,
        connection: 'up',
      })
      await setState(captureId, 'running', 'came back to it')
      capture.finished = follow(capture, { hostId, recipe, parameters: record.parameters, spool })
    },

    running: () => [...active.values()].map(({ progress }) => progress),

    finished: async (captureId) => active.get(captureId)?.finished,

    async recover() {
      for (const record of await library.activeCaptures()) {
        if (record.ownedElsewhere || active.has(record.id)) continue
        if (record.state === 'ingesting') {
          await ingestAgain(record)
          continue
        }
        const readable = await readWhatArrived(record.id)
        await setState(
          record.id,
          'interrupted',
          `the workbench was gone while it was ${record.state}${readable}`,
          stored(gone(record)),
        )
      }
    },

    async close() {
      const left = [...active.values()]
      await Promise.all(left.map(abandon))
      for (const { progress } of left) {
        const { captureId } = progress
        if (progress.phase === 'ended' && progress.state !== 'running' && progress.state !== 'stopping')
          continue
        const record = await library.captureRecord(captureId)
        await setState(captureId, 'interrupted', 'the workbench was closed', stored(gone(record)))
      }
    },
  }

  const recordOrNothing = async (captureId: string, fallback: CaptureRecord): Promise<CaptureRecord> => {
    try {
      return await library.captureRecord(captureId)
    } catch (error) {
      if (isExpected(error) && error.code === 'capture.unknown') return { ...fallback, spool: null }
      throw error
    }
  }

  const ingestAgain = async (record: CaptureRecord): Promise<void> => {
    try {
      await library.ingest(record.id, {})
      await setState(record.id, 'done', 'read again after the workbench had been gone')
    } catch (error) {
      if (!isExpected(error)) throw error
      await setState(record.id, 'failed', 'could not be read', stored(error))
    }
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
    if (spool && isExpected(error) && error.code.startsWith('ssh.')) {
      // it may run there all the same
      await setState(captureId, 'interrupted', error.message, stored(error))
      return
    }
    await library.updateCapture(captureId, { spool: null })
    const why = isExpected(error) ? error.message : 'a fault in Smokejumper'
    await setState(captureId, 'failed', why, stored(error))
  }

  return captures
}

const defaultName = (recipe: Recipe, now: number): string => {
  const time = new Date(now)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${recipe.id} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

const phases: Readonly<Record<SpoolStatus['state'], string>> = {
  starting: 'starting the tool',
  recording: 'recording',
  stopping: 'stopping the tool',
  rendering: 'reading the recording on the host',
  hashing: 'checking on the host',
  finished: 'fetching',
}

const describeStatus = (status: SpoolStatus): Partial<CaptureProgress> => ({
  phase: phases[status.state],
  elapsedSeconds: status.elapsedSeconds,
  bytes: status.spoolBytes,
  tracerCpuSeconds: status.tracerCpuSeconds,
})

/** As it is kept with the capture. A bug is kept too, with its message, and not mistaken for an expected error. */
function stored(error: unknown): StoredError | null {
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

const gone = (record: CaptureRecord) =>
  new SmokejumperError({
    code: 'capture.connection-lost',
    message:
      'The workbench was gone while the capture was running; the host stops it after the grace period and keeps it.',
    remedy: record.spool
      ? 'Collect it: what it recorded waits on the host.'
      : 'Capture again; it had not started yet.',
  })

const nothingToCollect = (record: CaptureRecord) =>
  new SmokejumperError({
    code: 'capture.spool-gone',
    message: `Nothing of "${record.name}" waits on ${record.hostLabel}.`,
    remedy: 'What had arrived is kept. Capture again for the rest.',
    facts: { capture: record.id },
  })

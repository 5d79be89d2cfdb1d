/** A capture that runs on its host, followed to its end in the background. */
import { isCancellation, isExpected } from '../../../shared/errors/errors.ts'
import type { ParameterValues, Recipe } from '../../../shared/model/recipe.ts'
import type { SpoolRef } from '../library/library.ts'
import { watchHost } from '../markers/watch-host.ts'
import type { ActiveCapture } from './active-capture.ts'
import { type CaptureContext, openHost } from './capture-context.ts'
import { describeStatus } from './describe-capture.ts'
import { type FollowTimes, followSpool } from './follow-spool.ts'
import { readWhatArrived, workbenchGone } from './recover-captures.ts'
import { type Settled, settleCapture } from './settle-capture.ts'
import { inShort, toStoredError } from './stored-error.ts'

export interface RunningCapture {
  readonly hostId: string
  readonly recipe: Recipe
  readonly parameters: ParameterValues
  readonly spool: SpoolRef
  /** takes what is there by now, and leaves; it goes on on the host */
  readonly untilNow?: boolean
}

/** A detached capture needs nobody: it is tried again for as long as we are there, less often. */
const patient = (times: FollowTimes): FollowTimes => ({
  ...times,
  reconnectMs: Number.POSITIVE_INFINITY,
  longestBackoffMs: 6 * times.longestBackoffMs,
})

/** Settles when nothing more is done for it here; whatever happens ends in a state that says so. */
export const followCapture = (
  context: CaptureContext,
  capture: ActiveCapture,
  running: RunningCapture,
): Promise<void> => {
  const { active } = context
  const { captureId } = capture.progress
  const { signal } = capture.abandonment
  return followAndSettle(context, capture, running)
    .then((settled) => {
      if (settled === 'goes on') return leave(context, captureId)
      const { why, error } = settled
      return active.setState(captureId, error ? 'failed' : 'done', why, toStoredError(error))
    })
    .catch((error: unknown) => {
      if (signal.aborted && isCancellation(error)) throw error
      return whenLibraryCan(context, capture, () => endBadly(context, captureId, error))
    })
    .catch((error: unknown) => {
      // whoever abandoned it says what becomes of it
      if (!signal.aborted || !isCancellation(error)) throw error
    })
    .finally(() => {
      active.forget(captureId)
      capture.show({ phase: 'ended' })
    })
}

const followAndSettle = async (
  context: CaptureContext,
  capture: ActiveCapture,
  { hostId, recipe, parameters, spool, untilNow = false }: RunningCapture,
): Promise<Settled | 'goes on'> => {
  const { library, scripts, times, active } = context
  const { captureId } = capture.progress
  const { signal } = capture.abandonment
  const { name, mediaType } = recipe.artifact
  const { artifactId, received } = await library.beginArtifact(captureId, name, mediaType)
  const followed = await followSpool({
    active: capture,
    library,
    scripts,
    spool,
    artifactId,
    received,
    untilNow,
    onSkipped: (skipped) => library.updateCapture(captureId, { spool: { ...spool, skipped } }),
    times: spool.detached ? patient(times) : times,
    budget: recipe.budget,
    open: () => openHost(context, hostId, { signal, onStep: () => {} }),
    watch: watchHost(library, captureId, context.emit),
    onStatus: (status) => capture.show(describeStatus(status, capture.progress)),
  })
  if (followed === 'goes on') return followed
  return settleCapture({
    captureId,
    recipe,
    parameters,
    library,
    spool,
    artifactId,
    followed,
    signal,
    onPhase: (phase) => capture.show({ phase }),
    onIngest: () => active.setState(captureId, 'ingesting', 'all of it has arrived'),
  })
}

/** Tried again until the library can be written (its disk is full, say), or the capture is abandoned. */
const whenLibraryCan = async (
  { times }: CaptureContext,
  capture: ActiveCapture,
  write: () => Promise<void>,
): Promise<void> => {
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

/** What is there by now is read, so that it can be opened; the state says that it is not all. */
const leave = async ({ library, active }: CaptureContext, captureId: string): Promise<void> => {
  const readable = await readWhatArrived(library, captureId)
  const record = await library.captureRecord(captureId)
  const why =
    record.received > 0
      ? `what was there by now is here, ${record.received} bytes${readable}; it goes on on the host`
      : 'its tool has written nothing yet that can be read before its end; it goes on on the host'
  await active.setState(captureId, 'interrupted', why, toStoredError(workbenchGone(record)))
}

/** What had arrived is read, so that it can be opened; then the state says why it is not all. */
const endBadly = async ({ library, active }: CaptureContext, captureId: string, error: unknown) => {
  const readable = await readWhatArrived(library, captureId)
  const canBeCollected =
    isExpected(error) && error.code !== 'capture.spool-gone' && error.code !== 'capture.hash-mismatch'
  await active.setState(
    captureId,
    canBeCollected ? 'interrupted' : 'failed',
    `${inShort(error)}${readable}`,
    toStoredError(error),
  )
}

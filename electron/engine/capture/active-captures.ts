/** The table of the captures that this process is busy with, and the states that it writes for them. */
import { cancellation, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { CaptureProgress } from '../../../shared/model/capture.ts'
import type { Emit } from '../emitter.ts'
import type { CaptureRecord, Library } from '../library/library.ts'
import { ActiveCapture } from './active-capture.ts'
import type { SetState } from './recover-captures.ts'

export interface ActiveCaptures {
  /** A row in the library first, then what is shown. */
  readonly setState: SetState
  track(progress: CaptureProgress): ActiveCapture
  forget(captureId: string): void
  get(captureId: string): ActiveCapture | undefined
  all(): readonly ActiveCapture[]
  /** Throws capture.not-running. */
  require(captureId: string): ActiveCapture
  /** Throws capture.busy when this process or another is busy with it. */
  requireIdle(record: CaptureRecord): void
  /** Ends what is done for it here, and waits for that; what runs on the host goes on. */
  abandon(capture: ActiveCapture): Promise<void>
}

export const createActiveCaptures = (library: Library, emit: Emit): ActiveCaptures => {
  const active = new Map<string, ActiveCapture>()
  return {
    async setState(captureId, state, why, error = null) {
      await library.setCaptureState(captureId, state, why, error)
      active.get(captureId)?.show({ state })
      emit('captures.changed', { captureIds: [captureId] })
    },

    track(progress) {
      const capture = new ActiveCapture(progress, (value) => emit('capture.progress', value))
      active.set(progress.captureId, capture)
      return capture
    },

    forget: (captureId) => void active.delete(captureId),

    get: (captureId) => active.get(captureId),

    all: () => [...active.values()],

    require(captureId) {
      const capture = active.get(captureId)
      if (capture) return capture
      throw new SmokejumperError({
        code: 'capture.not-running',
        message: 'The capture is not running, or not from here.',
        remedy: 'If it was interrupted, collect it; if another Smokejumper started it, stop it there.',
        facts: { capture: captureId },
      })
    },

    requireIdle(record) {
      if (!active.has(record.id) && !record.ownedElsewhere) return
      throw new SmokejumperError({
        code: 'capture.busy',
        message: `The capture "${record.name}" is being worked on${record.ownedElsewhere ? ' by another Smokejumper' : ''}.`,
        remedy: 'Wait for it to end, or stop it where it was started.',
        facts: { capture: record.id },
      })
    },

    async abandon(capture) {
      capture.abandonment.abort(cancellation())
      await capture.finished
    },
  }
}

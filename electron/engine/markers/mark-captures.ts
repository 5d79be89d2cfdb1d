/** Puts a named instant on the timeline of captures that run, whoever follows them. */
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { CaptureRecord, Library } from '../library/library.ts'
import { ourMoment } from './our-moment.ts'

export interface Marking {
  /** absent: every capture that runs */
  readonly captureId?: string | undefined
  readonly text: string
  /** so long before now */
  readonly agoMs?: number | undefined
}

export type MadeMarker = { readonly captureId: string; readonly markerId: string }

/** Rejects with capture.not-running, capture.unknown. */
export const markCaptures = async (
  library: Pick<Library, 'captureRecord' | 'activeCaptures' | 'addMarkers'>,
  { captureId, text, agoMs = 0 }: Marking,
): Promise<MadeMarker[]> => {
  // before anything is asked: that may take a while
  const moment = ourMoment(agoMs)
  const records =
    captureId === undefined
      ? (await library.activeCaptures()).filter(isRecording)
      : [await library.captureRecord(captureId)].filter(
          (record) => isRecording(record) || goesOnAlone(record),
        )
  if (records.length === 0) throw captureId === undefined ? noneRuns() : runsNoMore(captureId)
  return library.addMarkers({ captureIds: records.map(({ id }) => id), text, moment })
}

const isRecording = ({ state }: CaptureRecord): boolean =>
  state === 'draft' || state === 'preflight' || state === 'running' || state === 'stopping'

/** Nobody follows it, but its host goes on with it. */
const goesOnAlone = ({ state, spool }: CaptureRecord): boolean =>
  state === 'interrupted' && spool?.detached === true

const noneRuns = () =>
  new SmokejumperError({
    code: 'capture.not-running',
    message: 'No capture is running, so there is no timeline to put a marker on.',
    remedy: 'Start a capture, then mark the moment while it records.',
    facts: {},
  })

const runsNoMore = (captureId: string) =>
  new SmokejumperError({
    code: 'capture.not-running',
    message: 'The capture does not run any more, so now is not on its timeline.',
    remedy: 'Markers that were made while it ran can be renamed and deleted on its page.',
    facts: { capture: captureId },
  })

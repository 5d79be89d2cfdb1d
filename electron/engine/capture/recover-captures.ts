/** What is done for captures that nobody is busy with any more. */
import { isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { CaptureState, StoredError } from '../../../shared/model/capture.ts'
import type { CaptureRecord, Library } from '../library/library.ts'
import { toStoredError } from './stored-error.ts'

export type SetState = (
  captureId: string,
  state: CaptureState,
  why: string,
  error?: StoredError | null,
) => Promise<void>

/**
 * Reads the bytes that have arrived of a capture, so that it can be opened. Says in words what could not be read, ''
 * otherwise: the capture's state is about something else.
 */
export const readWhatArrived = async (library: Library, captureId: string): Promise<string> => {
  const { received } = await library.captureRecord(captureId)
  if (received === 0) return ''
  try {
    await library.ingest(captureId, {})
    return ''
  } catch (error) {
    if (isExpected(error)) return ` (what had arrived cannot be read: ${error.message})`
    throw error
  }
}

/** All of it is here and nothing is left on the host: reads it, again if need be. */
export const ingestAgain = async (library: Library, setState: SetState, captureId: string): Promise<void> => {
  try {
    await setState(captureId, 'ingesting', 'all of it had arrived')
    await library.ingest(captureId, {})
    await setState(captureId, 'done', 'read after the workbench had been gone')
  } catch (error) {
    if (!isExpected(error)) throw error
    await setState(captureId, 'failed', 'could not be read', toStoredError(error))
  }
}

/**
 * After the start: captures that an earlier process was busy with are interrupted. Of those, what had arrived but was
 * not read, or more of it than was read, is read; the spool on the host stays until somebody collects it.
 */
export const recoverCaptures = async (library: Library, setState: SetState): Promise<void> => {
  for (const record of await library.activeCaptures()) {
    if (record.ownedElsewhere) continue
    const error = toStoredError(workbenchGone(record))
    await setState(record.id, 'interrupted', `the workbench ended while it was ${record.state}`, error)
  }
  const { rows } = await library.listCaptures({
    search: '',
    hostId: null,
    recipeId: null,
    sort: 'startedAt',
    descending: true,
    offset: 0,
    limit: 1000,
  })
  for (const { id, state, events, bytes } of rows) {
    if (state !== 'interrupted' || bytes === 0) continue
    if (events !== null && (await isAllRead(library, id))) continue
    const { spool } = await library.captureRecord(id)
    // the spool goes when all of it is safe here
    if (spool === null) await ingestAgain(library, setState, id)
    else await readWhatArrived(library, id)
  }
}

/** What arrives takes the hash away that reading gives. */
const isAllRead = async (library: Library, captureId: string): Promise<boolean> =>
  (await library.getCapture(captureId)).artifacts.every(({ sha256 }) => sha256 !== '')

/** What a capture is called that its workbench left while it ran. */
export const workbenchGone = (record: CaptureRecord): SmokejumperError =>
  record.spool?.detached ? leftDetached(record) : leftAttached(record)

const leftDetached = (record: CaptureRecord): SmokejumperError =>
  new SmokejumperError({
    code: 'capture.detached',
    message: `It goes on on ${record.hostLabel} without the workbench, to its deadline. What had arrived can be opened.`,
    remedy: 'It is followed again when the host is next connected, or with Collect.',
    facts: { capture: record.id },
  })

const leftAttached = (record: CaptureRecord): SmokejumperError =>
  new SmokejumperError({
    code: 'capture.connection-lost',
    message:
      'The workbench ended while the capture was running. The host stops it after the grace period, and keeps it.',
    remedy: record.spool
      ? 'Collect it: what it recorded waits on the host.'
      : 'Capture again; it had not started yet.',
  })

export const nothingToCollect = (record: CaptureRecord): SmokejumperError =>
  new SmokejumperError({
    code: 'capture.spool-gone',
    message: `Nothing of "${record.name}" waits on ${record.hostLabel}.`,
    remedy: 'What had arrived is kept. Capture again for the rest.',
    facts: { capture: record.id },
  })

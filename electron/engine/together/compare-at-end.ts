import type { Followed } from '../capture/follow-spool.ts'
import type { Library } from '../library/library.ts'
import { measureClock } from './measure-clock.ts'
import { createOurClock } from './our-clock.ts'

/** Holds the clock of a group's host against ours once more, when its capture has ended: what lies between is drift. */
export const compareAtEnd = async (
  library: Pick<Library, 'captureRecord' | 'updateCapture'>,
  captureId: string,
  persist: Followed['persist'],
  signal: AbortSignal,
): Promise<void> => {
  const { groupId } = await library.captureRecord(captureId)
  if (groupId === null) return
  const measured = await persist(({ transport }) => measureClock(transport, createOurClock(), signal))
  if (measured) await library.updateCapture(captureId, { clock: { end: measured.reading } })
}

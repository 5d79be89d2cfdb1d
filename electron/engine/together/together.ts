/** What is done with all captures of a group. */
import { isExpected } from '../../../shared/errors/errors.ts'
import { isActive } from '../../../shared/model/capture.ts'
import type { GroupMember } from '../../../shared/model/capture-group.ts'
import type { Library } from '../library/library.ts'

interface Ends {
  readonly library: Pick<Library, 'getGroup'>
  readonly stop: (captureId: string) => Promise<void>
  readonly discard: (captureId: string, signal: AbortSignal) => Promise<void>
}

/** All at once; one that ended by itself in that very moment is no error. */
export const stopTogether = async ({ library, stop }: Ends, groupId: string): Promise<void> => {
  const { members } = await library.getGroup(groupId)
  await forAll(
    members.filter(({ state }) => isActive(state)),
    ({ captureId }) => stop(captureId),
  )
}

/** What runs, and what never came to anything; what is in the library stays there. */
export const discardTogether = async (
  { library, discard }: Ends,
  groupId: string,
  signal: AbortSignal,
): Promise<void> => {
  const { members } = await library.getGroup(groupId)
  await forAll(
    members.filter(({ state, events }) => isActive(state) || state === 'interrupted' || events === null),
    ({ captureId }) => discard(captureId, signal),
  )
}

const forAll = async (
  members: readonly GroupMember[],
  end: (member: GroupMember) => Promise<void>,
): Promise<void> => {
  const outcomes = await Promise.allSettled(members.map(end))
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue
    const { reason } = outcome
    if (!isExpected(reason) || !/^capture\.(not-running|unknown)$/.test(reason.code)) throw reason
  }
}

import type { TimelineArgs, TimelineResult } from '../contract/views.ts'
import type { ProfileIndex } from './profile-index.ts'

export function queryTimeline(
  _index: ProfileIndex,
  _args: TimelineArgs,
  _signal?: AbortSignal,
): TimelineResult {
  throw new Error('not there yet')
}

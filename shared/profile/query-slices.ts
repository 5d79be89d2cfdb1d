import type { SlicesArgs, SlicesResult } from '../contract/views.ts'
import type { ProfileIndex } from './profile-index.ts'

export function querySlices(_index: ProfileIndex, _args: SlicesArgs, _signal?: AbortSignal): SlicesResult {
  throw new Error('not there yet')
}

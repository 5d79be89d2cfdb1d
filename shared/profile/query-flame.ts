import type { FlameArgs, FlameResult } from '../contract/views.ts'
import type { ProfileIndex } from './profile-index.ts'

export function queryFlame(_index: ProfileIndex, _args: FlameArgs, _signal?: AbortSignal): FlameResult {
  throw new Error('not there yet')
}

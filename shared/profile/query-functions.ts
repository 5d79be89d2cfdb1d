import type { FunctionsArgs, FunctionsResult } from '../contract/views.ts'
import type { ProfileIndex } from './profile-index.ts'

export function queryFunctions(
  _index: ProfileIndex,
  _args: FunctionsArgs,
  _signal?: AbortSignal,
): FunctionsResult {
  throw new Error('not there yet')
}

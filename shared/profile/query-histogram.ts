import type { HistogramArgs, HistogramResult } from '../contract/views.ts'
import type { ProfileIndex } from './profile-index.ts'

export function queryHistogram(
  _index: ProfileIndex,
  _args: HistogramArgs,
  _signal?: AbortSignal,
): HistogramResult {
  throw new Error('not there yet')
}

/** The ends of the latency scale for what a timeline shows. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { TimelineResult } from '../../../shared/contract/views.ts'

export function latencyBounds({ markLongest }: TimelineResult): Range {
  let from = Number.POSITIVE_INFINITY
  let to = 0
  for (const longest of markLongest) {
    if (longest > 0 && longest < from) from = longest
    if (longest > to) to = longest
  }
  return to > 0 ? { from, to } : { from: 1, to: 1 }
}

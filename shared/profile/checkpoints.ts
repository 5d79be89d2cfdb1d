/**
 * What all events up to a few places of a stream weigh, by the node where their stacks end: the sums of a time range
 * are the difference of two of them and the events at its edges, instead of a pass over all that is in it.
 */
import type { EventStream } from './event-stream.ts'

export interface Checkpoints {
  /** events between two of them: number k is of the events [0, k * every) */
  readonly every: number
  readonly count: readonly Int32Array[]
  /** null where all events weigh the same */
  readonly weight: readonly Float64Array[] | null
}

/**
 * Made when a part of the events is first asked for; null where they would not help, and before that: the first look at
 * a capture, which is at all of it, does not wait for them.
 */
export type KeptCheckpoints = (
  events: EventStream,
  node: Int32Array,
  nodes: number,
  isPart: boolean,
) => Checkpoints | null

/** Fewer events are summed as fast as two checkpoints are read. */
const FEWEST = 2 ** 15
const MOST_BYTES = 16 * 2 ** 20

/** fewest: events between two of them, at least */
export function createCheckpoints(fewest = FEWEST): KeptCheckpoints {
  let made: Checkpoints | null | undefined
  return (events, node, nodes, isPart) => {
    if (made === undefined && isPart) made = placeCheckpoints(events, node, nodes, fewest)
    return made ?? null
  }
}

function placeCheckpoints(
  events: EventStream,
  node: Int32Array,
  nodes: number,
  fewest: number,
): Checkpoints | null {
  const { length, weight, each, kept, isExact } = events
  const bytes = nodes * (each === null ? 12 : 4)
  const places = Math.min(Math.floor(length / fewest), Math.floor(MOST_BYTES / bytes))
  if (!isExact || places < 2) return null
  const every = Math.ceil(length / places)
  const ownCount = new Int32Array(nodes)
  const own = each === null ? new Float64Array(nodes) : null
  const counts = [ownCount.slice()]
  const weights = own && [own.slice()]
  for (let from = 0; from + every <= length; from += every) {
    for (let i = from; i < from + every; i++) {
      const taken = kept ? kept[i]! : 1
      ownCount[node[i]!]! += taken
      if (own) own[node[i]!]! += weight[i]! * taken
    }
    counts.push(ownCount.slice())
    if (own) weights?.push(own.slice())
  }
  return { every, count: counts, weight: weights }
}

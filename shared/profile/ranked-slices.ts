/**
 * Slices in the order of their durations, cut into cells of a few hundred. Cells of a selection are counted in one pass,
 * whatever is asked of them afterwards; a bound or a quantile then looks into one cell only, and is exact.
 */
import type { SliceStream } from '../model/profile.ts'
import type { ProfileIndex } from './profile-index.ts'
import { orderSlices } from './slice-order.ts'

export interface RankedSlices {
  /** slices, group after group, by duration within each */
  readonly order: Uint32Array
  /** group g is order[groupFrom[g], groupFrom[g + 1]), in cells [cellFrom[g], cellFrom[g + 1]) */
  readonly groupFrom: Int32Array
  readonly cellFrom: Int32Array
  /** cell c is order[cellAt[c], cellAt[c + 1]) */
  readonly cellAt: Int32Array
  /** by slice */
  readonly cellOf: Uint16Array | Uint32Array
}

/** All slices of a stream as one group, and a group for each call: group k + 1 is that of string k, 0 those of none. */
export interface RankedStream {
  readonly all: RankedSlices
  readonly byCall: RankedSlices
}

/** Enough that looking into a cell costs nothing, few enough that their counts stay in the processor's first cache. */
const CELLS = 8192
const LEAST_IN_CELL = 64

/** Made once per stream: sorting a million slices takes some tens of ms. */
export function rankSlices(index: ProfileIndex, stream: SliceStream): RankedStream {
  const known = index.rankedStreams.get(stream.id)
  if (known) return known
  const order = orderSlices(index, stream, 'duration')
  const groups = index.profile.strings.length + 1
  const groupFrom = new Int32Array(groups + 1)
  for (let i = 0; i < stream.length; i++) groupFrom[stream.name[i]! + 2]!++
  for (let group = 1; group <= groups; group++) groupFrom[group]! += groupFrom[group - 1]!
  const place = groupFrom.slice()
  const grouped = new Uint32Array(stream.length)
  for (let k = 0; k < order.length; k++) {
    const slice = order[k]!
    grouped[place[stream.name[slice]! + 1]!++] = slice
  }
  const made: RankedStream = {
    all: cutIntoCells(order, Int32Array.of(0, stream.length)),
    byCall: cutIntoCells(grouped, groupFrom),
  }
  index.rankedStreams.set(stream.id, made)
  return made
}

/** No cell lies in two groups. */
function cutIntoCells(order: Uint32Array, groupFrom: Int32Array): RankedSlices {
  const inCell = Math.max(LEAST_IN_CELL, Math.ceil(order.length / CELLS))
  const cellFrom = new Int32Array(groupFrom.length)
  for (let group = 0; group + 1 < groupFrom.length; group++)
    cellFrom[group + 1] = cellFrom[group]! + Math.ceil((groupFrom[group + 1]! - groupFrom[group]!) / inCell)
  const cells = cellFrom[cellFrom.length - 1]!
  const cellAt = new Int32Array(cells + 1)
  const cellOf = cells <= 0x1_0000 ? new Uint16Array(order.length) : new Uint32Array(order.length)
  for (let group = 0; group + 1 < groupFrom.length; group++) {
    const to = groupFrom[group + 1]!
    let cell = cellFrom[group]!
    for (let at = groupFrom[group]!; at < to; cell++) {
      cellAt[cell] = at
      const end = Math.min(to, at + inCell)
      for (; at < end; at++) cellOf[order[at]!] = cell
    }
  }
  cellAt[cells] = order.length
  return { order, groupFrom, cellFrom, cellAt, cellOf }
}

/** The first place in order[from, to) whose duration is not below `value`; `to` when there is none. */
export function placeOf(
  { order }: RankedSlices,
  duration: Float64Array,
  value: number,
  from: number,
  to: number,
): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (duration[order[middle]!]! < value) low = middle + 1
    else high = middle
  }
  return low
}

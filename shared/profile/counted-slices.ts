/** The slices of a selection, counted by cells of their durations: one pass, whatever is asked afterwards. */
import type { Selection } from '../contract/selection.ts'
import type { SliceStream } from '../model/profile.ts'
import { firstPlace, type OrderedDurations } from './durations.ts'
import type { ProfileIndex } from './profile-index.ts'
import { type RankedSlices, rankSlices } from './ranked-slices.ts'
import { selectEvents } from './select-events.ts'

export interface CountedSlices {
  readonly all: OrderedDurations
  /** by string index of the call, -1 for slices of none; without calls of which nothing is selected */
  readonly byCall: ReadonlyMap<number, OrderedDurations>
}

/**
 * Kept while only the latency range or the call that is looked at changes: these are asked of the answer, and must not
 * be in `selection`.
 */
export function countSlices(
  index: ProfileIndex,
  stream: SliceStream,
  selection: Omit<Selection, 'latency' | 'call'>,
): CountedSlices {
  return index.countedSlices(JSON.stringify([stream.id, selection]), () =>
    countCells(index, stream, selection),
  )
}

function countCells(
  index: ProfileIndex,
  stream: SliceStream,
  selection: Omit<Selection, 'latency' | 'call'>,
): CountedSlices {
  const { all, byCall } = rankSlices(index, stream)
  const selected = selectEvents(index, index.events(stream.id), selection)
  const mask = selected.mask.slice()
  const { duration } = stream
  const allCount = new Int32Array(all.cellAt.length)
  const allTotal = new Float64Array(all.cellAt.length)
  const callCount = new Int32Array(byCall.cellAt.length)
  const callTotal = new Float64Array(byCall.cellAt.length)
  const allOf = all.cellOf
  const callOf = byCall.cellOf
  for (let i = selected.from; i < selected.to; i++) {
    const taken = mask[i]!
    const took = duration[i]! * taken
    const inAll = allOf[i]!
    const inCall = callOf[i]!
    allCount[inAll]! += taken
    allTotal[inAll]! += took
    callCount[inCall]! += taken
    callTotal[inCall]! += took
  }
  toSumsBefore(allCount)
  toSumsBefore(callCount)

  const calls = new Map<number, OrderedDurations>()
  const { cellFrom } = byCall
  for (let group = 0; group + 1 < cellFrom.length; group++)
    if (callCount[cellFrom[group + 1]!]! > callCount[cellFrom[group]!]!)
      calls.set(group - 1, groupOf(byCall, group, { duration, mask, before: callCount, total: callTotal }))
  return { all: groupOf(all, 0, { duration, mask, before: allCount, total: allTotal }), byCall: calls }
}

/** [3, 4, 5, 0] to [0, 3, 7, 12]: how many there are before each cell, and in all. */
function toSumsBefore(counts: Int32Array): void {
  let before = 0
  for (let cell = 0; cell < counts.length; cell++) {
    const here = counts[cell]!
    counts[cell] = before
    before += here
  }
}

interface Counts {
  readonly duration: Float64Array
  /** by slice: 1 for those that are counted */
  readonly mask: Uint8Array
  /** by cell: how many are counted before it; one more at the end */
  readonly before: Int32Array
  /** by cell: what those in it add up to */
  readonly total: Float64Array
}

/** Of each question whole cells answer what they can, and at each end one cell is looked into. */
function groupOf(
  { order, groupFrom, cellFrom, cellAt, cellOf }: RankedSlices,
  group: number,
  { duration, mask, before, total }: Counts,
): OrderedDurations {
  const from = groupFrom[group]!
  const values = groupFrom[group + 1]! - from
  const firstCell = cellFrom[group]!
  const endCell = cellFrom[group + 1]!
  const countBefore = before[firstCell]!
  const valueAt = (k: number): number => duration[order[from + k]!]!

  const countTo = (k: number): number => {
    if (k >= values) return before[endCell]! - countBefore
    const cell = cellOf[order[from + k]!]!
    let count = before[cell]! - countBefore
    for (let at = cellAt[cell]!; at < from + k; at++) count += mask[order[at]!]!
    return count
  }
  const totalOf = (start: number, end: number): number => {
    let sum = 0
    for (let at = start; at < end; at++) sum += duration[order[at]!]! * mask[order[at]!]!
    return sum
  }
  const placeOf = (value: number): number => firstPlace(values, (k) => valueAt(k) >= value)
  return {
    count: before[endCell]! - countBefore,
    countBelow: (value) => countTo(placeOf(value)),
    countUpTo: (value) => countTo(firstPlace(values, (k) => valueAt(k) > value)),
    totalWithin: (low, high) => {
      const start = from + placeOf(low)
      const end = from + placeOf(high)
      if (start >= end) return 0
      const first = cellOf[order[start]!]!
      const last = cellOf[order[end - 1]!]!
      if (first === last) return totalOf(start, end)
      let sum = totalOf(start, cellAt[first + 1]!) + totalOf(cellAt[last]!, end)
      for (let cell = first + 1; cell < last; cell++) sum += total[cell]!
      return sum
    },
    nth: (n) => {
      const cell =
        firstCell + firstPlace(endCell - firstCell, (k) => before[firstCell + k + 1]! - countBefore >= n)
      let left = n - (before[cell]! - countBefore)
      let at = cellAt[cell]!
      for (;;) {
        const slice = order[at++]!
        left -= mask[slice]!
        if (left === 0) return duration[slice]!
      }
    },
    values,
    valueAt,
  }
}

import { describe, expect, it } from 'vitest'
import type { TimelineResult } from '../../../shared/contract/views.ts'
import { findMark, marksOfLane } from './find-mark.ts'

const timeline: TimelineResult = {
  unit: 'ns',
  streamKind: 'slices',
  overview: new Float64Array(),
  lanes: [],
  omittedLanes: 0,
  omittedCount: 0,
  cells: new Float64Array(),
  markLane: Int32Array.of(0, 0, 2),
  markStart: Float64Array.of(100, 500, 50),
  markDuration: Float64Array.of(100, 10, 1_000),
  markCount: Int32Array.of(1, 3, 1),
  markLongest: Float64Array.of(100, 5, 1_000),
  markName: Int32Array.of(0, 0, 0),
  names: ['fsync'],
}

describe('the slice under the pointer', () => {
  it('is found in its lane', () => {
    expect(findMark(timeline, 0, 150, 1)).toBe(0)
    expect(findMark(timeline, 2, 900, 1)).toBe(2)
    expect(findMark(timeline, 1, 150, 1)).toBe(-1)
  })
  it('may be missed by a pixel', () => {
    expect(findMark(timeline, 0, 495, 10)).toBe(1)
    expect(findMark(timeline, 0, 400, 10)).toBe(-1)
  })
  it('is one of its lane only', () => {
    expect(marksOfLane(timeline, 0)).toEqual([0, 2])
    expect(marksOfLane(timeline, 1)).toEqual([2, 2])
  })
})

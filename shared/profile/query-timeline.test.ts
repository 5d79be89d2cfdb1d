import { describe, expect, it } from 'vitest'
import { type TimelineArgs, timelineResult } from '../contract/views.ts'
import { indexProfile } from './profile-index.ts'
import { queryTimeline } from './query-timeline.ts'
import { naiveSelect } from './testing/naive-fold.ts'
import { profileOf } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { seededRandom } from './testing/seeded-random.ts'

const args: TimelineArgs = {
  captureId: 'c',
  streamId: 0,
  selection: {},
  from: 0,
  to: 100,
  columns: 10,
  overviewColumns: 10,
  maxLanes: 10,
}
const index = indexProfile(
  profileOf({
    threads: [
      { pid: 1, tid: 1, name: 'calm' },
      { pid: 2, tid: 3, name: 'busy-io' },
      { pid: 2, tid: 2, name: 'busy' },
    ],
    samples: [
      { time: 0, thread: 1, stack: [], weight: 5 },
      { time: 9, thread: 1, stack: [], weight: 5 },
      { time: 55, thread: 0, stack: [], weight: 3 },
      { time: 100, thread: 1, stack: [], weight: 5 },
    ],
    slices: [
      { start: 0, duration: 25, thread: 0, name: 'read' },
      { start: 10, duration: 2, thread: 1, name: 'open' },
      { start: 13, duration: 4, thread: 1, name: 'fsync' },
      { start: 18, duration: 62, thread: 1, name: 'poll' },
      { start: 80, duration: 20, thread: 2, name: 'read' },
    ],
    duration: 100,
  }),
)

describe('a timeline of samples', () => {
  it('counts samples by lane and column, the busiest thread first', () => {
    const result = queryTimeline(index, { ...args, from: 0, to: 60, columns: 10 })
    expect(timelineResult.parse(result)).toEqual(result)
    const cells = new Float64Array(20)
    cells[0] = 1
    cells[1] = 1
    cells[19] = 1
    expect(result).toEqual({
      unit: 'ns',
      streamKind: 'samples',
      overview: Float64Array.of(2, 0, 0, 0, 0, 1, 0, 0, 0, 1),
      lanes: [
        { pid: 2, tid: 3, process: 'busy', thread: 'busy-io', count: 3, weight: 15 },
        { pid: 1, tid: 1, process: 'calm', thread: 'calm', count: 1, weight: 3 },
      ],
      omittedLanes: 0,
      omittedCount: 0,
      cells,
      markLane: new Int32Array(0),
      markStart: new Float64Array(0),
      markDuration: new Float64Array(0),
      markCount: new Int32Array(0),
      markLongest: new Float64Array(0),
      markName: new Int32Array(0),
      names: [],
    })
  })

  it('says what it leaves out', () => {
    expect(queryTimeline(index, { ...args, maxLanes: 1 })).toMatchObject({
      lanes: [{ tid: 3 }],
      omittedLanes: 1,
      omittedCount: 1,
    })
  })

  it('follows the selection but for its time range', () => {
    const all = queryTimeline(index, args)
    expect(queryTimeline(index, { ...args, selection: { time: { from: 0, to: 1 } } })).toEqual(all)
    expect(queryTimeline(index, { ...args, selection: { threads: [{ pid: 1, tid: 1 }] } })).toMatchObject({
      overview: Float64Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0),
      lanes: [{ tid: 1, count: 1 }],
    })
  })
})

describe('a timeline of slices', () => {
  it('merges what begins in one pixel, and keeps the count and the longest', () => {
    expect(queryTimeline(index, { ...args, streamId: 1 })).toEqual({
      unit: 'ns',
      streamKind: 'slices',
      overview: Float64Array.of(1, 4, 2, 1, 1, 1, 1, 1, 1, 1),
      lanes: [
        { pid: 2, tid: 3, process: 'busy', thread: 'busy-io', count: 3, weight: 68 },
        { pid: 1, tid: 1, process: 'calm', thread: 'calm', count: 1, weight: 25 },
        { pid: 2, tid: 2, process: 'busy', thread: 'busy', count: 1, weight: 20 },
      ],
      omittedLanes: 0,
      omittedCount: 0,
      cells: new Float64Array(0),
      markLane: Int32Array.of(0, 1, 2),
      markStart: Float64Array.of(10, 0, 80),
      markDuration: Float64Array.of(70, 25, 20),
      markCount: Int32Array.of(3, 1, 1),
      markLongest: Float64Array.of(62, 25, 20),
      markName: Int32Array.of(0, 1, 1),
      names: ['poll', 'read'],
    })
  })

  it('shows what began before the axis and reaches into it', () => {
    expect(queryTimeline(index, { ...args, streamId: 1, from: 20, to: 80 })).toMatchObject({
      markLane: Int32Array.of(0, 1),
      markStart: Float64Array.of(18, 0),
      markCount: Int32Array.of(1, 1),
    })
    expect(
      queryTimeline(index, {
        ...args,
        streamId: 1,
        selection: { threads: [{ pid: 2, tid: 3 }] },
        from: 11,
        to: 111,
      }),
    ).toMatchObject({ markStart: Float64Array.of(10, 13), markCount: Int32Array.of(1, 2) })
  })

  it('loses no slice: the marks of a lane add up to those that overlap the axis', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed)
      const text = randomProfile(random, 500)
      const profile = indexProfile(profileOf(text))
      const from = random.integer(0, 900)
      const axis = { from, to: random.integer(from + 1, 1001) }
      const selection = random.pick([{}, { call: 'read' }, { latency: { from: 2, to: 15 } }])
      const columns = random.integer(10, 200)
      const query = { ...args, ...axis, selection, columns }

      const marks = queryTimeline(profile, { ...query, streamId: 1 })
      const sums = marks.lanes.map(() => 0)
      marks.markLane.forEach((lane, mark) => {
        sums[lane]! += marks.markCount[mark]!
      })
      const inView = naiveSelect(text, text.slices!, { ...selection, time: axis })
      const expected = marks.lanes.map(
        ({ tid }) => inView.filter(({ thread }) => tidOf(text, thread) === tid).length,
      )
      expect(sums, `seed ${seed}`).toEqual(expected)
      expect(marks.markLane.length).toBeLessThanOrEqual((columns + 1) * marks.lanes.length)

      const { cells, lanes } = queryTimeline(profile, query)
      const samples = naiveSelect(text, text.samples!, { time: axis })
      expect(
        lanes.map((_, lane) =>
          cells.subarray(lane * columns, (lane + 1) * columns).reduce((sum, cell) => sum + cell, 0),
        ),
        `seed ${seed}`,
      ).toEqual(lanes.map(({ tid }) => samples.filter(({ thread }) => tidOf(text, thread) === tid).length))
    }
  })

  it('has an overview that says what a brush over a column would choose', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const text = randomProfile(seededRandom(seed))
      const { overview } = queryTimeline(indexProfile(profileOf(text)), { ...args, streamId: 1 })
      const chosen = Array.from(overview, (_, column) => {
        // Slices that reach beyond the capture's end, or begin at it, stand in its last column.
        const to = column === 9 ? Number.POSITIVE_INFINITY : (column + 1) * 100
        return naiveSelect(text, text.slices!, { time: { from: column * 100, to } }).length
      })
      expect(Array.from(overview), `seed ${seed}`).toEqual(chosen)
    }
  })
})

const tidOf = (text: { threads: readonly { tid: number }[] }, thread: number): number =>
  text.threads[thread]?.tid ?? -1

import { describe, expect, it } from 'vitest'
import { type HeatmapArgs, heatmapArgs, heatmapResult } from '../contract/heatmap-view.ts'
import type { Selection } from '../contract/selection.ts'
import { isCancellation } from '../errors/errors.ts'
import { indexProfile } from './profile-index.ts'
import { queryHeatmap } from './query-heatmap.ts'
import { naiveSelect } from './testing/naive-fold.ts'
import { type ProfileText, profileOf } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { seededRandom } from './testing/seeded-random.ts'

const ms = 1_000_000
const second = 1000 * ms
const thread = 0
const index = indexProfile(
  profileOf({
    threads: [{ pid: 1, tid: 1, name: 'a' }],
    samples: [0, 10 * ms, 499 * ms, 500 * ms, second, second + 999 * ms, 3.5 * second].map((time) => ({
      time,
      thread,
      stack: ['main@app'],
      weight: 5,
    })),
    slices: [
      { start: 0, duration: 10, thread, name: 'read' },
      { start: 20, duration: 100, thread, name: 'fsync' },
      { start: 20, duration: 99, thread, name: 'read' },
      { start: 39, duration: 999, thread, name: 'read' },
    ],
    duration: 3.5 * second,
  }),
)
const args: HeatmapArgs = {
  captureId: 'c',
  streamId: 0,
  selection: {},
  kind: 'subsecond',
  columns: 100,
  rows: 2,
}
const query = (change: Partial<HeatmapArgs>) => queryHeatmap(index, { ...args, ...change })
const latency = (change: Partial<HeatmapArgs> = {}) =>
  query({ streamId: 1, kind: 'latency', columns: 2, rows: 3, time: { from: 0, to: 40 }, ...change })

describe('a sub-second heatmap', () => {
  it('counts events by second and by their place in it, row 0 at the bottom', () => {
    const result = query({})
    expect(heatmapArgs.parse(args)).toEqual(args)
    expect(heatmapResult.parse(result)).toEqual(result)
    expect(result).toEqual({
      unit: 'ns',
      columns: 4,
      rows: 2,
      cells: Float64Array.of(3, 1, 0, 0, 1, 1, 0, 1),
      columnBounds: Float64Array.of(0, second, 2 * second, 3 * second, 4 * second),
      rowBounds: Float64Array.of(0, 500 * ms, second),
      most: 3,
      count: 7,
    })
  })

  it('has whole seconds in a column, and whole divisors of a second in a row', () => {
    const coarse = query({ columns: 3, rows: 7 })
    expect(coarse.columnBounds).toEqual(Float64Array.of(0, 2 * second, 4 * second))
    expect(coarse.rowBounds).toEqual(Float64Array.from([0, 200, 400, 600, 800, 1000], (at) => at * ms))
    expect(coarse.cells).toEqual(Float64Array.of(3, 0, 0, 0, 2, 1, 0, 0, 1, 0))
  })

  it('of a time range is of the seconds that it touches', () => {
    const later = query({ time: { from: 1.2 * second, to: 2.1 * second } })
    expect(later.columnBounds).toEqual(Float64Array.of(second, 2 * second, 3 * second))
    expect(later.cells).toEqual(Float64Array.of(1, 0, 1, 0))
  })

  it('lies under the brush of time, and follows all else', () => {
    expect(query({ selection: { time: { from: 0, to: 5 } } })).toEqual(query({}))
    expect(query({ selection: { function: { name: 'gone', module: '' } } }).count).toBe(0)
    expect(query({ streamId: 1, selection: { latency: { from: 50, to: 200 } } })).toMatchObject({ count: 2 })
    const focused: Selection = {
      transforms: [{ type: 'focus', match: { by: 'module', module: 'other' } }],
    }
    expect(query({ selection: focused }).count).toBe(0)
  })
})

describe('a latency heatmap', () => {
  it('counts slices by start and duration, from the least to the greatest on a log axis', () => {
    const result = latency()
    expect(heatmapResult.parse(result)).toEqual(result)
    expect(result).toEqual({
      unit: 'ns',
      columns: 2,
      rows: 3,
      cells: Float64Array.of(1, 0, 0, 2, 0, 1),
      columnBounds: Float64Array.of(0, 20, 40),
      rowBounds: Float64Array.of(10, 10 * 100 ** (1 / 3), 10 * 100 ** (2 / 3), 1000),
      most: 2,
      count: 4,
    })
  })

  it('lies under the brushes of time and latency, and follows the call', () => {
    expect(latency({ selection: { latency: { from: 50, to: 200 }, time: { from: 0, to: 30 } } })).toEqual(
      latency(),
    )
    expect(latency({ selection: { call: 'fsync' } })).toMatchObject({
      rows: 1,
      cells: Float64Array.of(0, 1),
      rowBounds: Float64Array.of(100, 101),
    })
  })

  it('of the whole capture holds its last instant', () => {
    const { columnBounds, count } = query({ streamId: 1, kind: 'latency', columns: 1 })
    expect([count, ...columnBounds]).toEqual([4, 0, 3.5 * second + 1])
  })

  it('of an instant has a row that begins at 0, and of nothing is empty', () => {
    const instants = indexProfile(
      profileOf({
        threads: [],
        slices: [
          { start: -5, duration: 0, thread: -1, name: 'read' },
          { start: 0, duration: 0, thread: -1, name: 'read' },
        ],
        duration: 0,
      }),
    )
    const all = queryHeatmap(instants, { ...args, kind: 'latency', columns: 10 })
    expect(all).toMatchObject({ columns: 6, rows: 1, cells: Float64Array.of(1, 0, 0, 0, 0, 1) })
    expect(all.rowBounds).toEqual(Float64Array.of(0, 2))
    expect(latency({ selection: { call: 'none' } })).toMatchObject({ count: 0, most: 0, rows: 1 })
  })

  it('of samples is refused, with what to do', () => {
    expect(() => query({ kind: 'latency' })).toThrow(
      expect.objectContaining({
        code: 'query.no-stream',
        message: 'Stream 0 (cpu-clock) holds samples, which have no duration.',
        remedy: 'Choose a stream of slices, or the sub-second heatmap.',
      }),
    )
  })
})

/** Over ten seconds instead of a microsecond. */
const inSeconds = ({ samples, slices, ...text }: ProfileText): ProfileText => ({
  ...text,
  samples: samples!.map((sample) => ({ ...sample, time: sample.time * 10 * ms })),
  slices: slices!.map((slice) => ({ ...slice, start: slice.start * 10 * ms })),
  duration: text.duration * 10 * ms,
})

describe('any heatmap', () => {
  const selections: Selection[] = [
    {},
    { threads: [{ pid: 10, tid: null }] },
    { call: 'read' },
    { function: { name: 'work', module: 'app' } },
  ]

  it('has each selected event in the cell whose bounds hold it', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed)
      const text = inSeconds(randomProfile(random, 300))
      const any = indexProfile(profileOf(text))
      for (const selection of selections)
        for (const [streamId, kind] of [
          [0, 'subsecond'],
          [1, 'subsecond'],
          [1, 'latency'],
        ] as const) {
          const size = { columns: random.integer(1, 50), rows: random.integer(1, 40) }
          const map = queryHeatmap(any, { ...args, streamId, kind, selection, ...size })
          const events =
            streamId === 0
              ? naiveSelect(text, text.samples!, selection)
              : naiveSelect(text, text.slices!, selection)
          expect(map.columns).toBeLessThanOrEqual(size.columns)
          expect(map.rows).toBeLessThanOrEqual(size.rows)
          const cells = new Float64Array(map.columns * map.rows)
          const within = (bounds: Float64Array, value: number): number =>
            bounds.findLastIndex((bound) => bound <= value)
          for (const event of events) {
            const at = 'start' in event ? event.start : event.time
            const up = kind === 'latency' && 'start' in event ? event.duration : at % second
            cells[within(map.rowBounds, up) * map.columns + within(map.columnBounds, at)]!++
          }
          expect(map.cells, `seed ${seed} ${kind}`).toEqual(cells)
          expect(map.cells.reduce((sum, cell) => sum + cell, 0)).toBe(events.length)
          expect([map.count, map.most]).toEqual([events.length, Math.max(...cells)])
        }
    }
  })

  it('can be cancelled', () => {
    let reason: unknown
    try {
      queryHeatmap(index, args, AbortSignal.abort())
    } catch (error) {
      reason = error
    }
    expect(isCancellation(reason)).toBe(true)
  })
})

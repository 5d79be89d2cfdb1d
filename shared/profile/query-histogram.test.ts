import { describe, expect, it } from 'vitest'
import type { Selection } from '../contract/selection.ts'
import { histogramResult } from '../contract/views.ts'
import { indexProfile } from './profile-index.ts'
import { queryHistogram } from './query-histogram.ts'
import { naiveSelect } from './testing/naive-fold.ts'
import { profileOf } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { seededRandom } from './testing/seeded-random.ts'

const ms = 1_000_000
const index = indexProfile(
  profileOf({
    threads: [
      { pid: 1, tid: 1, name: 'a' },
      { pid: 2, tid: 2, name: 'b' },
    ],
    slices: [
      { start: 0, duration: 10 * ms, thread: 0, name: 'fsync' },
      { start: 1 * ms, duration: 20 * ms, thread: 1, name: 'nanosleep' },
      { start: 30 * ms, duration: 20 * ms, thread: 1, name: 'nanosleep' },
      { start: 60 * ms, duration: 100 * ms, thread: 0, name: 'fsync' },
    ],
    buckets: [
      { name: 'fsync', low: 8 * ms, high: 16 * ms, count: 1 },
      { name: 'fsync', low: 64 * ms, high: 128 * ms, count: 1 },
      { name: 'nanosleep', low: 0, high: 1, count: 0 },
      { name: 'nanosleep', low: 16 * ms, high: 32 * ms, count: 2 },
      { name: 'read', low: 1024, high: 2048, count: 96 },
      { name: 'read', low: 2048, high: 4096, count: 4 },
    ],
    duration: 160 * ms,
  }),
)
const query = (selection: Selection = {}) => queryHistogram(index, { captureId: 'c', selection })

describe('a latency histogram', () => {
  it('is a layer of events, one of the distribution, and every call with both', () => {
    const result = query()
    expect(histogramResult.parse(result)).toEqual(result)
    const decade = (k: number): number => 10 ** (k / 12)
    const fsync = { count: 2, total: 110 * ms, p50: 10 * ms, p90: 100 * ms, p99: 100 * ms, max: 100 * ms }
    const nanosleep = { count: 2, total: 40 * ms, p50: 20 * ms, p90: 20 * ms, p99: 20 * ms, max: 20 * ms }
    const events = { count: 4, total: 150 * ms, p50: 20 * ms, p90: 100 * ms, p99: 100 * ms, max: 100 * ms }
    expect(result).toEqual({
      domain: { from: 1024, to: 128 * ms },
      layers: [
        {
          streamId: 0,
          source: 'events',
          title: 'Slow calls',
          unit: 'ns',
          low: Float64Array.from({ length: 13 }, (_, i) => decade(84 + i)),
          high: Float64Array.from({ length: 13 }, (_, i) => decade(85 + i)),
          count: Float64Array.of(1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1),
          quantiles: { ...events, exact: true },
          ignores: '',
        },
        {
          streamId: 1,
          source: 'distribution',
          title: 'All calls',
          unit: 'ns',
          low: Float64Array.of(1024, 2048, 8 * ms, 16 * ms, 64 * ms),
          high: Float64Array.of(2048, 4096, 16 * ms, 32 * ms, 128 * ms),
          count: Float64Array.of(96, 4, 1, 2, 1),
          quantiles: {
            count: 104,
            total: null,
            p50: 2048,
            p90: 2048,
            p99: 32 * ms,
            max: 128 * ms,
            exact: false,
          },
          ignores: '',
        },
      ],
      calls: [
        {
          name: 'fsync',
          all: {
            count: 2,
            total: null,
            p50: 16 * ms,
            p90: 128 * ms,
            p99: 128 * ms,
            max: 128 * ms,
            exact: false,
          },
          events: { ...fsync, exact: true },
        },
        {
          name: 'nanosleep',
          all: {
            count: 2,
            total: null,
            p50: 32 * ms,
            p90: 32 * ms,
            p99: 32 * ms,
            max: 32 * ms,
            exact: false,
          },
          events: { ...nanosleep, exact: true },
        },
        {
          name: 'read',
          all: { count: 100, total: null, p50: 2048, p90: 2048, p99: 4096, max: 4096, exact: false },
          events: null,
        },
      ],
      selected: { ...events, exact: true },
    })
  })

  it('keeps its layers under a latency brush, and narrows what is selected', () => {
    const brushed = query({ latency: { from: 20 * ms, to: 50 * ms } })
    expect(brushed.layers[0]).toEqual(query().layers[0])
    expect(brushed.selected).toEqual({
      count: 2,
      total: 40 * ms,
      p50: 20 * ms,
      p90: 20 * ms,
      p99: 20 * ms,
      max: 20 * ms,
      exact: true,
    })
    expect(brushed.calls.map(({ name, events }) => [name, events?.count])).toEqual([
      ['nanosleep', 2],
      ['read', undefined],
      ['fsync', undefined],
    ])
  })

  it('says in words what a distribution cannot follow', () => {
    const ignores = (selection: Selection) => query(selection).layers.map((layer) => layer.ignores)
    expect(ignores({ call: 'read' })).toEqual(['', ''])
    expect(ignores({ time: { from: 0, to: 1 } })).toEqual([
      '',
      'Counted on the host for the whole capture: it does not follow the time range.',
    ])
    expect(
      ignores({
        time: { from: 0, to: 1 },
        threads: [{ pid: 1, tid: null }],
        function: { name: 'f', module: '' },
        latency: { from: 0, to: 1 },
      }),
    ).toEqual([
      '',
      'Counted on the host for the whole capture: it does not follow the time range, the threads, the function and the latency range.',
    ])
  })

  it('of one call shows that call in both layers, and still lists the others', () => {
    const { layers, calls, selected, domain } = query({ call: 'fsync' })
    expect(layers.map(({ count }) => count.reduce((sum, one) => sum + one, 0))).toEqual([2, 2])
    expect(calls).toEqual(query().calls)
    expect(selected?.count).toBe(2)
    expect(domain).toEqual({ from: 8 * ms, to: 128 * ms })
  })

  it('has an axis above 0 also when a bucket begins there, and takes a common one', () => {
    const instant = indexProfile(
      profileOf({
        threads: [],
        slices: [{ start: 0, duration: 0, thread: -1, name: 'read' }],
        duration: 0,
      }),
    )
    const { domain, layers } = queryHistogram(instant, { captureId: 'c', selection: {} })
    expect(domain).toEqual({ from: 0.5, to: 1 })
    expect(layers[0]).toMatchObject({
      low: Float64Array.of(0),
      high: Float64Array.of(1),
      count: Float64Array.of(1),
    })
    const common = { from: 10, to: 20 }
    expect(queryHistogram(instant, { captureId: 'c', selection: {}, domain: common }).domain).toEqual(common)
  })

  it('is empty for a capture of samples, and for a selection without slices', () => {
    const samples = indexProfile(profileOf({ threads: [], samples: [], duration: 0 }))
    const nothing = { domain: null, layers: [], calls: [], selected: null }
    expect(queryHistogram(samples, { captureId: 'c', selection: {} })).toEqual(nothing)
    expect(query({ call: 'accept' })).toMatchObject({ domain: null, selected: null })
    expect(query({ call: 'accept' }).layers.map(({ quantiles }) => quantiles)).toEqual([null, null])
  })

  it('counts each selected slice in the bucket that holds it, with nearest-rank quantiles', () => {
    const selections: Selection[] = [
      {},
      { time: { from: 200, to: 500 } },
      { call: 'read', threads: [{ pid: 10, tid: null }] },
      { latency: { from: 3, to: 30 }, call: 'fsync' },
    ]
    for (let seed = 1; seed <= 10; seed++) {
      const text = randomProfile(seededRandom(seed))
      const random = indexProfile(profileOf({ threads: text.threads, slices: text.slices!, duration: 1000 }))
      for (const selection of selections) {
        const { latency: _, ...others } = selection
        const durations = (chosen: Selection) =>
          naiveSelect(text, text.slices!, chosen)
            .map(({ duration }) => duration)
            .sort((a, b) => a - b)
        const { layers, selected } = queryHistogram(random, { captureId: 'c', selection })
        const layer = layers[0]!
        const all = durations(others)
        const counts = Array.from(
          layer.low,
          (low, i) => all.filter((took) => took >= low && took < layer.high[i]!).length,
        )
        expect(Array.from(layer.count), `seed ${seed}`).toEqual(counts)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.length)

        const values = durations(selection)
        const least = (percent: number) =>
          values.find(
            (value) => values.filter((other) => other <= value).length * 100 >= percent * values.length,
          )
        expect(selected, `seed ${seed}`).toMatchObject({
          count: values.length,
          p50: least(50),
          p90: least(90),
          p99: least(99),
          max: values.at(-1),
        })
      }
    }
  })
})

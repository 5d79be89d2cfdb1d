import { describe, expect, it } from 'vitest'
import type { Selection } from '../contract/selection.ts'
import { type BucketScale, bucketScales, type HistogramArgs, histogramResult } from '../contract/views.ts'
import type { Stream } from '../model/profile.ts'
import { bucketBounds } from './bucket-bounds.ts'
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

  it('has buckets of the scale that is asked for, at fixed places', () => {
    const took = indexProfile(
      profileOf({
        threads: [],
        slices: [0, 1, 7, 8, 95, 120].map((duration) => ({ start: 0, duration, thread: -1, name: 'read' })),
        buckets: [{ name: 'read', low: 64, high: 128, count: 3 }],
        duration: 120,
      }),
    )
    const of = (buckets: BucketScale, change: Partial<HistogramArgs> = {}) => {
      const { layers, domain } = queryHistogram(took, { captureId: 'c', selection: {}, buckets, ...change })
      const { low, high, count } = layers[0]!
      const filled = Array.from(count.keys()).filter((i) => count[i]! > 0)
      return { domain, of: filled.map((i) => `[${low[i]}, ${high[i]}) ${count[i]}`) }
    }
    expect(of('log2')).toEqual({
      domain: { from: 0.5, to: 128 },
      of: ['[0, 1) 1', '[1, 2) 1', '[4, 8) 1', '[8, 16) 1', '[64, 128) 2'],
    })
    expect(of('log-linear')).toEqual({
      domain: { from: 0.5, to: 200 },
      of: ['[0, 1) 1', '[1, 2) 1', '[7, 8) 1', '[8, 9) 1', '[90, 100) 1', '[100, 200) 1'],
    })
    expect(of('linear')).toEqual({
      domain: { from: 0, to: 128 },
      of: ['[0, 2) 2', '[6, 8) 1', '[8, 10) 1', '[94, 96) 1', '[120, 122) 1'],
    })
    // Both sides of a comparison have the width that their common axis asks for.
    const domain = { from: 0, to: 1000 }
    expect(of('linear', { domain, selection: { call: 'read' } })).toEqual({
      domain,
      of: ['[0, 10) 4', '[90, 100) 1', '[120, 130) 1'],
    })
  })

  it('has linear buckets of a width of 1, 2 or 5 times a power of ten, at most 100', () => {
    const widthOf = (greatest: number) => {
      const bounds = bucketBounds('linear', greatest)
      expect(bounds.length).toBeLessThanOrEqual(101)
      expect(bounds.at(-1)).toBeGreaterThan(greatest)
      return bounds[1]
    }
    expect([0, 99, 100, 199, 200, 499, 500, 12_345_678].map(widthOf)).toEqual([
      ...[1, 1, 2, 2, 5, 5, 10, 200_000],
    ])
  })

  it('of linear buckets of a tool has their ends without bounds, and says what they bound', () => {
    const bounds = [
      { low: -Infinity, high: 0, count: 1 },
      { low: 0, high: 5, count: 0 },
      { low: 5, high: 10, count: 7 },
      { low: 10, high: Infinity, count: 2 },
    ]
    const linear = indexProfile(
      profileOf({
        threads: [],
        buckets: ['read', 'write'].flatMap((name) => bounds.map((bucket) => ({ name, ...bucket }))),
        duration: 0,
      }),
    )
    const result = (buckets: BucketScale) =>
      queryHistogram(linear, { captureId: 'c', selection: {}, buckets })
    const { layers, calls, domain } = result('linear')
    expect(histogramResult.parse(result('linear'))).toEqual(result('linear'))
    expect(layers).toMatchObject([
      {
        low: Float64Array.of(-Infinity, 0, 5, 10),
        high: Float64Array.of(0, 5, 10, Infinity),
        count: Float64Array.of(2, 0, 14, 4),
        quantiles: {
          count: 20,
          total: null,
          p50: 10,
          p90: Infinity,
          p99: Infinity,
          max: Infinity,
          exact: false,
        },
      },
    ])
    expect(calls[0]).toMatchObject({ name: 'read', all: { count: 10, p50: 10 }, events: null })
    expect(domain).toEqual({ from: -5, to: 15 })
    expect(result('log').layers).toEqual(layers)
    expect(result('log').domain).toEqual({ from: 2.5, to: 20 })
  })

  it('of several streams takes those of one unit together', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = seededRandom(seed)
      const texts = [randomProfile(random, 150), randomProfile(random, 80)]
      // One table of strings for both, as one capture has.
      const all = profileOf({ ...texts[0]!, slices: texts.flatMap(({ slices }) => slices!), samples: [] })
      const [, both] = all.streams
      if (both?.kind !== 'slices') throw new Error('slices come second')
      const part = (id: number, from: number, to: number): Stream => ({
        ...both,
        id,
        length: to - from,
        ...Object.fromEntries(
          (['start', 'duration', 'thread', 'name', 'stack', 'result'] as const).map((column) => [
            column,
            both[column].slice(from, to),
          ]),
        ),
      })
      const halves = indexProfile({ ...all, streams: [part(0, 0, 150), part(1, 150, 230)] })
      const whole = indexProfile({ ...all, streams: [{ ...both, id: 0 }] })
      for (const selection of [
        {},
        { latency: { from: 2, to: 40 } },
        { call: 'read', latency: { from: 1, to: 9 } },
      ]) {
        const of = (index: typeof whole) => queryHistogram(index, { captureId: 'c', selection })
        expect(of(halves).selected, `seed ${seed}`).toEqual(of(whole).selected)
        expect(of(halves).calls).toEqual(of(whole).calls)
      }
    }
  })

  it('in every scale, has buckets that add up to what is selected', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed)
      const text = randomProfile(random)
      const any = indexProfile(profileOf({ threads: text.threads, slices: text.slices!, duration: 1000 }))
      const selection = random.pick<Selection>([{}, { call: 'write' }, { threads: [{ pid: 10, tid: null }] }])
      const all = naiveSelect(text, text.slices!, selection).map(({ duration }) => duration)
      for (const buckets of bucketScales) {
        const { layers, domain } = queryHistogram(any, { captureId: 'c', selection, buckets })
        const { low, high, count } = layers[0]!
        expect(Array.from(count), `seed ${seed} ${buckets}`).toEqual(
          Array.from(low, (from, i) => all.filter((took) => took >= from && took < high[i]!).length),
        )
        expect(count.reduce((sum, one) => sum + one, 0)).toBe(all.length)
        expect(low.every((from, i) => i === 0 || from === high[i - 1])).toBe(true)
        expect([count[0]! > 0, count.at(-1)! > 0]).toEqual([true, true])
        expect(domain!.to).toBe(high.at(-1))
        expect(domain!.from).toBe(buckets === 'linear' ? 0 : low[0] || high[0]! / 2)
      }
    }
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

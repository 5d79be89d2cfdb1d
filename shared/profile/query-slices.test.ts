import { describe, expect, it } from 'vitest'
import { type SlicesArgs, sliceSorts, slicesResult } from '../contract/views.ts'
import { indexProfile } from './profile-index.ts'
import { querySlices } from './query-slices.ts'
import { naiveSelect } from './testing/naive-fold.ts'
import { profileOf, type SliceText } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { seededRandom } from './testing/seeded-random.ts'

const args: SlicesArgs = {
  captureId: 'c',
  streamId: 0,
  selection: {},
  sort: 'start',
  descending: false,
  offset: 0,
  limit: 100,
}
const index = indexProfile(
  profileOf({
    threads: [
      { pid: 1, tid: 1, name: 'zeta' },
      { pid: 1, tid: 2, name: 'alpha' },
    ],
    slices: [
      { start: 1, duration: 30, thread: 0, name: 'read', result: 64 },
      { start: 2, duration: 10, thread: 1, name: 'open' },
      { start: 3, duration: 20, thread: -1, name: 'read', result: -5 },
    ],
    duration: 40,
  }),
)

describe('a page of slices', () => {
  it('has every column of the contract', () => {
    const result = querySlices(index, args)
    expect(slicesResult.parse(result)).toEqual(result)
    expect(result).toEqual({
      rows: 3,
      start: Float64Array.of(1, 2, 3),
      duration: Float64Array.of(30, 10, 20),
      result: Float64Array.of(64, Number.NaN, -5),
      pid: Int32Array.of(1, 1, -1),
      tid: Int32Array.of(1, 2, -1),
      names: ['read', 'open', 'read'],
      threads: ['zeta', 'alpha', '[no thread]'],
    })
  })

  it('is a part of all that are selected', () => {
    expect(
      querySlices(index, { ...args, selection: { call: 'read' }, sort: 'duration', offset: 1, limit: 1 }),
    ).toMatchObject({ rows: 2, start: Float64Array.of(1) })
    expect(querySlices(index, { ...args, offset: 5 })).toMatchObject({ rows: 3, names: [] })
  })

  it('is sorted either way by any column', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const text = randomProfile(seededRandom(seed))
      const random = indexProfile(profileOf({ threads: text.threads, slices: text.slices!, duration: 1000 }))
      const selection = { time: { from: 100, to: 800 } }
      const label = ({ thread }: SliceText): string => text.threads[thread]?.name ?? '[no thread]'
      const key = {
        start: ({ start }: SliceText) => start,
        duration: ({ duration }: SliceText) => duration,
        name: ({ name }: SliceText) => name,
        thread: label,
      }
      for (const sort of sliceSorts) {
        const chosen = naiveSelect(text, text.slices!, selection)
        const compare = (a: SliceText, b: SliceText) =>
          key[sort](a) < key[sort](b) ? -1 : key[sort](a) > key[sort](b) ? 1 : 0
        const expected = chosen.toSorted(compare).map(({ start, name }) => `${start} ${name}`)
        for (const descending of [false, true]) {
          const { start, names } = querySlices(random, { ...args, selection, sort, descending, limit: 5000 })
          const got = names.map((name, i) => `${start[i]} ${name}`)
          expect(got, `seed ${seed} ${sort}`).toEqual(descending ? expected.toReversed() : expected)
        }
      }
    }
  })

  it('cannot be had from samples', () => {
    const samples = indexProfile(profileOf({ threads: [], samples: [], duration: 0 }))
    expect(() => querySlices(samples, args)).toThrow('Stream 0 (cpu-clock) holds samples, not slices.')
    expect(() => querySlices(samples, { ...args, streamId: 4 })).toThrow('The capture has no stream 4.')
  })
})

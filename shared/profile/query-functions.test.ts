import { describe, expect, it } from 'vitest'
import type { Selection } from '../contract/selection.ts'
import { type FunctionsArgs, functionsResult } from '../contract/views.ts'
import { kindCode } from '../model/profile.ts'
import { indexProfile } from './profile-index.ts'
import { queryFunctions } from './query-functions.ts'
import { naiveSelect } from './testing/naive-fold.ts'
import { profileOf, splitFrame } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { seededRandom } from './testing/seeded-random.ts'

const args: FunctionsArgs = {
  captureId: 'c',
  streamId: 0,
  selection: {},
  sort: 'total',
  descending: true,
  search: '',
  offset: 0,
  limit: 100,
}

const index = indexProfile(
  profileOf({
    threads: [{ pid: 1, tid: 1, name: 'a' }],
    samples: [
      { time: 0, thread: 0, stack: ['main@a', 'walk@a', 'walk@a#2', 'walk@a'], weight: 10 },
      { time: 1, thread: 0, stack: ['main@a', 'walk@a', 'visit@b', 'walk@a'], weight: 5 },
      { time: 2, thread: 0, stack: ['main@a', 'copy@[kernel]'], weight: 2 },
    ],
    slices: [
      { start: 0, duration: 7, thread: 0, name: 'read' },
      { start: 9, duration: 1, thread: 0, name: 'read' },
      { start: 9, duration: 9, thread: 0, name: 'open' },
    ],
    duration: 18,
  }),
)

describe('functions', () => {
  it('have self and total, recursion counted once', () => {
    const result = queryFunctions(index, args)
    expect(functionsResult.parse(result)).toEqual(result)
    expect(result).toEqual({
      event: 'cpu-clock',
      unit: 'ns',
      names: ['main', 'walk', 'visit', 'copy'],
      modules: ['a', 'a', 'b', '[kernel]'],
      kinds: Uint8Array.of(kindCode.user, kindCode.user, kindCode.user, kindCode.kernel),
      self: Float64Array.of(0, 15, 0, 2),
      total: Float64Array.of(17, 15, 5, 2),
      count: Float64Array.of(3, 2, 1, 1),
      rows: 4,
      selectedTotal: 17,
    })
  })

  it('of slices are their calls', () => {
    expect(queryFunctions(index, { ...args, streamId: 1, sort: 'name', descending: false })).toMatchObject({
      names: ['open', 'read'],
      self: Float64Array.of(9, 8),
      count: Float64Array.of(1, 2),
      selectedTotal: 17,
    })
  })

  it('are sorted either way, equals by name', () => {
    const names = (change: Partial<FunctionsArgs>) => queryFunctions(index, { ...args, ...change }).names
    expect(names({ sort: 'self' })).toEqual(['walk', 'copy', 'main', 'visit'])
    expect(names({ sort: 'self', descending: false })).toEqual(['main', 'visit', 'copy', 'walk'])
    expect(names({ sort: 'name' })).toEqual(['walk', 'visit', 'main', 'copy'])
    expect(names({ sort: 'module', descending: false })).toEqual(['copy', 'main', 'walk', 'visit'])
  })

  it('come in pages that say how many there are, searched or not', () => {
    expect(queryFunctions(index, { ...args, offset: 1, limit: 2 })).toMatchObject({
      names: ['walk', 'visit'],
      rows: 4,
    })
    expect(queryFunctions(index, { ...args, search: '^(w|v)', limit: 1 })).toMatchObject({
      names: ['walk'],
      rows: 2,
      selectedTotal: 17,
    })
  })

  it('of any selection equal what counting sample by sample gives', () => {
    const selections: Selection[] = [
      {},
      { time: { from: 100, to: 700 } },
      { threads: [{ pid: 20, tid: null }] },
      { function: { name: 'work', module: 'app' }, threads: [{ pid: 10, tid: 11 }] },
    ]
    for (let seed = 1; seed <= 10; seed++) {
      const text = randomProfile(seededRandom(seed))
      const random = indexProfile(profileOf(text))
      for (const selection of selections) {
        const expected = new Map<string, { self: number; total: number; count: number }>()
        const chosen = naiveSelect(text, text.samples!, selection)
        for (const { stack, weight } of chosen) {
          const named = stack.length === 0 ? ['[no stack] '] : stack.map(plainName)
          for (const name of new Set(named)) {
            const sum = expected.get(name) ?? { self: 0, total: 0, count: 0 }
            sum.total += weight
            sum.count++
            if (name === named.at(-1)) sum.self += weight
            expected.set(name, sum)
          }
        }
        const result = queryFunctions(random, { ...args, selection })
        const rows = result.names.map((name, i) => [
          `${name} ${result.modules[i]}`,
          { self: result.self[i], total: result.total[i], count: result.count[i] },
        ])
        expect(Object.fromEntries(rows), `seed ${seed}`).toEqual(Object.fromEntries(expected))
        expect(result.self.reduce((sum, self) => sum + self, 0)).toBe(result.selectedTotal)
      }
    }
  })
})

function plainName(frame: string): string {
  const { name, module } = splitFrame(frame)
  return `${name} ${module}`
}

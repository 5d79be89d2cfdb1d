import { describe, expect, it } from 'vitest'
import type { Selection } from '../contract/selection.ts'
import { type FlameArgs, flameGroups, flameOrders, flameResult, REST } from '../contract/views.ts'
import { isCancellation, isExpected } from '../errors/errors.ts'
import { kindCode } from '../model/profile.ts'
import { indexProfile } from './profile-index.ts'
import { queryFlame } from './query-flame.ts'
import { flameText, nodeText, unbalancedNodes } from './testing/flame-text.ts'
import { naiveFold } from './testing/naive-fold.ts'
import { profileOf } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { seededRandom } from './testing/seeded-random.ts'

const everything: FlameArgs = {
  captureId: 'c',
  streamId: 0,
  selection: {},
  order: 'top-down',
  group: 'none',
  zoom: [],
  minShare: 0,
  maxNodes: 20_000,
  search: '',
}

const shop = indexProfile(
  profileOf({
    threads: [
      { pid: 7, tid: 8, name: 'worker' },
      { pid: 7, tid: 7, name: 'shop' },
    ],
    samples: [
      { time: 0, thread: 0, stack: ['main@shop', 'sort@shop', 'swap@shop'], weight: 4 },
      { time: 10, thread: 0, stack: ['main@shop', 'sort@shop#2', 'sort@shop'], weight: 2 },
      { time: 20, thread: 1, stack: ['main@shop', 'read@libc', 'sys_read@[kernel]'], weight: 3 },
      { time: 30, thread: 1, stack: [], weight: 1 },
    ],
    slices: [
      { start: 0, duration: 5, thread: 0, name: 'read' },
      { start: 4, duration: 20, thread: 1, name: 'fsync' },
      { start: 30, duration: 2, thread: 0, name: 'read' },
    ],
    duration: 40,
  }),
)
const drawn = (change: Partial<FlameArgs>): string =>
  flameText(queryFlame(shop, { ...everything, ...change }))

describe('a flame graph of samples', () => {
  it('merges addresses of one function, orders by name and names what has no stack', () => {
    expect(drawn({})).toBe(
      [
        '* 10 0 4',
        '  [no stack] 1 1 1',
        '  main@shop 9 0 3',
        '    read@libc 3 0 1',
        '      sys_read@[kernel] 3 3 1',
        '    sort@shop 6 0 2',
        '      sort@shop 2 2 1',
        '      swap@shop 4 4 1',
      ].join('\n'),
    )
  })

  it('is the whole answer that the contract describes', () => {
    const flame = queryFlame(shop, { ...everything, search: 'sys_', maxNodes: 10 })
    expect(flameResult.parse(flame)).toEqual(flame)
    expect(flame).toEqual({
      event: 'cpu-clock',
      unit: 'ns',
      parent: Int32Array.of(-1, 0, 0, 2, 3, 2, 5, 5),
      func: Int32Array.of(-1, 0, 1, 2, 3, 4, 4, 5),
      total: Float64Array.of(10, 1, 9, 3, 3, 6, 2, 4),
      self: Float64Array.of(0, 1, 0, 0, 3, 0, 2, 4),
      count: Float64Array.of(4, 1, 3, 1, 1, 2, 1, 1),
      pruned: new Int32Array(8),
      matches: Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0),
      names: ['[no stack]', 'main', 'read', 'sys_read', 'sort', 'swap'],
      modules: ['', 'shop', 'libc', '[kernel]', 'shop', 'shop'],
      kinds: Uint8Array.from(
        ['unknown', 'user', 'user', 'kernel', 'user', 'user'] as const,
        (kind) => kindCode[kind],
      ),
      streamTotal: 10,
      streamCount: 4,
      matched: 3,
      prunedNodes: 0,
    })
  })

  it('puts process and thread under the root, named by the main thread', () => {
    expect(drawn({ group: 'thread', selection: { threads: [{ pid: 7, tid: 7 }] } })).toBe(
      [
        '* 4 0 2',
        '  shop (pid 7) 4 0 2',
        '    shop (tid 7) 4 0 2',
        '      [no stack] 1 1 1',
        '      main@shop 3 0 1',
        '        read@libc 3 0 1',
        '          sys_read@[kernel] 3 3 1',
      ].join('\n'),
    )
  })

  it('inverted, has leaves under the groups and callers below', () => {
    expect(drawn({ order: 'inverted', group: 'process', selection: { time: { from: 0, to: 20 } } })).toBe(
      [
        '* 6 0 2',
        '  shop (pid 7) 6 0 2',
        '    sort@shop 2 0 1',
        '      sort@shop 2 0 1',
        '        main@shop 2 2 1',
        '    swap@shop 4 0 1',
        '      sort@shop 4 0 1',
        '        main@shop 4 4 1',
      ].join('\n'),
    )
  })

  it('puts the CPU under the root, by its number', () => {
    const stack = ['main@shop']
    const index = indexProfile(
      profileOf({
        threads: [{ pid: 1, tid: 1, name: 'a' }],
        samples: [10, 2, 10, -1].map((cpu, i) => ({ time: i, thread: 0, stack, weight: 1 + i, cpu })),
        slices: [{ start: 0, duration: 5, thread: 0, name: 'read' }],
        duration: 4,
      }),
    )
    const byCpu = (change: Partial<FlameArgs>) =>
      flameText(queryFlame(index, { ...everything, group: 'cpu', ...change }))
    expect(byCpu({})).toBe(
      [
        '* 10 0 4',
        '  CPU 2 2 0 1',
        '    main@shop 2 2 1',
        '  CPU 10 4 0 2',
        '    main@shop 4 4 2',
        '  [no CPU] 4 0 1',
        '    main@shop 4 4 1',
      ].join('\n'),
    )
    expect(byCpu({ streamId: 1 })).toBe('* 5 0 1\n  [no CPU] 5 0 1\n    read@syscall 5 5 1')
    expect(byCpu({ selection: { cpus: [2, 3] } })).toBe('* 2 0 1\n  CPU 2 2 0 1\n    main@shop 2 2 1')
    expect(byCpu({ selection: { cpus: [2, 3] }, streamId: 1 })).toBe(byCpu({ streamId: 1 }))
  })

  it('measured in events, is as wide as there are events', () => {
    expect(drawn({ measure: 'events', minShare: 0.5 })).toBe(
      [
        '* 4 0 4',
        '  main@shop 3 0 3',
        '    sort@shop 2 0 2',
        '      (2 more) 2 2 2',
        '    (2 more) 1 1 1',
        '  (1 more) 1 1 1',
      ].join('\n'),
    )
    expect(queryFlame(shop, { ...everything, measure: 'events', search: 'sort' })).toMatchObject({
      unit: 'count',
      streamTotal: 4,
      streamCount: 4,
      matched: 2,
    })
  })

  it('zoomed, keeps the ancestors as one chain with the weight of the zoomed frame', () => {
    const zoom = ['main', 'sort'].map((name) => ({ name, module: 'shop' }))
    const expected = [
      '* 6 0 2',
      '  main@shop 6 0 2',
      '    sort@shop 6 0 2',
      '      sort@shop 2 2 1',
      '      swap@shop 4 4 1',
    ].join('\n')
    expect(drawn({ zoom })).toBe(expected)
    expect(drawn({ zoom: [...zoom, { name: 'gone', module: 'shop' }] })).toBe(expected)
  })

  it('zoomed into what is not in the selection, stays at the frame above it', () => {
    const zoom = [
      { name: 'main', module: 'shop' },
      { name: 'read', module: 'libc' },
    ]
    expect(drawn({ zoom, selection: { time: { from: 0, to: 10 } } })).toBe(
      ['* 4 0 1', '  main@shop 4 0 1', '    sort@shop 4 0 1', '      swap@shop 4 4 1'].join('\n'),
    )
  })

  it('sums what is too narrow into one rest per frame, with the number of frames', () => {
    expect(drawn({ minShare: 0.35 })).toBe(
      [
        '* 10 0 4',
        '  main@shop 9 0 3',
        '    sort@shop 6 0 2',
        '      swap@shop 4 4 1',
        '      (1 more) 2 2 1',
        '    (2 more) 3 3 1',
        '  (1 more) 1 1 1',
      ].join('\n'),
    )
    expect(queryFlame(shop, { ...everything, minShare: 0.35 }).prunedNodes).toBe(4)
  })

  it('of an empty selection is a root without weight', () => {
    expect(drawn({ selection: { time: { from: 39, to: 40 } }, minShare: 0.01 })).toBe('* 0 0 0')
    expect(drawn({ selection: { time: { from: 30, to: 20 } } })).toBe('* 0 0 0')
  })

  it('of a function holds the stacks that contain it, from the root', () => {
    expect(drawn({ selection: { function: { name: 'read', module: 'libc' } } })).toBe(
      ['* 3 0 1', '  main@shop 3 0 1', '    read@libc 3 0 1', '      sys_read@[kernel] 3 3 1'].join('\n'),
    )
    expect(drawn({ selection: { function: { name: 'read', module: '' } } })).toBe('* 0 0 0')
    expect(
      queryFlame(shop, { ...everything, selection: { function: { name: 'shop (tid 7)', module: '' } } })
        .total[0],
    ).toBe(4)
  })
})

describe('a flame graph of slices', () => {
  it('is time in calls by process and thread', () => {
    expect(drawn({ streamId: 1, group: 'thread' })).toBe(
      [
        '* 27 0 3',
        '  shop (pid 7) 27 0 3',
        '    shop (tid 7) 20 0 1',
        '      fsync@syscall 20 20 1',
        '    worker (tid 8) 7 0 2',
        '      read@syscall 7 7 2',
      ].join('\n'),
    )
  })

  it('takes slices that overlap the time range, whole', () => {
    expect(drawn({ streamId: 1, selection: { time: { from: 5, to: 6 } } })).toBe(
      ['* 20 0 1', '  fsync@syscall 20 20 1'].join('\n'),
    )
  })

  it('follows latency, call and function', () => {
    const read = ['* 2 0 1', '  read@syscall 2 2 1'].join('\n')
    expect(drawn({ streamId: 1, selection: { latency: { from: 2, to: 5 } } })).toBe(read)
    expect(drawn({ streamId: 1, selection: { call: 'read', latency: { from: 0, to: 5 } } })).toBe(read)
    expect(
      drawn({
        streamId: 1,
        selection: { function: { name: 'read', module: 'libc' }, time: { from: 30, to: 31 } },
      }),
    ).toBe(read)
    expect(drawn({ streamId: 1, selection: { call: 'accept' } })).toBe('* 0 0 0')
  })
})

describe('a search', () => {
  const matched = (search: string, change: Partial<FlameArgs> = {}): number | null =>
    queryFlame(shop, { ...everything, search, ...change }).matched

  it('counts a stack once, however often and wherever it matches', () => {
    expect(matched('sort')).toBe(6)
    expect(matched('sort|swap|main')).toBe(9)
    expect(matched('sort', { order: 'inverted' })).toBe(6)
    expect(matched('sort', { minShare: 1 })).toBe(6)
    expect(matched('')).toBeNull()
  })

  it('counts within the zoomed frame, to which a match above it extends', () => {
    const zoom = [
      { name: 'main', module: 'shop' },
      { name: 'sort', module: 'shop' },
    ]
    expect(matched('swap|read', { zoom })).toBe(4)
    expect(matched('main', { zoom })).toBe(6)
  })

  it('looks at modules, and at the case only when the pattern has an upper-case letter', () => {
    expect(matched('LIBC')).toBe(0)
    expect(matched('libc')).toBe(3)
    expect(matched('[L]ibc')).toBe(0)
  })

  it('says where a broken pattern is broken and what to do', () => {
    const broken = (search: string) => {
      try {
        matched(search)
      } catch (error) {
        if (isExpected(error))
          return { code: error.code, position: error.facts.position, text: error.message }
      }
      return null
    }
    expect(broken('std::(vec')).toEqual({
      code: 'query.pattern',
      position: 5,
      text: 'The pattern cannot be read at character 6: missing closing ).',
    })
    expect(broken('a(b)c)d')).toMatchObject({ position: 5 })
    expect(broken('ab[z-a]')).toMatchObject({ position: 3 })
    expect(broken('ab\\')).toMatchObject({ position: 2 })
    expect(broken('(?=x)')).toMatchObject({ position: 0 })
  })
})

describe('any flame graph', () => {
  const selections: Selection[] = [
    {},
    { time: { from: 200, to: 600 } },
    { threads: [{ pid: 10, tid: null }] },
    {
      threads: [
        { pid: 10, tid: 11 },
        { pid: -1, tid: -1 },
      ],
      time: { from: 0, to: 500 },
    },
    { function: { name: 'work', module: 'app' } },
    { function: { name: 'read', module: '[kernel]' }, time: { from: 100, to: 900 } },
    { function: { name: 'web (pid 10)', module: '' } },
    { latency: { from: 5, to: 50 }, time: { from: 300, to: 301 } },
    { call: 'fsync', function: { name: 'db-log (tid 21)', module: '' } },
    { cpus: [0, 10, 70_000], time: { from: 0, to: 800 } },
    { function: { name: 'CPU 3', module: '' } },
    { function: { name: '[no CPU]', module: '' }, cpus: [1] },
  ]

  it('equals the naive fold, in every order and grouping, and adds up', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const text = randomProfile(seededRandom(seed))
      const index = indexProfile(profileOf(text))
      for (const [streamId, events] of [text.samples!, text.slices!].entries())
        for (const order of flameOrders)
          for (const group of flameGroups)
            for (const selection of selections) {
              const flame = queryFlame(index, { ...everything, streamId, order, group, selection })
              const expected = naiveFold(text, events, { order, group, selection })
              expect(flameText(flame), `seed ${seed}`).toBe(expected)
              expect(unbalancedNodes(flame), `seed ${seed}`).toEqual([])
            }
    }
  })

  it('of two adjacent time ranges adds up to that of both', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed)
      const index = indexProfile(profileOf(randomProfile(random)))
      const [from, between, to] = [1, 2, 3].map(() => random.integer(0, 1001)).sort((a, b) => a - b) as [
        number,
        number,
        number,
      ]
      const weights = (time: { from: number; to: number }) =>
        pathWeights(queryFlame(index, { ...everything, selection: { time } }))
      const sum = weights({ from, to: between })
      for (const [path, weight] of weights({ from: between, to }))
        sum.set(path, (sum.get(path) ?? 0) + weight)
      expect(sum, `seed ${seed}`).toEqual(weights({ from, to }))
    }
  })

  it('pruned, is the whole with rests in place of what is gone', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed)
      const index = indexProfile(profileOf(randomProfile(random)))
      const args = { ...everything, order: random.pick(flameOrders), group: random.pick(flameGroups) }
      const whole = queryFlame(index, args)
      const limits = { minShare: random.pick([0, 0.01, 0.05, 0.3]), maxNodes: random.integer(10, 60) }
      const pruned = queryFlame(index, { ...args, ...limits })

      expect(unbalancedNodes(pruned), `seed ${seed}`).toEqual([])
      const frames = pruned.func.filter((func) => func !== REST).length
      expect(frames).toBeLessThanOrEqual(limits.maxNodes)
      expect(frames + pruned.prunedNodes).toBe(whole.func.length)
      expect(pruned.pruned.reduce((sum, count) => sum + count, 0)).toBe(pruned.prunedNodes)

      const all = pathWeights(whole)
      const left = pathWeights(pruned)
      for (const [path, weight] of left) expect(all.get(path), `seed ${seed} ${path}`).toBe(weight)
      const lightest = Math.min(...left.values())
      const wide = [...all].filter(([, weight]) => weight >= limits.minShare * whole.total[0]!)
      const tooMany = wide.length > limits.maxNodes
      for (const [path, weight] of wide)
        if (!tooMany || weight > lightest) expect(left.has(path), `seed ${seed} ${path}`).toBe(true)
    }
  })

  it('can be cancelled', () => {
    const cancelled = AbortSignal.abort()
    let reason: unknown
    try {
      queryFlame(shop, everything, cancelled)
    } catch (error) {
      reason = error
    }
    expect(isCancellation(reason)).toBe(true)
  })
})

/** Totals by path, without the rests and what weighs nothing. */
function pathWeights(flame: ReturnType<typeof queryFlame>): Map<string, number> {
  const paths: string[] = []
  const weights = new Map<string, number>()
  for (let node = 0; node < flame.parent.length; node++) {
    paths.push(`${paths[flame.parent[node]!] ?? ''}/${nodeText(flame, node)}`)
    if (flame.func[node] !== REST && flame.total[node]! > 0) weights.set(paths[node]!, flame.total[node]!)
  }
  return weights
}

import { describe, expect, it } from 'vitest'
import { type DiffArgs, diffArgs, diffNorms, diffResult } from '../contract/diff-view.ts'
import type { Selection } from '../contract/selection.ts'
import { type FlameTree, flameGroups, flameOrders, REST } from '../contract/views.ts'
import { isCancellation, SmokejumperError } from '../errors/errors.ts'
import { kindCode, type Profile } from '../model/profile.ts'
import { indexProfile } from './profile-index.ts'
import { queryDiff } from './query-diff.ts'
import { queryFlame } from './query-flame.ts'
import { diffText, sideOf } from './testing/diff-text.ts'
import { flameText, unbalancedNodes } from './testing/flame-text.ts'
import { profileOf, type SampleText } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { seededRandom } from './testing/seeded-random.ts'

const everything: DiffArgs = {
  a: { captureId: 'a', streamId: 0, selection: {} },
  b: { captureId: 'b', streamId: 0, selection: {} },
  norm: 'samples',
  order: 'top-down',
  group: 'none',
  zoom: [],
  minShare: 0,
  maxNodes: 20_000,
  search: '',
}
const side = (selection: Selection, streamId = 0) => ({ captureId: 'c', streamId, selection })

const stacks = (rows: readonly [string, number][], weight = 10): SampleText[] =>
  rows.flatMap(([stack, times]) =>
    Array.from({ length: times }, () => ({ time: 0, thread: 0, stack: stack.split(';'), weight })),
  )
const capture = (rows: readonly [string, number][], { pid = 1, weight = 10, duration = 1000 } = {}) =>
  indexProfile(
    profileOf({
      threads: [{ pid, tid: pid, name: 'shop' }],
      samples: stacks(rows, weight),
      duration,
    }),
  )

const before = capture([
  ['main@shop;sort@shop', 40],
  ['main@shop;read@libc;sys_read@[kernel]', 50],
  ['main@shop;log@shop', 10],
])
const after = capture(
  [
    ['main@shop;hash@shop', 100],
    ['main@shop;sort@shop', 75],
    ['main@shop;log@shop', 25],
  ],
  { pid: 7 },
)
const drawn = (change: Partial<DiffArgs>): string =>
  diffText(queryDiff(before, after, { ...everything, ...change }))

describe('a diff', () => {
  it('has what is on either side, also what vanished, and says what may be noise', () => {
    expect(drawn({})).toBe(
      [
        '* 1|1 ~',
        '  main@shop 1|1 ~',
        '    hash@shop 0|0.5',
        '    log@shop 0.1|0.125 ~',
        '    read@libc 0.5|0',
        '      sys_read@[kernel] 0.5|0',
        '    sort@shop 0.4|0.375 ~',
      ].join('\n'),
    )
  })

  it('is the whole answer that the contract describes', () => {
    const args = { ...everything, minShare: 0.3, search: 'sort|hash', norm: 'cpu' } as const
    expect(diffArgs.parse(args)).toEqual(args)
    const diff = queryDiff(before, after, args)
    expect(diffResult.parse(diff)).toEqual(diff)
    expect(diff).toEqual({
      event: 'cpu-clock',
      unit: 'share',
      parent: Int32Array.of(-1, 0, 1, 1, 3, 1, 1),
      func: Int32Array.of(-1, 0, 1, 2, 3, 4, REST),
      totalA: Float64Array.of(1, 1, 0, 0.5, 0.5, 0.4, 0.1),
      totalB: Float64Array.of(1, 1, 0.5, 0, 0, 0.375, 0.125),
      selfA: Float64Array.of(0, 0, 0, 0, 0.5, 0.4, 0.1),
      selfB: Float64Array.of(0, 0, 0.5, 0, 0, 0.375, 0.125),
      countA: Float64Array.of(100, 100, 0, 50, 50, 40, 10),
      countB: Float64Array.of(200, 200, 100, 0, 0, 75, 25),
      pruned: Int32Array.of(0, 0, 0, 0, 0, 0, 1),
      matches: Uint8Array.of(0, 0, 1, 0, 0, 1, 0),
      noise: Uint8Array.of(1, 1, 0, 0, 0, 1, 1),
      names: ['main', 'hash', 'read', 'sys_read', 'sort'],
      modules: ['shop', 'shop', 'libc', '[kernel]', 'shop'],
      kinds: Uint8Array.from(['user', 'user', 'user', 'kernel', 'user'] as const, (kind) => kindCode[kind]),
      divisorA: 1000,
      divisorB: 2000,
      prunedNodes: 1,
    })
  })

  it('inverted, has leaves under the root and callers below', () => {
    expect(drawn({ order: 'inverted', minShare: 0.4 })).toBe(
      [
        '* 1|1 ~',
        '  hash@shop 0|0.5',
        '    main@shop 0|0.5',
        '  sort@shop 0.4|0.375 ~',
        '    main@shop 0.4|0.375 ~',
        '  sys_read@[kernel] 0.5|0',
        '    read@libc 0.5|0',
        '      main@shop 0.5|0',
        '  (2 more) 0.1|0.125 ~',
      ].join('\n'),
    )
  })

  it('of the whole by wall time, says how many CPUs were busy', () => {
    const diff = queryDiff(before, after, { ...everything, norm: 'wall' })
    expect([diff.unit, diff.totalA[0], diff.totalB[0], diff.divisorA]).toEqual(['CPUs', 1, 2, 1000])
    expect(diff.noise[0]).toBe(0)
    const time = { from: 0, to: 4000 }
    const brushed = queryDiff(before, after, {
      ...everything,
      norm: 'wall',
      a: side({ time: { from: -9, to: 500 } }),
      b: side({ time }),
    })
    expect([brushed.divisorA, brushed.divisorB]).toEqual([500, 1000])
  })

  it('zoomed, keeps the ancestors; zoomed into what is on one side only, it is empty on the other', () => {
    const zoom = [
      { name: 'main', module: 'shop' },
      { name: 'read', module: 'libc' },
    ]
    expect(drawn({ zoom })).toBe(
      ['* 0.5|0', '  main@shop 0.5|0', '    read@libc 0.5|0', '      sys_read@[kernel] 0.5|0'].join('\n'),
    )
  })

  it('calls processes and threads by their comm: the same program is one frame, whatever its pid', () => {
    expect(drawn({ group: 'thread', minShare: 0.9, search: 'pid 7' })).toBe(
      ['* 1|1 ~', '  shop 1|1 ~', '    shop 1|1 ~', '      main@shop 1|1 ~', '        (5 more) 1|1 ~'].join(
        '\n',
      ),
    )
    const workers = indexProfile(
      profileOf({
        threads: [
          { pid: 3, tid: 3, name: 'shop' },
          { pid: 4, tid: 4, name: 'shop' },
        ],
        samples: [0, 1].map((thread) => ({ time: 0, thread, stack: ['main@shop'], weight: 1 })),
        duration: 1,
      }),
    )
    for (const order of flameOrders)
      expect(
        diffText(queryDiff(before, workers, { ...everything, group: 'process', order, minShare: 0.9 })).split(
          '\n',
        )[1],
      ).toBe('  shop 1|1 ~')
    expect(queryDiff(before, workers, { ...everything, group: 'process' }).countB[2]).toBe(2)
  })

  it('of two sampling periods knows that one event of a side is worth many of the other', () => {
    const often = capture([['main', 1000]], { weight: 1 })
    const seldom = capture(
      [
        ['main', 9],
        ['rare', 1],
      ],
      { weight: 100 },
    )
    const diff = queryDiff(often, seldom, { ...everything, norm: 'cpu' })
    expect(diffText(diff)).toBe(['* 1|1 ~', '  main 1|0.9 ~', '  rare 0|0.1 ~'].join('\n'))
    const ten = queryDiff(
      often,
      capture(
        [
          ['main', 90],
          ['rare', 10],
        ],
        { weight: 100 },
      ),
      { ...everything, norm: 'cpu' },
    )
    expect(diffText(ten)).toBe(['* 1|1 ~', '  main 1|0.9 ~', '  rare 0|0.1'].join('\n'))
  })

  it('with nothing on one side is zero there', () => {
    const nothing = queryDiff(before, after, { ...everything, b: side({ time: { from: 50, to: 60 } }) })
    expect(nothing.divisorB).toBe(0)
    expect(nothing.totalB).toEqual(new Float64Array(nothing.func.length))
    expect(flameText(sideOf(nothing, 'a'))).toBe(
      flameText(queryFlame(before, { ...flameOf(everything), measure: 'events' })),
    )
  })

  it('refuses unlike events and units, and says which they are', () => {
    const relabelled = (change: { event?: string; unit?: 'cycles' }): Profile => {
      const { streams, ...profile } = after.profile
      return { ...profile, streams: streams.map((stream) => ({ ...stream, ...change })) }
    }
    const refusal = (profile: Profile): unknown => {
      try {
        return queryDiff(before, indexProfile(profile), everything).event
      } catch (error) {
        return error
      }
    }
    const cycles = refusal(relabelled({ event: 'cycles:u', unit: 'cycles' }))
    expect(cycles).toBeInstanceOf(SmokejumperError)
    expect(cycles).toMatchObject({
      code: 'query.unlike',
      message:
        'A has samples of cpu-clock in ns, B has samples of cycles:u in cycles: their difference would mean nothing.',
      remedy: 'Choose a stream of the same event and unit on both sides, or look at the two side by side.',
      facts: {
        kindA: 'samples',
        eventA: 'cpu-clock',
        unitA: 'ns',
        kindB: 'samples',
        eventB: 'cycles:u',
        unitB: 'cycles',
      },
    })
    expect(refusal(relabelled({ unit: 'cycles' }))).toMatchObject({ code: 'query.unlike' })
    expect(refusal(relabelled({ event: 'cpu-clock:u' }))).toMatchObject({ code: 'query.unlike' })
    expect(refusal(relabelled({ event: 'cpu-clock:ppp' }))).toBe('cpu-clock')
  })

  it('says when there is no time to go by', () => {
    const folded = capture([['main', 3]], { duration: 0 })
    expect(() => queryDiff(folded, folded, { ...everything, norm: 'wall' })).toThrow(
      expect.objectContaining({ code: 'query.no-time' }),
    )
    expect(queryDiff(folded, folded, { ...everything, norm: 'cpu' }).totalA[0]).toBe(1)
  })

  it('can be cancelled', () => {
    let reason: unknown
    try {
      queryDiff(before, after, everything, AbortSignal.abort())
    } catch (error) {
      reason = error
    }
    expect(isCancellation(reason)).toBe(true)
  })
})

const flameOf = ({ order, group, a, minShare, maxNodes }: DiffArgs, from = a) => ({
  ...from,
  order,
  group,
  minShare,
  maxNodes,
  zoom: [],
  search: '',
})

describe('any diff', () => {
  const selections: Selection[] = [
    {},
    { time: { from: 250, to: 700 } },
    { threads: [{ pid: 20, tid: null }], function: { name: 'work', module: 'app' } },
    { transforms: [{ type: 'drop-kernel' }, { type: 'collapse-recursion' }] },
  ]
  const sides = (seed: number) => {
    const random = seededRandom(seed)
    const a = indexProfile(profileOf(randomProfile(random, 120)))
    const b = indexProfile(profileOf(randomProfile(random, 200)))
    const streamId = random.integer(0, 1)
    const args: DiffArgs = {
      ...everything,
      a: side(random.pick(selections), streamId),
      b: side(random.pick(selections), streamId),
      norm: random.pick(diffNorms),
      order: random.pick(flameOrders),
      group: random.pick(flameGroups),
    }
    return { random, a, b, args }
  }
  /** as a diff calls them */
  const withoutIds = (flame: FlameTree): FlameTree => ({
    ...flame,
    names: flame.names.map((name) => name.replace(/ \([pt]id -?\d+\)$/, '')),
  })

  it('is on each side what the flame graph of that side is', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { a, b, args } = sides(seed)
      const diff = queryDiff(a, b, args)
      const measure = args.norm === 'samples' ? ('events' as const) : ('weight' as const)
      for (const [name, index, from] of [
        ['a', a, args.a],
        ['b', b, args.b],
      ] as const)
        expect(flameText(sideOf(diff, name)), `seed ${seed} ${name}`).toBe(
          flameText(withoutIds(queryFlame(index, { ...flameOf(args, from), measure }))),
        )
    }
  })

  it('of a capture and itself is zero everywhere, and nothing but noise', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { a, args } = sides(seed)
      const diff = queryDiff(a, a, { ...args, b: args.a })
      expect(diff.totalA, `seed ${seed}`).toEqual(diff.totalB)
      expect(diff.selfA).toEqual(diff.selfB)
      expect(diff.countA).toEqual(diff.countB)
      expect(diff.noise).toEqual(new Uint8Array(diff.func.length).fill(1))
    }
  })

  it('mirrors the diff the other way round', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { a, b, args } = sides(seed)
      const diff = queryDiff(a, b, args)
      const back = queryDiff(b, a, { ...args, a: args.b, b: args.a })
      expect(back, `seed ${seed}`).toEqual({
        ...diff,
        totalA: diff.totalB,
        totalB: diff.totalA,
        selfA: diff.selfB,
        selfB: diff.selfA,
        countA: diff.countB,
        countB: diff.countA,
        divisorA: diff.divisorB,
        divisorB: diff.divisorA,
      })
    }
  })

  it('pruned, is the whole with rests in place of what is gone, on both sides', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { random, a, b, args } = sides(seed)
      const whole = queryDiff(a, b, args)
      const limits = { minShare: random.pick([0, 0.01, 0.05, 0.3]), maxNodes: random.integer(10, 60) }
      const pruned = queryDiff(a, b, { ...args, ...limits })
      const frames = pruned.func.filter((func) => func !== REST).length
      expect(frames).toBeLessThanOrEqual(limits.maxNodes)
      expect(frames + pruned.prunedNodes, `seed ${seed}`).toBe(whole.func.length)
      for (const name of ['a', 'b'] as const) {
        const left = sideOf(pruned, name)
        expect(unbalancedNodes(left), `seed ${seed}`).toEqual([])
        expect(left.total[0]).toBe(sideOf(whole, name).total[0])
        expect(left.self.reduce((sum, self) => sum + self, 0)).toBe(left.total[0])
      }
    }
  })
})

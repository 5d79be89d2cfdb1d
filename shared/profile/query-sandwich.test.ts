import { describe, expect, it } from 'vitest'
import { type SandwichArgs, sandwichResult } from '../contract/sandwich-view.ts'
import type { Selection } from '../contract/selection.ts'
import type { Transform } from '../contract/transforms.ts'
import { REST } from '../contract/views.ts'
import { kindCode } from '../model/profile.ts'
import { indexProfile } from './profile-index.ts'
import { queryFunctions } from './query-functions.ts'
import { querySandwich } from './query-sandwich.ts'
import { flameText, unbalancedNodes } from './testing/flame-text.ts'
import { profileOf } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { seededRandom } from './testing/seeded-random.ts'

const walk = { name: 'walk', module: 'a' }
const args: SandwichArgs = {
  captureId: 'c',
  streamId: 0,
  selection: {},
  function: walk,
  minShare: 0,
  maxNodes: 20_000,
}

const index = indexProfile(
  profileOf({
    threads: [{ pid: 1, tid: 1, name: 'a' }],
    samples: [
      { time: 0, thread: 0, stack: ['main@a', 'walk@a', 'walk@a#2', 'copy@libc'], weight: 10 },
      { time: 1, thread: 0, stack: ['main@a', 'visit@b', 'walk@a', 'visit@b', 'walk@a'], weight: 5 },
      { time: 2, thread: 0, stack: ['walk@a'], weight: 3 },
      { time: 3, thread: 0, stack: ['main@a', 'copy@libc'], weight: 2 },
      { time: 4, thread: 0, stack: [], weight: 1 },
    ],
    slices: [{ start: 0, duration: 7, thread: 0, name: 'read' }],
    duration: 18,
  }),
)

describe('a sandwich', () => {
  it('has all callers of the outermost, and all callees below it, each event once', () => {
    const { callers, callees, ...sums } = querySandwich(index, args)
    expect(sums).toEqual({ event: 'cpu-clock', unit: 'ns', self: 8, total: 18, count: 3, selectedTotal: 21 })
    expect(flameText(callers)).toBe(
      ['walk@a 18 3 3', '  main@a 10 10 1', '  visit@b 5 0 1', '    main@a 5 5 1'].join('\n'),
    )
    expect(flameText(callees)).toBe(
      [
        'walk@a 18 3 3',
        '  visit@b 5 0 1',
        '    walk@a 5 5 1',
        '  walk@a 10 0 1',
        '    copy@libc 10 10 1',
      ].join('\n'),
    )
  })

  it('is the whole answer that the contract describes', () => {
    const sandwich = querySandwich(index, { ...args, function: { name: 'visit', module: 'b' } })
    expect(sandwichResult.parse(sandwich)).toEqual(sandwich)
    expect(sandwich).toEqual({
      ...{ event: 'cpu-clock', unit: 'ns', self: 0, total: 5, count: 1, selectedTotal: 21 },
      callers: {
        parent: Int32Array.of(-1, 0),
        func: Int32Array.of(0, 1),
        total: Float64Array.of(5, 5),
        self: Float64Array.of(0, 5),
        count: Float64Array.of(1, 1),
        pruned: new Int32Array(2),
        matches: new Uint8Array(2),
        names: ['visit', 'main'],
        modules: ['b', 'a'],
        kinds: Uint8Array.of(kindCode.user, kindCode.user),
      },
      callees: {
        parent: Int32Array.of(-1, 0, 1, 2),
        func: Int32Array.of(0, 1, 0, 1),
        total: Float64Array.of(5, 5, 5, 5),
        self: Float64Array.of(0, 0, 0, 5),
        count: Float64Array.of(1, 1, 1, 1),
        pruned: new Int32Array(4),
        matches: new Uint8Array(4),
        names: ['visit', 'walk'],
        modules: ['b', 'a'],
        kinds: Uint8Array.of(kindCode.user, kindCode.user),
      },
    })
  })

  it('follows the selection, its transforms and the measure', () => {
    const total = (selection: Selection) => querySandwich(index, { ...args, selection }).total
    expect(total({ time: { from: 1, to: 3 } })).toBe(8)
    expect(total({ function: { name: 'visit', module: 'b' } })).toBe(5)
    const hide: Transform = { type: 'hide', match: { by: 'module', module: 'b' } }
    const transformed = querySandwich(index, {
      ...args,
      selection: { transforms: [hide, { type: 'collapse-recursion' }] },
      measure: 'events',
    })
    expect(transformed).toMatchObject({ unit: 'count', self: 2, total: 3, count: 3, selectedTotal: 5 })
    expect(flameText(transformed.callers)).toBe('walk@a 3 1 3\n  main@a 2 2 2')
    expect(flameText(transformed.callees)).toBe('walk@a 3 2 3\n  copy@libc 1 1 1')
  })

  it('of a call of slices is the call alone', () => {
    const call = { name: 'read', module: 'syscall' }
    const { callers, callees, total } = querySandwich(index, { ...args, streamId: 1, function: call })
    expect([flameText(callers), flameText(callees), total]).toEqual([
      'read@syscall 7 7 1',
      'read@syscall 7 7 1',
      7,
    ])
  })

  it('of what is not in the selection is the function without weight', () => {
    const lone = querySandwich(index, { ...args, selection: { time: { from: 3, to: 5 } } })
    expect(lone).toMatchObject({ self: 0, total: 0, count: 0, selectedTotal: 3 })
    expect([flameText(lone.callers), flameText(lone.callees)]).toEqual(['walk@a 0 0 0', 'walk@a 0 0 0'])
    expect(lone.callers.kinds).toEqual(Uint8Array.of(kindCode.user))
    const gone = querySandwich(index, { ...args, function: { name: 'gone', module: '' } })
    expect(sandwichResult.parse(gone)).toEqual(gone)
    expect(flameText(gone.callees)).toBe('gone 0 0 0')
    const group = querySandwich(index, { ...args, function: { name: 'a (pid 1)', module: '' } })
    expect(group.total).toBe(0)
  })

  it('is one of a function that is found as several kinds of code', () => {
    const profile = profileOf({
      threads: [{ pid: 1, tid: 1, name: 'a' }],
      samples: [
        { time: 0, thread: 0, stack: ['main@a', 'f@a', 'g@a'], weight: 1 },
        { time: 1, thread: 0, stack: ['main@a', 'F@a', 'f@a'], weight: 2 },
      ],
      duration: 2,
    })
    const { strings, functions } = profile
    const inlined = Array.from(functions.name.keys()).find((i) => strings[functions.name[i]!] === 'F')!
    functions.kind[inlined] = kindCode.inlined
    const renamed = indexProfile({ ...profile, strings: strings.map((text) => (text === 'F' ? 'f' : text)) })
    const { callers, callees, total } = querySandwich(renamed, {
      ...args,
      function: { name: 'f', module: 'a' },
    })
    expect(total).toBe(3)
    expect(flameText(callers)).toBe('f@a 3 0 2\n  main@a 3 3 2')
    expect(flameText(callees)).toBe('f@a 3 0 2\n  f@a 2 2 1\n  g@a 1 1 1')
  })

  it('of every function weighs what the table of functions says, and adds up, pruned or not', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed)
      const any = indexProfile(profileOf(randomProfile(random)))
      const selection: Selection = random.pick([
        {},
        { time: { from: 200, to: 700 } },
        { transforms: [{ type: 'collapse-recursion' }] },
        { transforms: [{ type: 'focus', match: { by: 'pattern', pattern: 'work|read' } }] },
      ])
      const list = queryFunctions(any, {
        ...{ captureId: 'c', streamId: 0, selection, sort: 'name', descending: false, search: '' },
        ...{ offset: 0, limit: 100 },
      })
      for (const [row, name] of list.names.entries()) {
        const limits = { minShare: random.pick([0, 0.05, 0.4]), maxNodes: random.integer(10, 40) }
        const wanted = { name, module: list.modules[row]! }
        const whole = querySandwich(any, { ...args, selection, function: wanted })
        const pruned = querySandwich(any, { ...args, selection, function: wanted, ...limits })
        for (const sandwich of [whole, pruned]) {
          expect(sandwich, `seed ${seed} ${name}`).toMatchObject({
            self: list.self[row],
            total: list.total[row],
            count: list.count[row],
            selectedTotal: list.selectedTotal,
          })
          for (const side of [sandwich.callers, sandwich.callees]) {
            expect(side.total[0], `seed ${seed} ${name}`).toBe(list.total[row])
            expect(unbalancedNodes(side), `seed ${seed} ${name}`).toEqual([])
          }
        }
        for (const side of ['callers', 'callees'] as const) {
          const frames = pruned[side].func.filter((func) => func !== REST).length
          const gone = pruned[side].pruned.reduce((sum, count) => sum + count, 0)
          expect(frames).toBeLessThanOrEqual(limits.maxNodes)
          expect(frames + gone).toBe(whole[side].func.length)
        }
      }
    }
  })
})

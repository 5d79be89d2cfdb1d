import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Transform } from '../contract/transforms.ts'
import type { FlameArgs } from '../contract/views.ts'
import { isExpected } from '../errors/errors.ts'
import { perfScript } from '../formats/perf-script.ts'
import { kindCode, type Profile } from '../model/profile.ts'
import { indexProfile, type ProfileIndex } from './profile-index.ts'
import { queryFlame } from './query-flame.ts'
import { queryFunctions } from './query-functions.ts'
import { queryHistogram } from './query-histogram.ts'
import { querySlices } from './query-slices.ts'
import { queryTimeline } from './query-timeline.ts'
import { flameText, unbalancedNodes } from './testing/flame-text.ts'
import { foldedText } from './testing/folded-text.ts'
import { countStacks, type NamedFrame, naiveTransform, stacksOf } from './testing/naive-transform.ts'
import { profileOf } from './testing/profile-of.ts'
import { randomProfile } from './testing/random-profile.ts'
import { type Random, seededRandom } from './testing/seeded-random.ts'

const target = { captureId: 'c', streamId: 0 }
const everything: Omit<FlameArgs, 'selection'> = {
  ...target,
  order: 'top-down',
  group: 'none',
  ...{ zoom: [], minShare: 0, maxNodes: 20_000, search: '' },
}
const flameOf = (index: ProfileIndex, transforms: Transform[], change: Partial<FlameArgs> = {}) =>
  queryFlame(index, { ...everything, selection: { transforms }, ...change })
const folded = (index: ProfileIndex, ...transforms: Transform[]): string[] =>
  foldedText(flameOf(index, transforms))

const read = (fixture: string): Profile => {
  const parser = perfScript.createParser()
  parser.push(new Uint8Array(readFileSync(new URL(`../formats/fixtures/${fixture}.txt`, import.meta.url))))
  return parser.finish()
}

const shop = indexProfile(
  profileOf({
    threads: [{ pid: 7, tid: 7, name: 'shop' }],
    samples: [
      {
        time: 0,
        thread: 0,
        stack: ['main@shop', 'walk@shop', 'walk@shop#2', 'walk@shop', 'copy@libc'],
        weight: 1,
      },
      { time: 1, thread: 0, stack: ['main@shop', 'walk@shop', 'visit@shop', 'walk@shop'], weight: 2 },
      {
        time: 2,
        thread: 0,
        stack: ['main@shop', 'read@libc', 'sys_read@[kernel]', 'copy@[kernel]'],
        weight: 4,
      },
      { time: 3, thread: 0, stack: ['[unknown]@libc', '[unknown]@libc', 'copy@libc'], weight: 8 },
      { time: 4, thread: 0, stack: ['sys_exit@[kernel]'], weight: 16 },
      { time: 5, thread: 0, stack: [], weight: 32 },
    ],
    slices: [
      { start: 0, duration: 5, thread: 0, name: 'read' },
      { start: 2, duration: 7, thread: 0, name: 'fsync' },
    ],
    duration: 10,
  }),
)
const whole = [
  '[no stack] 32',
  '[unknown]@libc;[unknown]@libc;copy@libc 8',
  'main@shop;read@libc;sys_read@[kernel];copy@[kernel] 4',
  'main@shop;walk@shop;visit@shop;walk@shop 2',
  'main@shop;walk@shop;walk@shop;walk@shop;copy@libc 1',
  'sys_exit@[kernel] 16',
]

describe('a transform', () => {
  it('is none where none is asked for', () => {
    expect(folded(shop)).toEqual(whole)
    expect(shop.transformed(undefined)).toBe(shop)
    expect(shop.transformed([{ type: 'drop-kernel' }]).transformed([])).toBe(shop)
  })

  it('collapses a function that calls itself directly, and no frames without a symbol', () => {
    expect(folded(shop, { type: 'collapse-recursion' })).toEqual(
      whole.map((line) => line.replace('walk@shop;walk@shop;walk@shop', 'walk@shop')).sort(),
    )
  })

  it('hides frames, whose weight falls to their caller, at last to the root', () => {
    expect(folded(shop, { type: 'hide', match: { by: 'module', module: 'libc' } })).toEqual([
      ' 8',
      '[no stack] 32',
      'main@shop;sys_read@[kernel];copy@[kernel] 4',
      'main@shop;walk@shop;visit@shop;walk@shop 2',
      'main@shop;walk@shop;walk@shop;walk@shop 1',
      'sys_exit@[kernel] 16',
    ])
    const copy = { name: 'copy', module: 'libc' }
    expect(folded(shop, { type: 'hide', match: { by: 'function', function: copy } })).toEqual([
      '[no stack] 32',
      '[unknown]@libc;[unknown]@libc 8',
      'main@shop;read@libc;sys_read@[kernel];copy@[kernel] 4',
      'main@shop;walk@shop;visit@shop;walk@shop 2',
      'main@shop;walk@shop;walk@shop;walk@shop 1',
      'sys_exit@[kernel] 16',
    ])
  })

  it('merges each run of frames into one', () => {
    expect(
      folded(shop, { type: 'merge', match: { by: 'pattern', pattern: 'walk|kernel' }, name: 'it' }),
    ).toEqual([
      '[no stack] 32',
      '[unknown]@libc;[unknown]@libc;copy@libc 8',
      'it 16',
      'main@shop;it;copy@libc 1',
      'main@shop;it;visit@shop;it 2',
      'main@shop;read@libc;it 4',
    ])
    const flame = flameOf(shop, [
      { type: 'merge', match: { by: 'module', module: '[kernel]' }, name: 'Linux' },
    ])
    const at = flame.names.indexOf('Linux')
    expect([flame.modules[at], flame.kinds[at]]).toEqual(['[kernel]', kindCode.kernel])
  })

  it('focuses on the outermost such frame, and leaves out what has none', () => {
    expect(folded(shop, { type: 'focus', match: { by: 'pattern', pattern: 'walk|sys_' } })).toEqual([
      'sys_exit@[kernel] 16',
      'sys_read@[kernel];copy@[kernel] 4',
      'walk@shop;visit@shop;walk@shop 2',
      'walk@shop;walk@shop;walk@shop;copy@libc 1',
    ])
    const flame = flameOf(shop, [{ type: 'focus', match: { by: 'module', module: '[kernel]' } }])
    expect([flame.total[0], flame.count[0], flame.streamTotal, flame.streamCount]).toEqual([20, 2, 63, 6])
    expect(folded(shop, { type: 'focus', match: { by: 'module', module: 'gone' } })).toEqual([])
  })

  it('drops the kernel', () => {
    expect(folded(shop, { type: 'drop-kernel' })).toEqual([
      ' 16',
      '[no stack] 32',
      '[unknown]@libc;[unknown]@libc;copy@libc 8',
      'main@shop;read@libc 4',
      'main@shop;walk@shop;visit@shop;walk@shop 2',
      'main@shop;walk@shop;walk@shop;walk@shop;copy@libc 1',
    ])
  })

  it('follows another, in the order given', () => {
    const hide: Transform = { type: 'hide', match: { by: 'pattern', pattern: '^visit$' } }
    const collapse: Transform = { type: 'collapse-recursion' }
    const calls = (...transforms: Transform[]) =>
      folded(shop, ...transforms).filter((line) => line.includes('walk'))
    expect(calls(collapse, hide)).toEqual([
      'main@shop;walk@shop;copy@libc 1',
      'main@shop;walk@shop;walk@shop 2',
    ])
    expect(calls(hide, collapse)).toEqual(['main@shop;walk@shop 2', 'main@shop;walk@shop;copy@libc 1'])
  })

  it('says where its pattern is broken', () => {
    let code = ''
    try {
      folded(shop, { type: 'hide', match: { by: 'pattern', pattern: '(' } })
    } catch (error) {
      if (isExpected(error)) code = error.code
    }
    expect(code).toBe('query.pattern')
  })

  it('treats the call of a slice as its frame, which is no frame of the kernel', () => {
    const slices = (...transforms: Transform[]) => foldedText(flameOf(shop, transforms, { streamId: 1 }))
    expect(slices({ type: 'drop-kernel' })).toEqual(['fsync@syscall 7', 'read@syscall 5'])
    expect(slices({ type: 'hide', match: { by: 'module', module: 'syscall' } })).toEqual([' 12'])
    expect(slices({ type: 'focus', match: { by: 'pattern', pattern: 'read' } })).toEqual(['read@syscall 5'])
  })

  it('leaves group frames alone, and what is hidden at them, in either order', () => {
    const transforms: Transform[] = [
      { type: 'hide', match: { by: 'pattern', pattern: 'shop|libc' } },
      { type: 'drop-kernel' },
    ]
    for (const order of ['top-down', 'inverted'] as const)
      expect(flameText(flameOf(shop, transforms, { order, group: 'process' }))).toBe(
        ['* 63 0 6', '  shop (pid 7) 63 31 6', '    [no stack] 32 32 1'].join('\n'),
      )
  })
})

describe('all views of a selection with transforms', () => {
  const focus: Transform[] = [
    { type: 'focus', match: { by: 'function', function: { name: 'walk', module: 'shop' } } },
  ]

  it('know only the frames and events that are left', () => {
    const selection = {
      transforms: [...focus, { type: 'merge', match: { by: 'module', module: 'libc' }, name: 'C' } as const],
    }
    const functions = queryFunctions(shop, {
      ...{ ...target, selection, sort: 'total', descending: true, search: '', offset: 0, limit: 100 },
    })
    expect(functions.names.map((name, i) => `${name} ${functions.self[i]} ${functions.total[i]}`)).toEqual([
      'walk 2 3',
      'visit 0 2',
      'C 1 1',
    ])
    const timeline = queryTimeline(shop, {
      ...{ ...target, selection, from: 0, to: 10, columns: 10, overviewColumns: 10, maxLanes: 10 },
    })
    expect(timeline.lanes.map(({ count, weight }) => [count, weight])).toEqual([[2, 3]])
    expect(Array.from(timeline.cells)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    const inside = { ...selection, function: { name: 'C', module: 'libc' } }
    expect(foldedText(queryFlame(shop, { ...everything, selection: inside }))).toEqual([
      'walk@shop;walk@shop;walk@shop;C@libc 1',
    ])
    expect(flameOf(shop, [...focus], { search: 'copy' }).matched).toBe(1)
  })

  it('list only the slices that are left', () => {
    const transforms: Transform[] = [{ type: 'focus', match: { by: 'pattern', pattern: 'fsync' } }]
    const slices = querySlices(shop, {
      ...{
        captureId: 'c',
        streamId: 1,
        selection: { transforms },
        sort: 'start',
        descending: false,
        offset: 0,
        limit: 9,
      },
    })
    expect([slices.rows, slices.names]).toEqual([1, ['fsync']])
    const histogram = queryHistogram(shop, { captureId: 'c', selection: { transforms } })
    expect(histogram.selected).toMatchObject({ count: 1, total: 7 })
  })
})

describe('transforms of real stacks', () => {
  const matches = ['libc', '^__', 'sys|vmlinux|kernel', 'unknown'].map(
    (pattern) => ({ by: 'pattern', pattern }) as const,
  )
  const transforms: Transform[] = [
    { type: 'collapse-recursion' },
    { type: 'drop-kernel' },
    ...matches.flatMap((match): Transform[] => [
      { type: 'hide', match },
      { type: 'merge', match, name: 'one' },
      { type: 'focus', match },
    ]),
  ]

  it.each(['perf-fp', 'perf-cpp', 'perf-dwarf-inlined', 'perf-jit-java', 'perf-three-events'])(
    'of %s are what each stack becomes by itself',
    (fixture) => {
      const profile = read(fixture)
      const index = indexProfile(profile)
      const stacks = stacksOf(profile)
      for (const transform of transforms) {
        const kept = stacks.map((stack) => naiveTransform(stack, transform)).filter((stack) => stack !== null)
        const flame = flameOf(index, [transform], { measure: 'events' })
        expect(foldedText(flame, false), JSON.stringify(transform)).toEqual(countStacks(kept))
        expect(flame.count[0]).toBe(kept.length)
      }
    },
  )

  it('without templates put together what was made of one template', () => {
    const stripped = flameOf(indexProfile(read('perf-cpp')), [{ type: 'strip-templates' }], {
      measure: 'events',
    })
    expect(stripped.names.filter((name) => /[<>{]/.test(name)).sort()).toEqual(['Engine::operator<<'])
    const cache =
      '__libc_start_call_main;main;Engine::operator<<;Engine::run;(anonymous namespace)::inner::Cache::operator()'
    expect(foldedText(stripped, false).filter((line) => line.includes('Cache'))).toEqual([
      `${cache};__memcmp_evex_movbe 4`,
      `${cache};std::_Function_handler::_M_invoke 46`,
    ])
  })

  it('fold what stands between the frames of a script', () => {
    const fold: Transform[] = [{ type: 'fold-interpreters' }, { type: 'drop-kernel' }]
    const lines = (fixture: string, of: RegExp) =>
      foldedText(flameOf(indexProfile(read(fixture)), fold, { measure: 'events' }), false).flatMap(
        (line) => of.exec(line)?.[0] ?? [],
      )
    const node = 'V8 interpreter;JS:~ node:internal/main/run_main_module:1:1;V8 interpreter'
    expect(lines('perf-jit-node', /V8.*(LdaConstantHandler|'x'>.*)/)).toEqual([
      `${node};Builtins_LdaConstantHandler`,
      `${node};JS:~ /opt/demo/jit.js:1:1;JS:*we;ird<'x'> /opt/demo/jit.js:1:24 10`,
    ])
    expect(lines('perf-dwarf-inlined', /CPython.*(open64|randomness|datasync|close) .*/)).toEqual([
      'CPython interpreter;[unknown];[unknown];sqlite3_step;sqlite3VdbeExec;sqlite3BtreeInsert;[unknown];[unknown];[unknown];[unknown];__libc_open64 1',
      'CPython interpreter;[unknown];[unknown];sqlite3_step;sqlite3VdbeExec;sqlite3BtreeInsert;[unknown];[unknown];[unknown];sqlite3_randomness 1',
      'CPython interpreter;[unknown];sqlite3_step;sqlite3VdbeExec;sqlite3VdbeHalt;sqlite3BtreeCommitPhaseOne;sqlite3PagerCommitPhaseOne;[unknown];[unknown];__GI_fdatasync 2',
      'CPython interpreter;__GI___close 1',
    ])
    const java = 'jni_invoke_static;JVM interpreter'
    expect(lines('perf-jit-java', /jni_invoke.*(J\.f|hasNext|complete).*/)).toEqual([
      `${java};JVM_InvokeMethod;Reflection::invoke_method;invoke;JVM interpreter;void J.main(java.lang.String[]);long J.f(java.util.List) 2`,
      `${java};boolean com.sun.tools.javac.util.List$3.hasNext() 1`,
      `${java};void com.sun.tools.javac.code.Symbol.complete();JVM interpreter 1`,
    ])
  })
})

describe('any transforms', () => {
  it('of any profile are what each stack becomes by itself, and weigh what is left', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed)
      const profile = profileOf(randomProfile(random, 60))
      const index = indexProfile(profile)
      const transforms = randomTransforms(random)
      let stacks: (readonly NamedFrame[])[] = stacksOf(profile)
      for (const transform of transforms)
        stacks = stacks.map((stack) => naiveTransform(stack, transform)).filter((stack) => stack !== null)
      const flame = flameOf(index, transforms, { measure: 'events' })
      expect(foldedText(flame, false), `seed ${seed}`).toEqual(countStacks(stacks))
      expect(unbalancedNodes(flame), `seed ${seed}`).toEqual([])
      const inverted = flameOf(index, transforms, { measure: 'events', order: 'inverted', group: 'thread' })
      expect(inverted.total[0], `seed ${seed}`).toBe(stacks.length)
      expect(unbalancedNodes(inverted), `seed ${seed}`).toEqual([])
      if (transforms.every(({ type }) => type !== 'focus'))
        expect(flameOf(index, transforms).total[0], `seed ${seed}`).toBe(
          flame.count[0] && index.events(0).totalWeight,
        )
    }
  })

  it('collapse recursion once and for all', () => {
    const collapse: Transform = { type: 'collapse-recursion' }
    for (let seed = 1; seed <= 20; seed++) {
      const index = indexProfile(profileOf(randomProfile(seededRandom(seed), 60)))
      expect(folded(index, collapse, collapse), `seed ${seed}`).toEqual(folded(index, collapse))
    }
  })
})

function randomTransforms(random: Random): Transform[] {
  const match = () =>
    random.pick([
      { by: 'module', module: 'app' },
      { by: 'function', function: { name: 'work', module: 'app' } },
      { by: 'pattern', pattern: 'a|idle' },
      { by: 'pattern', pattern: 'kernel|libc' },
    ] as const)
  return Array.from(
    { length: random.integer(1, 3) },
    (_, i): Transform =>
      random.pick([
        () => ({ type: 'collapse-recursion' }) as const,
        () => ({ type: 'drop-kernel' }) as const,
        () => ({ type: 'hide', match: match() }) as const,
        () => ({ type: 'merge', match: match(), name: `merged ${i}` }) as const,
        () => ({ type: 'focus', match: match() }) as const,
      ])(),
  )
}

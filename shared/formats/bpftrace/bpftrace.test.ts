import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Profile } from '../../model/profile.ts'
import {
  distributionText,
  samplesOf,
  slicesText,
  stackText,
  streamsText,
  weightsText,
} from '../profile-text.ts'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { bpftrace } from './bpftrace.ts'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/bpftrace-${name}`, import.meta.url)))
const names = [
  'block-hist.txt',
  'count-snapshots.json',
  'escapes.json',
  'escapes.txt',
  'lhist.json',
  'lhist.txt',
  'offcpu-stats.json',
  'profile-perf.txt',
  'runqlat.json',
  'slow-function.json',
  'slow-function.txt',
  'wide-hist.json',
  'wide-hist.txt',
]
const fixtures = new Map(names.map((name) => [name, fixture(name)]))
const parse = (input: string | Uint8Array): Profile => parseBytes(bpftrace, input)

describe('maps of bpftrace', () => {
  it('with stacks for keys become samples, the kernel on top of the user, by whose keys they are', () => {
    const profile = parse(fixture('profile-perf.txt'))
    expect(streamsText(profile)).toEqual(['samples @ [count] "@" 8'])
    expect(weightsText(profile).slice(0, 4)).toEqual([
      '0 gzip 727/727 cpu-1 1 [unknown]',
      '0 gzip 808/808 cpu-1 1 [unknown];asm_sysvec_apic_timer_interrupt;sysvec_apic_timer_interrupt;__irq_exit_rcu;handle_softirqs',
      '0 gzip 674/674 cpu-1 1 [unknown]',
      '0 gzip 674/674 cpu-1 1 [unknown];[unknown]',
    ])
    expect(stackText(profile, samplesOf(profile).stack[1]!)).toEqual([
      'ffffffff813620e2 handle_softirqs (-) kernel',
      'ffffffff8136238e __irq_exit_rcu (-) kernel',
      'ffffffff821f46a1 sysvec_apic_timer_interrupt (-) kernel',
      'ffffffff81000e06 asm_sysvec_apic_timer_interrupt (-) kernel',
      '55b7fae72a22 [unknown] (-) unknown',
    ])
    expect(profile.losses).toEqual([])
  })

  it('of stats become samples by total and by count; what else the key holds stands behind the name', () => {
    const profile = parse(fixture('offcpu-stats.json'))
    const totals = samplesOf(profile, 0)
    expect(streamsText(profile)).toEqual([
      'samples @offcpu [count] "@offcpu: total" 5',
      'samples @offcpu [count] "@offcpu: count" 5',
    ])
    expect(Array.from(totals.weight)).toEqual([18, 22, 65, 1542, 4676829])
    expect(Array.from(samplesOf(profile, 1).weight)).toEqual([1, 1, 1, 5, 1])
    expect(weightsText(profile)[4]).toBe(
      '0 rcu_tasks_trace [128] 29/29 cpu-1 4676829 ret_from_fork_asm;ret_from_fork;kthread;rcu_tasks_kthread;rcu_tasks_one_gp;schedule;__schedule',
    )
    expect(profile.losses).toEqual([])
  })

  it('without stacks become samples of their key; of snapshots that grow the last stands for all', () => {
    const profile = parse(fixture('count-snapshots.json'))
    expect(weightsText(profile)).toEqual([
      '0  -1/-1 cpu-1 26 order_rare_refund',
      '0  -1/-1 cpu-1 26600 order_validate',
      '0  -1/-1 cpu-1 27750 order_price',
      '0  -1/-1 cpu-1 30073 order_hash',
      '0  -1/-1 cpu-1 31710 order_commit',
    ])
    expect(profile.losses).toEqual([])
  })

  it('that are cleared between two prints add up, in the unit that their name says', () => {
    const bytes = fixture('runqlat.json')
    const profile = parse(bytes)
    const sums = new Map<number, number>()
    for (const line of new TextDecoder().decode(bytes).split('\n')) {
      if (!line.includes('"@usecs"')) continue
      for (const [, min, count] of line.matchAll(/"min": (\d+), "max": \d+, "count": (\d+)/g)) {
        sums.set(Number(min), (sums.get(Number(min)) ?? 0) + Number(count))
      }
    }
    expect(distributionText(profile, 0)).toEqual(
      [...sums]
        .sort(([a], [b]) => a - b)
        .map(([min, count]) => {
          const high = min === 1 ? 2 : min * 2
          return `@usecs [${min * 1000}, ${high * 1000}) ${count}`
        }),
    )
    expect(distributionText(profile, 1)).toEqual([
      'vsock-console [4, 8) 1',
      'ksoftirqd/0 [2, 4) 1',
      'ksoftirqd/0 [16, 32) 1',
      'kworker/u8:0 [1, 2) 2',
      'ssh [8, 16) 3',
    ])
    expect(weightsText(profile, 2)[1]).toBe('0  -1/-1 cpu-1 10766 kworker/1:2H, 12487')
    expect(weightsText(profile, 3)[1]).toBe('0  -1/-1 cpu-1 6143 kworker/1:2H, 12487')
  })

  it('as text: histograms by key, and values', () => {
    const bytes = fixture('block-hist.txt')
    const profile = parse(bytes)
    expect(weightsText(profile)).toEqual([
      '0  -1/-1 cpu-1 16384 254, 0, W',
      '0  -1/-1 cpu-1 17285120 254, 0, WSM',
      '0  -1/-1 cpu-1 220831744 254, 0, DS',
      '0  -1/-1 cpu-1 222539776 254, 0, WS',
    ])
    expect(distributionText(profile, 1).slice(0, 4)).toEqual([
      '254, 0, W [64000, 128000) 1',
      '254, 0, W [128000, 256000) 2',
      '254, 0, DS [32000, 64000) 29',
      '254, 0, DS [64000, 128000) 305',
    ])
    const counts = Array.from(new TextDecoder().decode(bytes).matchAll(/\)\s+(\d+) \|/g), ([, n]) =>
      Number(n),
    )
    const all = profile.streams[1]!
    expect(all.kind === 'distribution' && all.count.reduce((sum, count) => sum + count, 0)).toBe(
      counts.reduce((sum, count) => sum + count, 0),
    )
    expect(profile.losses).toEqual([])
  })

  it.each(['wide-hist.json', 'wide-hist.txt'])(
    'with the last bucket open, below zero counted: %s',
    (name) => {
      const profile = parse(fixture(name))
      expect(profile.streams.map(({ event }) => event)).toEqual(['@h', '@k', '@l', '@neg', '@one'])
      expect([0, 1, 2, 3, 4].map((id) => distributionText(profile, id))).toEqual([
        ['@h [1073741824, 2147483648) 1', '@h [2147483648, Infinity) 3'],
        ['@k [2147483648, Infinity) 1'],
        ['@l [0, 5) 1', '@l [10, Infinity) 1'],
        [],
        ['@one [2147483648, Infinity) 1'],
      ])
      expect(profile.losses).toEqual([
        {
          kind: 'unparsed',
          count: 3,
          detail: 'Values below zero are in the raw output; distributions show those from zero on.',
        },
      ])
    },
  )

  it('without keys, or below zero, are counters', () => {
    const profile = parse('Attaching 1 probe...\n@start: 6049629381561\n@by[1, a]: -3\n@by[2, b]: 4\n')
    expect(
      profile.streams.map((stream) =>
        stream.kind === 'counter'
          ? [stream.event, ...Array.from(stream.name, (name, i) => [profile.strings[name], stream.value[i]])]
          : stream.kind,
      ),
    ).toEqual([
      ['@start', ['@start', 6049629381561]],
      ['@by', ['1, a', -3], ['2, b', 4]],
    ])
  })

  it('keep the entries before the place where a message is cut', () => {
    const profile = parse('{"type": "map", "data": {"@": {"a": 1, "b": 22, "c": 3')
    expect(weightsText(profile)).toEqual(['0  -1/-1 cpu-1 1 a', '0  -1/-1 cpu-1 22 b'])
    expect(profile.losses.map(({ kind }) => kind)).toEqual(['truncated'])
  })

  it('have the names whose bytes bpftrace escapes wrongly', () => {
    const profile = parse('{"type": "map", "data": {"@": {"caf\\uffffffc3\\uffffffa9": 1}}}\n')
    expect(weightsText(profile)).toEqual(['0  -1/-1 cpu-1 1 café'])
  })
})

describe('events that bpftrace programs print', () => {
  it.each(['slow-function.txt', 'slow-function.json'])('become slices with their stacks: %s', (name) => {
    const text = new TextDecoder().decode(fixture(name)).replaceAll('\\t', '\t')
    const rows = Array.from(text.matchAll(/(\d{13})\t(\d+)\t(\d+)\t(\S+)\t(\d+)\t\d+\t(\d+)/g), (row) => ({
      start: Number(row[1]) - Number(row[5]),
      duration: Number(row[5]),
      rest: `${row[4]} ${row[2]}/${row[3]} calls = ${row[6]}`,
    })).sort((a, b) => a.start - b.start)
    const profile = parse(fixture(name))
    expect(rows).toHaveLength(4)
    expect(slicesText(profile)).toEqual(
      rows.map(
        ({ start, duration, rest }) =>
          `${start - rows[0]!.start} +${duration} ${rest} start_thread;worker;handle_request;order_commit`,
      ),
    )
    expect(profile.clockOrigin).toBe(rows[0]!.start)
    expect(profile.losses).toEqual([])
  })

  it('may be the S lines of our own programs, with or without a stack', () => {
    const profile = parse(
      'M\tbegin\t1000\t0\tx86_64\nS\t2000\t500\t1\t2\t74\t-5\ta b\n\t7f00 f+1 (/x)\n\nLost 7 events\nwhat is this\n',
    )
    expect(slicesText(profile)).toEqual(['0 +500 a b 1/2 fsync = -5 f'])
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([
      ['lost', 7],
      ['unparsed', 1],
    ])
  })
})

it('bpftrace is told by its messages and maps', () => {
  for (const [name, bytes] of fixtures) expect(bpftrace.sniff(bytes), name).toBeGreaterThan(0.5)
})

describeDamage(bpftrace, fixtures)

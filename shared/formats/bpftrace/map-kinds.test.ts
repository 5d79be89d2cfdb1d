/** Each kind of map that bpftrace has, as bpftrace 0.17 printed it: lhist, hist, avg, stats, min, max, count, sum. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { distributionText, slicesText, streamsText, weightsText } from '../profile-text.ts'
import { parseBytes } from '../testing/battery.ts'
import { profileLines } from '../testing/profile-lines.ts'
import { bpftrace } from './bpftrace.ts'

const parse = (name: string) =>
  parseBytes(bpftrace, new Uint8Array(readFileSync(new URL(`../fixtures/bpftrace-${name}`, import.meta.url))))

describe('a histogram with steps of one width (lhist)', () => {
  it('has its bounds in text, the last without an end, and says what is below zero', () => {
    const profile = parse('lhist.txt')
    expect(distributionText(profile, 1)).toEqual([
      '@bytes [0, 512) 401',
      '@bytes [512, 1024) 46',
      '@bytes [1024, 1536) 4',
      '@bytes [4096, Infinity) 5',
    ])
    expect(distributionText(profile, 9)).toEqual([
      'ThreadPoolServi [0, 10) 1',
      'writer-worker [0, 10) 1',
      'ThreadPoolForeg [0, 10) 2',
      'ThreadPoolForeg [40, 50) 2',
      'Chrome_ChildIOT [0, 10) 76',
      'Chrome_ChildIOT [100, Infinity) 35',
    ])
    // 3 each in @bytes, @h and @ret
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['unparsed', 9]])
  })

  it('has them in JSON too', () => {
    const profile = parse('lhist.json')
    expect(distributionText(profile, 1)).toEqual([
      '@bytes [0, 512) 244',
      '@bytes [512, 1024) 113',
      '@bytes [1024, 1536) 27',
      '@bytes [1536, 2048) 8',
      '@bytes [2048, 2560) 3',
      '@bytes [2560, 3072) 50',
      '@bytes [3072, 3584) 3',
      '@bytes [4096, Infinity) 7',
    ])
    expect(distributionText(profile, 9).slice(0, 4)).toEqual([
      'head [0, 10) 1',
      'query-worker [0, 10) 2',
      'bash [0, 10) 96',
      'bash [10, 20) 7',
    ])
    expect(profile.losses).toEqual([])
  })

  it('may have bounds below zero, in newer versions', () => {
    const profile = parseBytes(
      bpftrace,
      '@l: \n(..., -10)             1 |@ |\n[-10, -5)             2 |@@|\n[-5, 0)              0 | |\n[0, 5)               4 |@@|\n\n',
    )
    expect(distributionText(profile)).toEqual(['@l [0, 5) 4'])
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['unparsed', 3]])
  })
})

describe('numbers', () => {
  it('are samples by key and counters without one; stats have two streams', () => {
    expect(streamsText(parse('lhist.txt'))).toEqual([
      'samples @avg [count] "@avg" 3',
      'distribution @bytes [bytes] "@bytes" 4',
      'distribution @h [count] "@h" 7',
      'samples @max [count] "@max" 3',
      'counter @mean [count] "@mean" 1',
      'counter @min [count] "@min" 1',
      'counter @n [count] "@n" 1',
      'counter @one [count] "@one: total" 1',
      'counter @one [count] "@one: count" 1',
      'distribution @ret [count] "@ret" 6',
      'samples @st [count] "@st: total" 3',
      'samples @st [count] "@st: count" 3',
      'samples @sum [count] "@sum" 3',
    ])
    const json = parse('lhist.json')
    expect(weightsText(json, 10)).toEqual([
      '0  -1/-1 cpu-1 0 head',
      '0  -1/-1 cpu-1 24 DelayedTaskSche',
      '0  -1/-1 cpu-1 275816 python3',
    ])
    expect(weightsText(json, 12).at(-1)).toBe('0  -1/-1 cpu-1 275816 python3, 17865')
  })

  it('that are averages, as JSON says, are no weights, and of two prints the last stands', () => {
    const print = (head: number) => `{"type": "stats", "data": {"@avg": {"head": ${head}, "cat": 8}}}\n`
    expect(profileLines(parseBytes(bpftrace, print(9) + print(4)))).toEqual([
      'clock 0, duration 0',
      'counter 0 "@avg" in count, 2 rows: @avg',
      '  0 head = 4',
      '  0 cat = 8',
    ])
  })
})

describe('bytes above 0x7f, which bpftrace 0.17 writes as \\uffffffc3 in JSON', () => {
  const owners = (name: string) =>
    slicesText(parse(name)).map((text) => text.replace(/^\d+ \+1000 | \d.*/g, ''))

  it('are the text that was meant, in events and in keys', () => {
    // the text form has the same bytes as they are
    expect(owners('escapes.json').slice(0, 2)).toEqual(owners('escapes.txt').slice(0, 2))
    expect(owners('escapes.json')[0]).toContain('na\u00efve\u0001')
    expect(owners('escapes.json')[1]).toContain('\u{1f525}\ufffd')
    expect(weightsText(parse('escapes.json'), 1)).toEqual(weightsText(parse('escapes.txt'), 1))
  })
})

import { describe, expect, it } from 'vitest'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { readFixtures } from '../testing/fixtures.ts'
import { foldedTotals, profileLines } from '../testing/profile-lines.ts'
import { speedscope } from './speedscope.ts'

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url))
const read = (input: unknown) => parseBytes(speedscope, JSON.stringify(input))

interface File {
  shared: { frames: { name: string }[] }
  profiles: {
    type: string
    name: string
    unit: string
    samples: number[][]
    weights: number[]
    events: { type: string; frame: number; at: number }[]
  }[]
}
const scales: Record<string, number> = { nanoseconds: 1, microseconds: 1000, milliseconds: 1e6, seconds: 1e9 }

/** The totals of each path by the rules of the format, with nothing of the reader under test. */
const totalsOf = ({ shared, profiles }: File, unit: string): ReadonlyMap<string, number> => {
  const totals = new Map<string, number>()
  const round = (value: number) => Math.round(value * (scales[unit] ?? 1))
  const add = (name: string, path: number[], value: number) => {
    // py-spy: Process 1 Thread 2 "name"
    const key = [
      /^Process .* "(.*)"$/.exec(name)?.[1] ?? name,
      ...path.map((frame) => shared.frames[frame]!.name),
    ].join(';')
    if (value > 0) totals.set(key, (totals.get(key) ?? 0) + value)
  }
  for (const profile of profiles.filter((one) => one.unit === unit)) {
    profile.samples?.forEach((path, i) => {
      add(profile.name, path, round(profile.weights[i]!))
    })
    const open: number[] = []
    let last = 0
    for (const { type, frame, at } of profile.events ?? []) {
      if (open.length > 0) add(profile.name, open, round(at) - round(last))
      last = at
      if (type === 'O') open.push(frame)
      else open.pop()
    }
  }
  return totals
}

describe('speedscope files', () => {
  it.each([...fixtures])('%s: every row', async (name, bytes) => {
    const lines = profileLines(parseBytes(speedscope, bytes))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./fixtures/${name}.expected.txt`)
  })

  it.each([...fixtures])('%s: the totals of each path', (_, bytes) => {
    const file: File = JSON.parse(new TextDecoder().decode(bytes))
    const profile = parseBytes(speedscope, bytes)
    expect(foldedTotals(profile, 0)).toEqual(totalsOf(file, file.profiles[0]!.unit))
  })

  it('are known by their content', () => {
    for (const bytes of fixtures.values()) expect(speedscope.sniff(bytes.subarray(0, 4096))).toBe(1)
  })
})

describe('a speedscope file', () => {
  const frames = [{ name: 'main', file: '/bin/a' }, { name: 'f' }, { name: 'g' }]

  it('has each profile of time as a thread, and unlike profiles as streams', () => {
    const sampled = { type: 'sampled', startValue: 0, endValue: 3, samples: [[0], [0, 1]], weights: [1, 2] }
    const profile = read({
      shared: { frames },
      profiles: [
        { ...sampled, name: 'worker', unit: 'milliseconds' },
        { ...sampled, name: 'idle', unit: 'seconds', startValue: 1, endValue: 5 },
        { ...sampled, name: 'alloc_space', unit: 'bytes' },
        { ...sampled, name: 'alloc_objects', unit: 'none' },
        { ...sampled, name: 'inuse_objects', unit: 'none', samples: [[]], weights: [4] },
      ],
    })
    expect(profileLines(profile)).toEqual([
      'clock 0, duration 5000000000',
      'samples 0 "samples" in ns, 4 rows: time',
      '  0 [worker 0/1] 1000000: main (/bin/a)',
      '  1000000 [worker 0/1] 2000000: main (/bin/a) ; f',
      '  1000000000 [idle 0/2] 1000000000: main (/bin/a)',
      '  2000000000 [idle 0/2] 2000000000: main (/bin/a) ; f',
      'samples 1 "alloc_space" in bytes, 2 rows: alloc_space',
      '  0 [alloc_space 0/3] 1: main (/bin/a)',
      '  0 [alloc_space 0/3] 2: main (/bin/a) ; f',
      'samples 2 "alloc_objects" in count, 2 rows: alloc_objects',
      '  0 [alloc_objects 0/4] 1: main (/bin/a)',
      '  0 [alloc_objects 0/4] 2: main (/bin/a) ; f',
      'samples 3 "inuse_objects" in count, 1 rows: inuse_objects',
      '  0 [inuse_objects 0/5] 4: -',
    ])
  })

  it('may have its frames last, ends in the wrong order, and calls that never end', () => {
    const event = (type: string, frame: number, at: number) => ({ type, frame, at })
    const profile = read({
      profiles: [
        {
          ...{ type: 'evented', name: 't', unit: 'nanoseconds', startValue: 10, endValue: 30 },
          events: [
            event('O', 0, 10),
            event('O', 1, 12),
            event('C', 2, 13),
            event('C', 0, 20),
            event('O', 7, 25),
            {},
          ],
        },
      ],
      shared: { frames },
    })
    expect(profileLines(profile)).toEqual([
      'clock 10, duration 20',
      'samples 0 "samples" in ns, 2 rows: time',
      '  0 [t 0/1] 2: main (/bin/a)',
      '  2 [t 0/1] 8: main (/bin/a) ; f',
      'slices 1 "calls" in ns, 3 rows: calls',
      '  0 +10 [t 0/1] main',
      '  2 +8 [t 0/1] f',
      '  15 +0 [t 0/1] [unknown]',
      'unparsed 1: Left out: events without type, frame or time; the first at byte 259.',
      'unparsed 1: Left out: ends of calls that had not begun; the first at byte 344.',
      'unparsed 1: Left out: ends of calls, which last to the end of their profile; the first at byte 344.',
      'unparsed 1: Left out: names of frames that are not among the shared frames; the first at byte 344.',
    ])
  })

  it('keeps the samples that came before the place where it is cut', () => {
    const text = JSON.stringify({
      shared: { frames },
      profiles: [
        { type: 'sampled', name: 't', unit: 'nanoseconds', samples: [[0], [1], [2]], weights: [5, 6, 7] },
      ],
    })
    expect(profileLines(parseBytes(speedscope, text.slice(0, text.indexOf(',7]'))))).toEqual([
      'clock 0, duration 5',
      'samples 0 "samples" in ns, 1 rows: time',
      '  0 [t 0/1] 5: main (/bin/a)',
      'samples 1 "samples" in count, 2 rows: samples without weights',
      '  0 [t 0/1] 1: f',
      '  0 [t 0/1] 1: g',
      'unparsed 2: Left out: weights of samples, which are counted instead; the first at byte 181.',
      'truncated 1: The JSON ends at byte 181, before its end: what was not yet whole is left out.',
    ])
  })
})

describeDamage(speedscope, fixtures)

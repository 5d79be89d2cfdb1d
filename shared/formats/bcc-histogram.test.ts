import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bccHistogram } from './bcc-histogram.ts'
import { distributionText, streamsText } from './profile-text.ts'
import { describeDamage, parseBytes } from './testing/battery.ts'

const names = ['bcc-biolatency-flags.txt', 'bcc-funclatency.txt', 'bcc-runqlat-processes.txt']
const fixtures = new Map(
  names.map((name) => [name, new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)))]),
)

/** The buckets with their counts, in nanoseconds, read in another way: a line at a time, by its columns. */
const expectedBuckets = (bytes: Uint8Array, nameOf: (line: string) => string | null, first: string) => {
  let name = first
  const found: string[] = []
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    name = nameOf(line) ?? name
    const words = line.trim().split(/\s+/)
    if (words[1] !== '->' || words[4] === '0') continue
    found.push(`${name} [${Number(words[0]) * 1000}, ${Number(words[2]) * 1000 + 1000}) ${words[4]}`)
  }
  return found
}

describe('histograms of bcc tools', () => {
  it('have a name for each key: biolatency by flags', () => {
    const bytes = fixtures.get('bcc-biolatency-flags.txt')!
    const profile = parseBytes(bccHistogram, bytes)
    expect(streamsText(profile)).toEqual(['distribution usecs [ns] "block device I/O (usecs)" 31'])
    expect(distributionText(profile)).toEqual(
      expectedBuckets(bytes, (line) => /^flags = (.*)$/.exec(line)?.[1] ?? null, ''),
    )
    expect(profile.losses).toEqual([])
  })

  it('have a name for each process: runqlat -P', () => {
    const bytes = fixtures.get('bcc-runqlat-processes.txt')!
    const profile = parseBytes(bccHistogram, bytes)
    const nameOf = (line: string) => {
      const [, pid, comm] = /^pid = (\d+) (.*)$/.exec(line) ?? []
      return pid === undefined ? null : `${comm} (${pid})`
    }
    expect(distributionText(profile)).toEqual(expectedBuckets(bytes, nameOf, ''))
    expect(profile.losses).toEqual([])
  })

  it('are named after what is traced where there is no key: funclatency', () => {
    const bytes = fixtures.get('bcc-funclatency.txt')!
    const profile = parseBytes(bccHistogram, bytes)
    const traced = '/opt/demo/wl/liborder.so:order_commit'
    expect(streamsText(profile)).toEqual([`distribution usec [ns] "${traced} (usec)" 12`])
    expect(distributionText(profile)).toEqual(expectedBuckets(bytes, () => null, traced))
    expect(profile.losses).toEqual([])
  })

  it('add up over intervals, in their units, linear ones too', () => {
    const profile = parseBytes(
      bccHistogram,
      [
        '12:00:01',
        '     msecs               : count     distribution',
        '         4 -> 7          : 2        |****|',
        'avg = 5 msecs, total: 10 msecs, count: 2',
        '12:00:02',
        '     msecs               : count     distribution',
        '         4 -> 7          : 3        |****|',
        '     runqlen       : count     distribution',
        '        0          : 7       |****|',
        '        1          : 1       |    |',
        '     Kbytes              : count     distribution',
        '         4 -> 7          : 9        |****|',
        '',
      ].join('\n'),
    )
    expect(streamsText(profile)).toEqual([
      'distribution msecs [ns] "msecs" 1',
      'distribution runqlen [count] "runqlen" 2',
      'distribution Kbytes [bytes] "Kbytes" 1',
    ])
    expect([0, 1, 2].flatMap((id) => distributionText(profile, id))).toEqual([
      'all [4000000, 8000000) 5',
      'all [0, 1) 7',
      'all [1, 2) 1',
      'all [4096, 8192) 9',
    ])
    expect(profile.losses).toEqual([])
  })

  it('are told by their header', () => {
    for (const [name, bytes] of fixtures) expect(bccHistogram.sniff(bytes), name).toBe(0.95)
    expect(bccHistogram.sniff(new TextEncoder().encode('TIME COMM PID\n'))).toBe(0)
  })
})

it('counts a bucket whose bounds are one number in a double', () => {
  const text =
    '     usecs               : count     distribution\n         0 -> 1          : 3        |***|\n'
  const profile = parseBytes(
    bccHistogram,
    `${text}163817384327673838735 -> 163817384327673838800 : 7        |***|\n`,
  )
  expect(distributionText(profile)).toEqual([expect.stringMatching(/ 3$/)])
  expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['unparsed', 1]])
})

describeDamage(bccHistogram, fixtures)

import { readFileSync } from 'node:fs'
import {
  Label,
  Line,
  Location,
  Mapping,
  Function as PprofFunction,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format'
import { describe, expect, it } from 'vitest'
import { isExpected } from '../../errors/errors.ts'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { readFixtures } from '../testing/fixtures.ts'
import { foldedTotals, profileLines } from '../testing/profile-lines.ts'
import { pprof } from './pprof.ts'

const folder = new URL('./fixtures/', import.meta.url)
const fixtures = readFixtures(folder)

/**
 * The totals of each path and sample type out of the text of `go tool pprof -raw`: rows of values and locations,
 * locations with a line each for what is inlined.
 */
const totalsOf = (raw: string, type: number): ReadonlyMap<string, number> => {
  const [samplesText, rest] = raw.split('\nLocations\n') as [string, string]
  const names = new Map<string, string[]>()
  let current: string[] = []
  for (const line of rest.split('\nMappings\n')[0]!.split('\n')) {
    const first = /^ +(\d+): 0x[\da-f]+ M=\d+ (.*)$/.exec(line)
    if (first) {
      current = []
      names.set(first[1]!, current)
    }
    const name = /^(.*?) \S*:\d+ s=\d+$/.exec(first ? first[2]! : line.trim())
    if (name) current.push(name[1]!)
  }
  const totals = new Map<string, number>()
  const rows = samplesText.split('\n')
  rows.forEach((row, i) => {
    const match = /^ +([\d ]+): ([\d ]+)$/.exec(row)
    if (!match) return
    const value = Number(match[1]!.trim().split(/ +/)[type])
    const labels = [...(rows[i + 1] ?? '').matchAll(/([\w ]+):\[([^\]]*)\]/g)]
      .map(([, key, text]) => `${key!.trim()}=${text}`)
      .filter((label) => !/^bytes=/.test(label))
      .sort()
    const path = match[2]!
      .trim()
      .split(' ')
      .flatMap((id) => names.get(id)!)
    const key = [labels.join(' ') || '-', ...path.reverse()].join(';')
    if (value > 0) totals.set(key, (totals.get(key) ?? 0) + value)
  })
  return totals
}

describe('pprof files of Go and Node', () => {
  it.each([...fixtures])('%s: every row', async (name, bytes) => {
    const lines = profileLines(parseBytes(pprof, bytes))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./fixtures/${name}.expected.txt`)
  })

  it.each([...fixtures])('%s: what go tool pprof reads of it', (name, bytes) => {
    const raw = readFileSync(new URL(`${name}.raw.txt`, folder), 'utf8')
    const types = /\nSamples:\n(.*)\n/.exec(raw)![1]!.replace('[dflt]', '').split(' ')
    const profile = parseBytes(pprof, bytes)
    expect(profile.losses).toEqual([])
    const units = { count: 'count', nanoseconds: 'ns', bytes: 'bytes' } as const
    expect(profile.streams.map(({ event, unit }) => `${event}/${unit}`)).toEqual(
      types.map((type) => {
        const [event, unit] = type.split('/') as [string, keyof typeof units]
        return `${event}/${units[unit]}`
      }),
    )
    types.forEach((_, type) => {
      expect(foldedTotals(profile, type)).toEqual(totalsOf(raw, type))
    })
  })

  it('are known by their content', () => {
    for (const bytes of fixtures.values()) expect(pprof.sniff(bytes.subarray(0, 4096))).toBe(1)
  })
})

const build = () => {
  const table = new StringTable()
  const text = (value: string) => table.dedup(value)
  const label = (key: string, value: string | number | bigint) =>
    new Label(
      typeof value === 'string' ? { key: text(key), str: text(value) } : { key: text(key), num: value },
    )
  const profile = new PprofProfile({
    sampleType: [
      new ValueType({ type: text('wall'), unit: text('milliseconds') }),
      new ValueType({ type: text('width'), unit: text('inches') }),
    ],
    sample: [
      new Sample({
        locationId: [2 ** 40, 1],
        value: [3, -4n],
        label: [
          label('thread id', 12),
          label('thread name', 'pool'),
          label('end_timestamp_ns', 1_700_000_000_000_000_123n),
        ],
      }),
      new Sample({
        locationId: [77],
        value: [5, 0],
        label: [label('pid', 3), label('tid', 4), label('comm', 'sh')],
      }),
      new Sample({ locationId: [], value: [1] }),
    ],
    mapping: [
      new Mapping({ id: 1, filename: text('/bin/a') }),
      new Mapping({ id: 2, filename: text('[kernel.kallsyms]') }),
    ],
    location: [
      new Location({
        ...{ id: 1, mappingId: 1, address: 0xffff_8000_0000_0001n },
        line: [new Line({ functionId: 1, line: 3 }), new Line({ functionId: 2 })],
      }),
      new Location({ id: 2 ** 40, mappingId: 2, address: 16 }),
    ],
    function: [
      new PprofFunction({ id: 1, name: text('inner<é>'), filename: text('a.c') }),
      new PprofFunction({ id: 2, systemName: text('outer') }),
    ],
    stringTable: table,
    timeNanos: 1_700_000_000_000_000_000n,
    durationNanos: 1000,
  })
  return profile.encode()
}

const lines = [
  'clock 1700000000000000000, duration 1000',
  'samples 0 "wall" in ns, 3 rows: wall',
  '  0 [sh 3/4] 5000000: [unknown]',
  '  0 [-] 1000000: -',
  '  123 [pool 0/12] 3000000: outer (/bin/a) user 0xffff800000000001 ; inner<é> (/bin/a) inlined 0xffff800000000001 ; [unknown] ([kernel.kallsyms]) kernel 0x10',
  'samples 1 "width" in count, 1 rows: width (inches)',
  '  123 [pool 0/12] -4: outer (/bin/a) user 0xffff800000000001 ; inner<é> (/bin/a) inlined 0xffff800000000001 ; [unknown] ([kernel.kallsyms]) kernel 0x10',
]

describe('a pprof profile', () => {
  const bytes = build()

  it('has units, negative values, inlined lines, threads and times out of labels', () => {
    expect(profileLines(parseBytes(pprof, bytes))).toEqual([
      ...lines,
      expect.stringMatching(/^unparsed 1: Left out: locations that samples name and that are not there/),
    ])
  })

  it('may be in pieces, with the strings last', () => {
    // protobuf: messages one after another are merged
    const parts = [
      bytes,
      new PprofProfile({ durationNanos: 2000, stringTable: new StringTable() }).encode().slice(2),
    ]
    const joined = new Uint8Array(Buffer.concat(parts))
    expect(profileLines(parseBytes(pprof, joined))[0]).toBe('clock 1700000000000000000, duration 2000')
  })

  it('that is cut says where, and keeps its samples', () => {
    const go = fixtures.get('go-cpu.pb')!
    const whole = parseBytes(pprof, go)
    const { streams, losses } = parseBytes(pprof, go.subarray(0, go.length - 1))
    expect(streams.map(({ length }) => length)).toEqual(whole.streams.map(({ length }) => length))
    expect(losses.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([
      expect.stringMatching(
        /^truncated: The profile ends in the middle of the record at byte \d+: names and places/,
      ),
    ])
  })

  it('whose numbers do not end is refused, not waited for', () => {
    const endless = new Uint8Array(4_000_000).fill(0xff)
    expect(() =>
      parseBytes(pprof, Uint8Array.of(0x12, 0x80, 0x92, 0xf4, 0x01, ...endless.subarray(0, 1000))),
    ).toThrow(expect.toSatisfy((error) => isExpected(error) && error.code === 'format.unrecognised'))
    // a sample type, then a sample whose packed values are one endless number
    const body = Uint8Array.of(
      0x0a,
      0x04,
      0x08,
      0x01,
      0x10,
      0x02,
      0x12,
      0x85,
      0x92,
      0xf4,
      0x01,
      0x0a,
      0x80,
      0x92,
      0xf4,
      0x01,
    )
    const broken = new Uint8Array(Buffer.concat([body, endless, Uint8Array.of(0x32, 0)]))
    expect(parseBytes(pprof, broken).losses.map(({ detail }) => detail)).toEqual([
      'Left out: samples that are no such message; the first at byte 6.',
    ])
  })
})

describeDamage(pprof, fixtures, { lines: false })

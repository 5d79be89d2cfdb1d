import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isExpected } from '../errors/errors.ts'
import type { DistributionStream, Profile, SliceStream } from '../model/profile.ts'
import { bpftraceSyscalls } from './bpftrace-syscalls.ts'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)))

const parse = (input: Uint8Array | string, chunkBytes = Number.POSITIVE_INFINITY): Profile => {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  const parser = bpftraceSyscalls.createParser()
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.slice(at, at + chunkBytes))
  return parser.finish()
}

const streamsOf = (profile: Profile): { slow: SliceStream; all: DistributionStream } => {
  const [slow, all] = profile.streams
  if (slow?.kind !== 'slices' || all?.kind !== 'distribution') throw new Error('other streams')
  return { slow, all }
}

const callsText = (profile: Profile): string[] => {
  const { slow } = streamsOf(profile)
  const { pid, tid, name } = profile.threads
  return Array.from({ length: slow.length }, (_, i) => {
    const thread = slow.thread[i]!
    const comm = profile.strings[name[thread]!]
    const call = profile.strings[slow.name[i]!]
    return `${slow.start[i]} +${slow.duration[i]} ${call} = ${slow.result[i]} ${comm} ${pid[thread]}/${tid[thread]}`
  })
}

const bucketsText = (profile: Profile): string[] => {
  const { all } = streamsOf(profile)
  return Array.from(
    { length: all.length },
    (_, i) => `${profile.strings[all.name[i]!]} [${all.low[i]}, ${all.high[i]}) ${all.count[i]}`,
  )
}

const printed = (data: string) => `{"type": "printf", "data": ${JSON.stringify(data)}}\n`
const begin = printed('M\tbegin\t1000000000000\t1000000\tx86_64\n')
const end = printed('M\tend\t1000000900000\n')

describe('the output of the syscall-latency program', () => {
  it('gives slow calls from the begin mark and the distribution of all calls', () => {
    const profile = parse(
      [
        '{"type": "attached_probes", "data": {"probes": 5}}\n',
        // the lines of several CPUs come in any order
        printed('S\t1000000400000\t250000\t7\t8\t230\t0\tworker 1\n'),
        begin,
        printed('S\t1000000100000\t300000\t7\t7\t74\t-5\tpython3\n'),
        printed('S\t1000000200000\t100000\t7\t7\t9999\t0\tpython3\n'),
        end,
        '\n{"type": "hist", "data": {"@all": {"230": [{"min": 1, "max": 1, "count": 2}, {"min": 262144, "max": 524287, "count": 3}], "0": [{"min": 0, "max": 0, "count": 4}]}}}\n',
      ].join(''),
    )
    expect(callsText(profile)).toEqual([
      '100000 +300000 fsync = -5 python3 7/7',
      '200000 +100000 syscall_9999 = 0 python3 7/7',
      '400000 +250000 clock_nanosleep = 0 worker 1 7/8',
    ])
    expect(bucketsText(profile)).toEqual([
      'read [0, 1) 4',
      'clock_nanosleep [1, 2) 2',
      'clock_nanosleep [262144, 524288) 3',
    ])
    expect(profile.streams.map(({ id, kind, event, unit, title }) => [id, kind, event, unit, title])).toEqual(
      [
        [0, 'slices', 'raw_syscalls', 'ns', 'slow calls'],
        [1, 'distribution', 'raw_syscalls', 'ns', 'all calls'],
      ],
    )
    expect(profile.clockOrigin).toBe(1000000000000)
    expect(profile.duration).toBe(900000)
    expect(profile.losses).toEqual([])
  })

  it('is read as bpftrace 0.17 printed it, with a thread name of odd bytes', () => {
    const profile = parse(fixture('bpftrace-syscalls.json'))
    const sleeps = callsText(profile).filter((call) => call.includes('we"ird'))
    expect(sleeps.length).toBe(20)
    expect(sleeps[0]).toMatch(/^\d+ \+20\d{6} clock_nanosleep = 0 we"ird\\ \uFFFD\téx \d+\/\d+$/)
    expect(bucketsText(profile)).toContain('clock_nanosleep [16777216, 33554432) 20')
    expect(profile.losses).toEqual([])
  })

  it('is the same as plain text', () => {
    const profile = parse(fixture('bpftrace-syscalls.txt'))
    expect(callsText(profile).filter((call) => call.includes('we"ird')).length).toBe(20)
    expect(bucketsText(profile)).toContain('clock_nanosleep [16777216, 33554432) 20')
    expect(bucketsText(profile).slice(0, 3)).toEqual([
      'write [1024, 2048) 7',
      'write [4096, 8192) 7',
      'write [8192, 16384) 5',
    ])
    expect(profile.losses).toEqual([])
  })

  it('names calls by the host’s architecture', () => {
    const names = (architecture: string) =>
      callsText(
        parse(
          printed(`M\tbegin\t5\t1\t${architecture}\n`) +
            printed('S\t6\t9\t1\t1\t64\t0\ta\n') +
            printed('M\tend\t20\n'),
        ),
      )
    expect(names('x86_64')).toEqual(['1 +9 semget = 0 a 1/1'])
    expect(names('aarch64')).toEqual(['1 +9 write = 0 a 1/1'])
    expect(names('riscv64')).toEqual(['1 +9 syscall_64 = 0 a 1/1'])
  })

  it('takes a run without a slow call for an answer', () => {
    const profile = parse(begin + end)
    expect(profile.streams.map((stream) => stream.length)).toEqual([0, 0])
    expect(profile.duration).toBe(900000)
    expect(profile.losses).toEqual([])
  })

  it('counts lost events in both forms', () => {
    const json = parse(`${begin}{"type": "lost_events", "data": {"events": 7}}\n${end}`)
    expect(json.losses.map(({ kind, count }) => [kind, count])).toEqual([['lost', 7]])
    const text = parse('M\tbegin\t5\t1\tx86_64\nLost 127 events\nLost 1 events\nM\tend\t9\n')
    expect(text.losses.map(({ kind, count }) => [kind, count])).toEqual([['lost', 128]])
  })

  it('holds a map that was printed twice once, and ignores other maps', () => {
    const hist = (map: string, count: number) =>
      `{"type": "hist", "data": {"${map}": {"0": [{"min": 1, "max": 1, "count": ${count}}]}}}\n`
    const profile = parse(
      `${begin}${hist('@all', 2)}${hist('@other', 50)}{"type": "map", "data": {"@start": {"7": 1}}}\n${hist('@all', 3)}${end}`,
    )
    expect(bucketsText(profile)).toEqual(['read [1, 2) 3'])
    const text = parse(
      'M\tbegin\t5\t1\tx86_64\n@start[7]: 12\n\n@all[0]: \n[1]                    3 |@@@@|\n[2, 4)  1 |@ |\n\n@x: 1\nM\tend\t9\n',
    )
    expect(bucketsText(text)).toEqual(['read [1, 2) 3', 'read [2, 4) 1'])
  })

  it('keeps what came before the end when it ends in the middle', () => {
    const slow = printed('S\t1000000100000\t300000\t7\t7\t74\t0\tpython3\n')
    const cut = parse(begin + slow + slow.slice(0, 40))
    expect(callsText(cut).length).toBe(1)
    expect(cut.losses.map(({ kind, count }) => [kind, count])).toEqual([['truncated', 1]])
    const killed = parse(begin + slow)
    expect(killed.losses.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([
      'truncated: The input ends in the middle of a record, at line 3 (byte 152): the end mark is missing, so calls and the distribution may be too.',
    ])
    const histogram =
      '{"type": "hist", "data": {"@all": {"0": [{"min": 1, "max": 1, "count": 2}, {"min": 2, "ma'
    expect(bucketsText(parse(begin + slow + end + histogram))).toEqual(['read [1, 2) 2'])
  })

  it('counts lines that it cannot read', () => {
    const profile = parse(`${begin}${printed('S\t1\t2\n')}{"type": "printf", "data": "S\\t1\nhello\n${end}`)
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['unparsed', 3]])
  })

  it('reads the distribution of every call in one long line', () => {
    const buckets = Array.from(
      { length: 40 },
      (_, i) => `{"min": ${2 ** i}, "max": ${2 ** (i + 1) - 1}, "count": 1}`,
    )
    const calls = Array.from({ length: 400 }, (_, call) => `"${call}": [${buckets.join(', ')}]`)
    const line = `{"type": "hist", "data": {"@all": {${calls.join(', ')}}}}\n`
    expect(line.length).toBeGreaterThan(500_000)
    const profile = parse(begin + line + end, 65_536)
    expect(streamsOf(profile).all.length).toBe(16_000)
    expect(profile.losses).toEqual([])
  })

  it.each([
    '',
    '{"type": "attached_probes", "data": {"probes": 5}}\n\n',
    'ERROR: Could not resolve symbol\n',
  ])('is nothing without a mark, a call or a histogram: %j', (input) => {
    expect(() => parse(input)).toThrow(
      expect.toSatisfy((error) => isExpected(error) && error.code === 'format.unrecognised'),
    )
  })

  it.each(['bpftrace-syscalls.json', 'bpftrace-syscalls.txt'])('is the same however %s is cut', (name) => {
    const whole = parse(fixture(name))
    for (const chunkBytes of [1, 13, 4096]) expect(parse(fixture(name), chunkBytes)).toEqual(whole)
  })

  it.each(['bpftrace-syscalls.json', 'bpftrace-syscalls.txt'])('stays readable wherever %s ends', (name) => {
    const bytes = fixture(name)
    for (let length = 0; length < bytes.length; length += 97) {
      try {
        parse(bytes.slice(0, length))
      } catch (error) {
        expect(error).toMatchObject({ code: 'format.unrecognised' })
      }
    }
  })

  it('is told from other formats by its first bytes', () => {
    expect(bpftraceSyscalls.sniff(fixture('bpftrace-syscalls.json').subarray(0, 4096))).toBe(1)
    expect(bpftraceSyscalls.sniff(fixture('bpftrace-syscalls.txt').subarray(0, 4096))).toBe(1)
    expect(bpftraceSyscalls.sniff(fixture('perf-fp.txt').subarray(0, 4096))).toBe(0)
  })
})

it('a bucket whose count has hundreds of digits is left out', () => {
  const begin = 'M\tbegin\t1000000000000\t1000000\tx86_64\n'
  const many = '9'.repeat(400)
  const text = `${begin}M\tend\t1000000000009\n@all[0]: \n[1, 2)  3 |@|\n[2, 4)  ${many} |@|\n\n`
  expect(bucketsText(parse(text))).toEqual(['read [1, 2) 3'])
  const buckets = `[{"min": 1, "max": 1, "count": ${many}}, {"min": 2, "max": 3, "count": 3}]`
  const messages = `${begin}{"type": "hist", "data": {"@all": {"0": ${buckets}}}}\n`
  expect(bucketsText(parse(messages))).toEqual(['read [2, 4) 3'])
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { slicesText, stackText, streamsText, weightsText } from '../profile-text.ts'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { strace } from './strace.ts'

const names = ['timed', 'stacks', 'threads', 'summary', 'signals']
const fixtures = new Map(
  names.map((name) => [
    name,
    new Uint8Array(readFileSync(new URL(`../fixtures/strace-${name}.txt`, import.meta.url))),
  ]),
)
const linesOf = (name: string): string[] =>
  new TextDecoder().decode(fixtures.get(name)!).trimEnd().split('\n')
const parse = (name: string) => parseBytes(strace, fixtures.get(name)!)

/** Microseconds, which is what strace prints, without the loss of a double. */
const micros = (time: string): number => Number(time.slice(4).replace('.', ''))

describe('strace', () => {
  it('has a slice for each call with its duration and result: -f -ttt -T', () => {
    const lines = linesOf('timed').slice(1)
    const first = micros(lines[0]!.split(' ')[0]!)
    const profile = parse('timed')
    expect(slicesText(profile)).toEqual(
      lines.map((line) => {
        const [, time, name, result, seconds] = /^(\S+) (\w+)\(.*\) += (-?\d+).* <(\S+)>$/.exec(line)!
        const start = (micros(time!) - first) * 1000
        return `${start} +${Math.round(Number(seconds) * 1e9)}  12770/12770 ${name} = ${result}`
      }),
    )
    expect(streamsText(profile)).toEqual(['slices strace [ns] "System calls" 39'])
    expect(profile.clockOrigin).toBe(1795401590992750000)
    expect(profile.losses).toEqual([])
  })

  it('joins unfinished calls with their resumed ends, by thread', () => {
    const profile = parse('threads')
    const lines = linesOf('threads').slice(1)
    const first = micros(/\d+\.\d+/.exec(lines[0]!)![0])
    const begun = new Map<string, number>()
    const expected: { start: number; text: string }[] = []
    for (const line of lines) {
      const [, pid, time, rest] = /^\[pid (\d+)\] (\S+) (.*)$/.exec(line)!
      const at = (micros(time!) - first) * 1000
      const duration = /<(\d\.\d+)>$/.exec(rest!)?.[1]
      if (rest!.endsWith('<unfinished ...>')) begun.set(pid!, at)
      if (duration === undefined) continue
      const name = /^(?:<\.\.\. )?(\w+)/.exec(rest!)![1]
      const start = rest!.startsWith('<...') ? begun.get(pid!)! : at
      begun.delete(pid!)
      const result = /= (-?\d+)/.exec(rest!)![1]
      const text = `${start} +${Math.round(Number(duration) * 1e9)}  ${pid}/${pid} ${name} = ${result}`
      expected.push({ start, text })
    }
    expect(slicesText(profile)).toEqual(expected.sort((a, b) => a.start - b.start).map(({ text }) => text))
    expect(weightsText(profile, 1)).toEqual(
      [...begun]
        .map(([pid, start]) => ({ pid, start }))
        .sort((a, b) => a.start - b.start)
        .map(({ pid, start }) => {
          const name = pid === '12769' ? 'futex' : 'clock_nanosleep'
          return `${start}  ${pid}/${pid} cpu-1 1 ${name} (did not return)`
        }),
    )
    expect(profile.losses).toEqual([])
  })

  it('has the stack of each call: -k', () => {
    const profile = parse('stacks')
    const stream = profile.streams[0]!
    if (stream.kind !== 'slices') throw new Error('no slices')
    const frames = linesOf('stacks').filter((line) => line.startsWith(' > '))
    const read = Array.from(stream.stack, (stack) => stackText(profile, stack))
    expect(read.map(({ length }) => length)).toEqual([21, 21, 14])
    expect(read.flat()).toEqual(
      frames.map((line) => {
        const [, module, symbol, address] = /^ > (.*)\((.*)\) \[0x(\w+)\]$/.exec(line)!
        const name = symbol!.split('+')[0] || '[unknown]'
        return `${address} ${name} (${module}) ${name === '[unknown]' ? 'unknown' : 'user'}`
      }),
    )
    expect(profile.losses).toEqual([])
  })

  it('counts calls and their time: -c', () => {
    const profile = parse('summary')
    const rows = linesOf('summary')
      .filter((line) => /\d$|_|^ *\d.*[a-z]$/.test(line) && /^ *\d/.test(line) && !line.endsWith('total'))
      .map((line) => line.trim().split(/\s+/))
    expect(streamsText(profile)).toEqual([
      'samples strace [count] "System calls: number" 12',
      'samples strace [ns] "System calls: time" 12',
    ])
    expect(weightsText(profile, 0)).toEqual(rows.map((row) => `0  12770/12770 cpu-1 ${row[3]} ${row.at(-1)}`))
    expect(weightsText(profile, 1)).toEqual(
      rows.map((row) => `0  12770/12770 cpu-1 ${Math.round(Number(row[1]) * 1e9)} ${row.at(-1)}`),
    )
    expect(profile.losses).toEqual([])
  })

  it('has signals and exits, and names threads after what they run', () => {
    const profile = parse('signals')
    expect(weightsText(profile, 2).map((text) => text.replace(/^\d+ /, ''))).toEqual([
      ' 5327/5327 cpu-1 1 exited with 1',
      'sh 5321/5321 cpu-1 1 SIGCHLD',
      ' 5326/5326 cpu-1 1 exited with 0',
      'sh 5321/5321 cpu-1 1 SIGCHLD',
      'sh 5321/5321 cpu-1 1 SIGUSR1',
      'sh 5321/5321 cpu-1 1 killed by SIGUSR1',
    ])
    expect(profile.losses).toEqual([])
  })

  it('reads the other ways to print times and processes', () => {
    const slices = (text: string) => slicesText(parseBytes(strace, text))
    expect(
      slices(
        '[pid     7<cat>] 23:59:59.999990 read(3</a = b>, ") = 1", 10) = -1 EIO (x) <0.000020>\n00:00:00.000010 f() = 0x10 <1.000000>\n',
      ),
    ).toEqual(['0 +20000 cat 7/7 read = -1', '20000 +1000000000  -1/-1 f = 16'])
    expect(slices('     0.000000 a() = 0 <0.1>\n     0.000173 b() = 0 <0.2>\n')).toEqual([
      '0 +100000000  -1/-1 a = 0',
      '173000 +200000000  -1/-1 b = 0',
    ])
    const untimed = parseBytes(strace, 'openat(AT_FDCWD, "/x") = 3\n+++ exited with 0 +++\n')
    expect([weightsText(untimed, 0), weightsText(untimed, 1)]).toEqual([
      ['0  -1/-1 cpu-1 1 openat'],
      ['0  -1/-1 cpu-1 1 exited with 0'],
    ])
  })

  it('counts what the traced program wrote in between', () => {
    const profile = parseBytes(
      strace,
      '1795401598.4 write(1, "hi\\n", 3hi\n)            = 3 <0.003150>\nf() = 0 <0.1>\n',
    )
    expect(slicesText(profile)).toEqual(['0 +100000000  -1/-1 f = 0'])
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['unparsed', 2]])
  })

  it('is told by its lines', () => {
    for (const [name, bytes] of fixtures)
      expect(strace.sniff(bytes.subarray(0, 4096)), name).toBeGreaterThan(0.9)
    expect(strace.sniff(new TextEncoder().encode('main;f(x) 3\n'))).toBe(0)
  })
})

describeDamage(strace, fixtures)

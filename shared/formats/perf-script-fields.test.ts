import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { perfScript } from './perf-script.ts'
import { samplesOf, samplesText, stackText, streamsText } from './profile-text.ts'
import { parseBytes } from './testing/battery.ts'

const names = ['no-thread', 'no-time', 'srcline', 'srcline-tid']
const fixtures = new Map(
  names.map((name) => [
    name,
    new Uint8Array(readFileSync(new URL(`./fixtures/perf-${name}.txt`, import.meta.url))),
  ]),
)
const textOf = (name: string): string => new TextDecoder().decode(fixtures.get(name)!)
const parse = (name: string) => parseBytes(perfScript, fixtures.get(name)!)

/** Events as perf prints them: header, frames, an empty line; frames are what begins with a tab. */
const eventsOf = (name: string) =>
  textOf(name)
    .trimEnd()
    .split(/\n\n+/)
    .map((event) => event.split('\n'))
    .map(([header, ...lines]) => ({
      header: header!.trim(),
      frames: lines
        .filter((line) => line.startsWith('\t'))
        .map((line) => {
          const [, address, symbol, module] = /^\s*(\w+) (\S+?)(?:\+0x\w+)?(?: \((.*)\))?$/.exec(line)!
          return `${address} ${symbol} (${module ?? '-'}) ${symbol === '[unknown]' ? 'unknown' : 'user'}`
        }),
    }))

describe('perf script with other fields', () => {
  it.each(['srcline', 'srcline-tid'])('passes over source lines below the frames: %s', (name) => {
    const profile = parse(name)
    const { stack } = samplesOf(profile)
    expect(textOf(name)).toMatch(/^ {2}\S+\.c:\d+$/m)
    expect(Array.from(stack, (index) => stackText(profile, index))).toEqual(
      eventsOf(name).map(({ frames }) => frames),
    )
    expect(profile.losses).toEqual([])
  })

  it('reads events without process and thread', () => {
    const profile = parse('no-thread')
    const events = eventsOf('no-thread')
    const times = events.map(({ header }) => Number(/(\d+\.\d+):/.exec(header)![1]!.replace('.', '')))
    expect(streamsText(profile)).toEqual([`samples cpu-clock [count] "cpu-clock" ${events.length}`])
    expect(samplesText(profile)).toEqual(
      events.map(
        ({ header }, i) => `${(times[i]! - times[0]!) * 1000} ${header.split('  ')[0]} -1/-1 cpu-1 1`,
      ),
    )
    expect(profile.losses).toEqual([])
  })

  it('reads events without time', () => {
    const profile = parse('no-time')
    expect(samplesText(profile)).toEqual(
      eventsOf('no-time').map(({ header }) => {
        const [comm, ids, cpu, period] = header.split(/\s+/)
        return `0 ${comm} ${ids} cpu${Number(cpu!.slice(1, -1))} ${period}`
      }),
    )
    expect(streamsText(profile)).toEqual([
      `samples cpu-clock [ns] "CPU time (cpu-clock)" ${eventsOf('no-time').length}`,
    ])
    expect(profile.losses).toEqual([])
  })

  it('is told by its first lines whatever the fields and the padding', () => {
    const padded = ['default-fields', 'no-call-chains'].map(
      (name) => new Uint8Array(readFileSync(new URL(`./fixtures/perf-${name}.txt`, import.meta.url))),
    )
    for (const bytes of [...fixtures.values(), ...padded]) {
      expect(perfScript.sniff(bytes.subarray(0, 4096))).toBeGreaterThan(0.9)
    }
  })

  it('is not told from a table of bpftrace with stacks', () => {
    const rows = '#ns\tpid\ttid\tcomm\tlat_ns\n1\t2\t3\ta\t5\n\t7f00 f+0 (/x)\n\n'
    expect(perfScript.sniff(new TextEncoder().encode(rows))).toBe(0)
  })
})

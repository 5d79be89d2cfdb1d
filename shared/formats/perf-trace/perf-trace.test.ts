import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { slicesText, stackText, streamsText, weightsText } from '../profile-text.ts'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { perfTrace } from './perf-trace.ts'

const names = ['chains', 'duration', 'events', 'faults', 'one-thread', 'summary']
const fixtures = new Map(
  names.map((name) => [
    name,
    new Uint8Array(readFileSync(new URL(`../fixtures/perftrace-${name}.txt`, import.meta.url))),
  ]),
)
const linesOf = (name: string): string[] =>
  new TextDecoder().decode(fixtures.get(name)!).trimEnd().split('\n')
const parse = (name: string) => parseBytes(perfTrace, fixtures.get(name)!)
const micros = (milliseconds: string): number => Number(milliseconds.replace('.', ''))

/** Lines with a time, a duration and a result, read in another way: by what stands between fixed words. */
const expectedSlices = (lines: readonly string[], isNamed: boolean): { micros: number; text: string }[] => {
  const rows = lines.flatMap((line) => {
    const [time, duration] = line.split(/[():]/).map((part) => part.trim().replace(' ms', ''))
    const rest = line.slice(line.indexOf('): ') + 3).trim()
    const result = / = (-?\w+)(?: (?:E\w+ )?\(.*\))?$/.exec(line)?.[1]
    if (time === '?' || duration === '' || duration!.length > 12 || result === undefined) return []
    const process = isNamed
      ? /^(.*)\/(\d+) +(?:\.\.\. \[continued\]: )?(\w+)\(/.exec(rest)!
      : ['', '', '-1', rest.split('(')[0]]
    const text = `+${micros(duration!) * 1000} ${process[1]} ${process[2]}/${process[2]} ${process[3]} = ${Number(result)}`
    return [{ micros: micros(time!), text }]
  })
  return rows.sort((a, b) => a.micros - b.micros)
}

describe('perf trace', () => {
  it('has a slice for each call, in the order of their begin', () => {
    const rows = expectedSlices(linesOf('duration'), true)
    const profile = parse('duration')
    expect(rows).toHaveLength(39)
    expect(slicesText(profile)).toEqual(
      rows.map((row) => `${(row.micros - rows[0]!.micros) * 1000} ${row.text}`),
    )
    // an end before its begin: perf prints a duration of nearly 2^64 ns
    expect(weightsText(profile, 1)).toEqual(['41597000 dd 4204/4204 cpu-1 1 clone (begin unknown)'])
    expect(profile.clockOrigin).toBe(rows[0]!.micros * 1000)
    expect(profile.losses).toEqual([])
  })

  it('has them without a process too, and a call that began before', () => {
    const rows = expectedSlices(linesOf('one-thread').slice(1), false)
    const profile = parse('one-thread')
    expect(slicesText(profile)).toEqual(
      rows.map((row) => `${(row.micros - rows[0]!.micros) * 1000} ${row.text}`),
    )
    expect(weightsText(profile, 1)).toEqual(['0  -1/-1 cpu-1 1 clock_nanosleep (begin unknown)'])
    expect(profile.losses).toEqual([])
  })

  it('has tracepoints in a stream of their own, and joins calls that other lines interrupt', () => {
    const profile = parse('events')
    const lines = linesOf('events')
    const first = micros(lines[0]!.trim().split(' ')[0]!)
    const event = profile.streams.findIndex((stream) => stream.event === 'sched:sched_wakeup')
    expect(weightsText(profile, event)).toEqual(
      lines
        .filter((line) => line.includes('sched:sched_wakeup('))
        .map((line) => {
          const [, time, comm, tid] = /^\s*(\S+) \( +\): (.*)\/(\d+) sched:/.exec(line)!
          return `${(micros(time!) - first) * 1000} ${comm} ${tid}/${tid} cpu-1 1`
        }),
    )
    expect(slicesText(profile).map((text) => text.split(' ').slice(1).join(' '))).toEqual(
      expectedSlices(lines, true).map(({ text }) => text),
    )
    expect(profile.losses).toEqual([])
  })

  it('has the call chains of --call-graph', () => {
    const profile = parse('chains')
    const stream = profile.streams[0]!
    if (stream.kind !== 'slices') throw new Error('no slices')
    const lines = linesOf('chains')
    const calls = lines.filter((line) => line.includes(' ms): ')).length
    const frames = lines.filter((line) => line.startsWith(' '.repeat(30)))
    expect(stream.length).toBe(calls)
    expect(Array.from(stream.stack, (stack) => stackText(profile, stack)).flat()).toEqual(
      frames.map((line) => {
        const [symbol, module] = line.trim().slice(0, -1).split(' (')
        return symbol === '[0]' ? '0 [unknown] (-) unknown' : `0 ${symbol} (${module}) user`
      }),
    )
    expect(profile.losses).toEqual([])
  })

  it('has page faults with the code that made them', () => {
    const profile = parse('faults')
    const lines = linesOf('faults')
    const first = micros(lines[0]!.trim().split(' ')[0]!)
    expect(streamsText(profile)).toEqual(['samples minfault [count] "minfault" 20'])
    expect(weightsText(profile)).toEqual(
      lines.map((line) => {
        const [, time, comm, tid, code] = /^\s*(\S+) \(.*\): (.*)\/(\d+) minfault \[(\w+)\+/.exec(line)!
        return `${(micros(time!) - first) * 1000} ${comm} ${tid}/${tid} cpu-1 1 ${code}`
      }),
    )
  })

  it('has counts and times by thread of its summary', () => {
    const profile = parse('summary')
    let of = ''
    const rows = linesOf('summary').flatMap((line) => {
      of = /^ (.*) \((\d+)\), \d+ events/.exec(line)?.slice(1).join(' ') ?? of
      const [call, calls, , total] = line.trim().split(/ +/)
      if (!/%$/.test(line) || call === 'syscall' || line.includes('events')) return []
      const [comm, tid] = of.split(' ')
      return [{ thread: `${comm} ${tid}/${tid}`, call, calls, total: micros(total!) * 1000 }]
    })
    expect(rows.length).toBeGreaterThan(20)
    expect(weightsText(profile, 0)).toEqual(
      rows.map(({ thread, call, calls }) => `0 ${thread} cpu-1 ${calls} ${call}`),
    )
    expect(weightsText(profile, 1)).toEqual(
      rows
        .filter(({ total }) => total > 0)
        .map(({ thread, call, total }) => `0 ${thread} cpu-1 ${total} ${call}`),
    )
    expect(profile.losses).toEqual([])
  })

  it('counts lost events', () => {
    const profile = parseBytes(perfTrace, '     0.000 ( 0.016 ms): ls/1 brk() = 0\nLOST 12 events!\n')
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['lost', 12]])
  })

  it('is told by its lines', () => {
    for (const [name, bytes] of fixtures)
      expect(perfTrace.sniff(bytes.subarray(0, 4096)), name).toBeGreaterThan(0.85)
  })
})

describeDamage(perfTrace, fixtures)

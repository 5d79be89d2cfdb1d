import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { perfSchedTimehist } from './perf-sched-timehist.ts'
import { slicesText, streamsText, weightsText } from './profile-text.ts'
import { describeDamage, parseBytes } from './testing/battery.ts'

const names = ['wakeups', 'chains', 'plain', 'summary']
const fixtures = new Map(
  names.map((name) => [
    name,
    new Uint8Array(readFileSync(new URL(`./fixtures/timehist-${name}.txt`, import.meta.url))),
  ]),
)
const parse = (name: string) => parseBytes(perfSchedTimehist, fixtures.get(name)!)

interface Run {
  readonly end: number
  readonly thread: string
  /** wait, sch delay, run, in ns */
  readonly times: readonly number[]
  readonly state: string
  readonly stack: string
}

/** The lines by their columns: the three times are the only words of three decimals behind the name. */
const runsOf = (name: string): Run[] =>
  new TextDecoder()
    .decode(fixtures.get(name)!)
    .split('\n')
    .flatMap((line) => {
      const words = line.trim().split(/\s+/)
      const at = words.findIndex((word, i) => i > 1 && /^\d+\.\d{3}$/.test(word))
      if (at === -1) return []
      const [, comm, tid, pid] = /^(.*?)(?:\[(\d+)(?:\/(\d+))?\])?$/.exec(words[at - 1]!)!
      const cpu = Number(words[1]!.slice(1, -1))
      return [
        {
          end: Number(words[0]!.replace('.', '')) * 1000,
          thread: tid === undefined ? `<idle>/${cpu} 0/0` : `${comm} ${pid ?? tid}/${tid}`,
          times: words.slice(at, at + 3).map((word) => Number(word.replace('.', '')) * 1000),
          state: words[at + 3] ?? '',
          stack: words
            .slice(at + 4)
            .filter((word) => word !== '<-')
            .reverse()
            .join(';'),
        },
      ]
    })

const byStart = (slices: { start: number; text: string }[], origin: number): string[] =>
  slices.sort((a, b) => a.start - b.start).map(({ start, text }) => `${start - origin} ${text}`.trimEnd())

describe('perf sched timehist', () => {
  it.each(['wakeups', 'chains', 'plain'])('has what a task did before each end of a run: %s', (name) => {
    const runs = runsOf(name)
    const profile = parse(name)
    const running: { start: number; text: string }[] = []
    const waiting: { start: number; text: string }[] = []
    const delayed: { start: number; text: string }[] = []
    const before = new Map<string, Run>()
    for (const of of runs) {
      const [wait = 0, delay = 0, run = 0] = of.times
      running.push({ start: of.end - run, text: `+${run} ${of.thread} running = NaN ${of.stack}` })
      if (delay > 0) {
        delayed.push({ start: of.end - run - delay, text: `+${delay} ${of.thread} runnable = NaN` })
      }
      const last = before.get(of.thread)
      const state = last?.state ? `waiting (${last.state})` : 'waiting'
      if (wait > 0) {
        const text = `+${wait} ${of.thread} ${state} = NaN ${last?.stack ?? ''}`
        waiting.push({ start: of.end - run - delay - wait, text })
      }
      before.set(of.thread, of)
    }
    const origin = Math.min(...[...running, ...waiting, ...delayed].map(({ start }) => start))
    expect(runs.length).toBeGreaterThan(15)
    expect(slicesText(profile, 0)).toEqual(byStart(running, origin))
    expect(slicesText(profile, 1)).toEqual(byStart(waiting, origin))
    expect(slicesText(profile, 2)).toEqual(byStart(delayed, origin))
    expect(profile.clockOrigin).toBe(origin)
    expect(profile.losses).toEqual([])
  })

  it('has the summary by thread: -s', () => {
    const profile = parse('summary')
    const rows = new TextDecoder()
      .decode(fixtures.get('summary')!)
      .split('\n')
      .filter((line) => /\[[\d/]+\] +\d+/.test(line))
      .map((line) => line.trim().split(/\s+/))
    expect(streamsText(profile)).toEqual([
      `samples sched [count] "Times on a CPU" ${rows.length}`,
      `samples sched [ns] "Time on a CPU" ${rows.length}`,
    ])
    const threadOf = (name: string) => {
      const [, comm, tid, pid] = /^(.*)\[(\d+)(?:\/(\d+))?\]$/.exec(name)!
      return `${comm} ${pid ?? tid}/${tid}`
    }
    expect(weightsText(profile, 0)).toEqual(rows.map((row) => `0 ${threadOf(row[0]!)} cpu-1 ${row[2]}`))
    expect(weightsText(profile, 1)).toEqual(
      rows.map((row) => `0 ${threadOf(row[0]!)} cpu-1 ${Math.round(Number(row[3]) * 1e6)}`),
    )
    expect(profile.losses).toEqual([])
  })

  it('is told by its header', () => {
    for (const [name, bytes] of fixtures) expect(perfSchedTimehist.sniff(bytes), name).toBeGreaterThan(0.85)
  })
})

describeDamage(perfSchedTimehist, fixtures)

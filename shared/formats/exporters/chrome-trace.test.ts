import { describe, expect, it } from 'vitest'
import { awkward, sampleProfiles } from '../testing/sample-profiles.ts'
import { writeText } from '../testing/write-export.ts'

interface Event {
  ph: string
  name: string
  pid: number
  tid?: number
  ts: number
  dur?: number
  cat?: string
  sf?: number
  args?: Record<string, unknown>
}
interface Trace {
  displayTimeUnit: string
  traceEvents: Event[]
  stackFrames: Record<string, { name: string; category: string; parent?: number }>
  samples: { cpu: number; tid: number; ts: number; name: string; sf?: number; weight: number }[]
}

/** The rules of the document "Trace Event Format" for what we write. */
const validate = (text: string): Trace => {
  const trace: Trace = JSON.parse(text)
  expect(['ms', 'ns']).toContain(trace.displayTimeUnit)
  for (const event of trace.traceEvents) {
    expect(['M', 'X', 'C']).toContain(event.ph)
    expect(typeof event.name).toBe('string')
    for (const key of ['pid', 'ts'] as const) expect(typeof event[key]).toBe('number')
    if (event.ph === 'X') {
      expect(event.dur).toBeGreaterThanOrEqual(0)
      expect(typeof event.tid).toBe('number')
      if (event.sf !== undefined) expect(trace.stackFrames[event.sf]).toBeDefined()
    }
    if (event.ph === 'C')
      for (const value of Object.values(event.args ?? {})) expect(typeof value).toBe('number')
    if (event.ph === 'M') {
      expect(['process_name', 'thread_name']).toContain(event.name)
      expect(typeof event.args?.name).toBe('string')
    }
  }
  for (const [id, { name, category, parent }] of Object.entries(trace.stackFrames)) {
    expect(typeof name).toBe('string')
    expect(typeof category).toBe('string')
    if (parent !== undefined) {
      expect(trace.stackFrames[parent]).toBeDefined()
      // no circles
      expect(parent).toBeLessThan(Number(id))
    }
  }
  for (const sample of trace.samples) {
    for (const key of ['cpu', 'tid', 'ts', 'weight'] as const) expect(typeof sample[key]).toBe('number')
    if (sample.sf !== undefined) expect(trace.stackFrames[sample.sf]).toBeDefined()
  }
  return trace
}

describe('trace event JSON', () => {
  it.each([...sampleProfiles])('of %s obeys the rules and holds every event', (_, make) => {
    const profile = make()
    const trace = validate(writeText('chrome-trace', profile))
    const count = (kind: string) =>
      profile.streams.reduce((sum, stream) => sum + (stream.kind === kind ? stream.length : 0), 0)
    expect(trace.samples.length).toBe(count('samples'))
    expect(trace.traceEvents.filter(({ ph }) => ph === 'X').length).toBe(count('slices'))
    expect(Object.keys(trace.stackFrames).length).toBe(profile.stacks.length)
  })

  it('has slices, counters and samples with their exact times', () => {
    const text = writeText('chrome-trace', awkward())
    const trace = validate(text)
    expect(trace.traceEvents.filter(({ ph }) => ph !== 'M')).toEqual([
      {
        ...{ ph: 'X', name: '-read', cat: 'raw_syscalls', pid: 7, tid: 7, ts: 0.001, dur: 0.002 },
        args: { result: -11 },
      },
      {
        ...{ ph: 'X', name: 'write,"all"\n', cat: 'raw_syscalls', pid: 7, tid: 8 },
        ...{ ts: 4_503_599_627_370.001, dur: 0.999 },
      },
      { ph: 'C', name: 'free', cat: 'vmstat', pid: 7, ts: 0, args: { value: 1.5 } },
    ])
    // every digit is there, whatever a reader makes of it
    expect(text).toContain('"ts":4503599627370.497,')
    expect(trace.samples[0]).toEqual({ cpu: 0, tid: 7, ts: 0, name: 'cpu-clock', weight: 3, sf: 2 })
    expect(trace.samples[1]).toEqual({ cpu: 0, tid: 8, ts: 0.005, name: 'cpu-clock', weight: 4 })
    expect(trace.stackFrames[2]).toEqual({ name: 'g', category: '[kernel]', parent: 1 })
    expect(trace.traceEvents.filter(({ name }) => name === 'thread_name').map(({ args }) => args)).toEqual([
      { name: 'a "quoted" & <tagged>\u{1b}[31m; comm' },
      { name: 'renamed' },
    ])
  })
})

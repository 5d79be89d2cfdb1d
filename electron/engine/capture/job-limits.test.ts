import { describe, expect, it } from 'vitest'
import { limitOfEnding, limitVariables, parseUses } from './job-limits.ts'

describe('what the supervisor is told to keep to', () => {
  it('is in hundredths of a percent, and empty where there is no limit', () => {
    expect(
      limitVariables({
        limits: { 'tracer-cpu': 2.5, 'bpf-cpu': null, events: 100 },
        ...{ eventBytes: 110, lostMark: '"lost_events"', countsBpf: true },
      }),
    ).toEqual({
      ...{ limit_cpu: 250, limit_bpf: '', limit_events: 100, limit_lost: '', limit_busy: '' },
      ...{ event_bytes: 110, lost_mark: '"lost_events"', counts_bpf: 'yes' },
    })
  })

  it('is nothing for a job without limits', () => {
    expect(limitVariables(undefined)).toMatchObject({ limit_cpu: '', event_bytes: 100, counts_bpf: '' })
  })
})

describe('what the supervisor says of its limits', () => {
  it('is read with its units', () => {
    expect(parseUses('busy:9830:9830:,cpu:123:250:2500,lost:7:7:10,')).toEqual([
      { id: 'tracer-cpu', used: 1.23, peak: 2.5, limit: 25, unit: 'percent' },
      { id: 'lost', used: 7, peak: 7, limit: 10, unit: 'events' },
      { id: 'host-busy', used: 98.3, peak: 98.3, limit: null, unit: 'percent' },
    ])
    expect(parseUses('cpu:5::,')).toEqual([
      { id: 'tracer-cpu', used: 0.05, peak: null, limit: null, unit: 'percent' },
    ])
  })

  it('is nothing where a host makes it up', () => {
    expect(parseUses('cpu:-1:2:3,cpu,$(x):1:1:1,'.repeat(1000))).toEqual([])
    expect(parseUses('')).toEqual([])
  })

  it('names the limit that ended it', () => {
    expect(limitOfEnding('budget-busy')).toBe('host-busy')
    expect(limitOfEnding('budget')).toBe('bytes')
    expect(limitOfEnding('exit')).toBeNull()
    expect(limitOfEnding(null)).toBeNull()
  })
})

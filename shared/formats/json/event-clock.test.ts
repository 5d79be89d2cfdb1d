import { describe, expect, it } from 'vitest'
import { createEventClock, durationOf } from './event-clock.ts'

describe('times of a document', () => {
  it('keep every nanosecond of an epoch', () => {
    const nanoseconds = createEventClock(0)
    expect(nanoseconds.relative('1700000000000000123')).toBe(123)
    expect(nanoseconds.relative({ digits: '1700000001000000124' })).toBe(1_000_000_124)
    expect(nanoseconds.absolute(0)).toBe(1.7e18)

    const microseconds = createEventClock(3)
    expect(microseconds.relative({ digits: '1712345678901234.567' })).toBe(901_234_567)
    expect(microseconds.relative(1712345678000000)).toBe(0)
  })

  it('are the nanosecond next to a decimal number', () => {
    const clock = createEventClock(3)
    expect(clock.relative(5_000_000)).toBe(0)
    expect(clock.relative(5_000_000.001)).toBe(1)
    expect(clock.relative(-0.5)).toBe(-5_000_000_500)
    expect(createEventClock(6).relative(1234.567891)).toBe(234_567_891)
    expect(createEventClock(3).relative({ digits: '1006354.7999999999' })).toBe(6_354_800)
    expect(createEventClock(0).relative('-1.5')).toBe(999_999_998)
  })

  it('are no number where there is none, or none that can be meant', () => {
    const clock = createEventClock(3)
    for (const value of ['soon', '', null, undefined, true, {}, [], '1e400', Number.NaN, 1e300, -1e21]) {
      expect(clock.relative(value)).toBeNaN()
    }
    expect(clock.relative(0)).toBe(0)
    expect(clock.relative({ digits: '9'.repeat(40) })).toBeNaN()
  })

  it('have durations in whole nanoseconds, not negative', () => {
    expect(durationOf(1.5, 3)).toBe(1500)
    expect(durationOf('250', 0)).toBe(250)
    expect(durationOf(-1, 3)).toBeNaN()
    expect(durationOf(undefined, 3)).toBeNaN()
  })
})

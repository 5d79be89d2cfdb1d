import { describe, expect, it } from 'vitest'
import { countTicks, durationLabel, linearTicks, logTicks, niceStep, timeTicks } from './ticks.ts'

const labels = (ticks: readonly { label: string }[]) => ticks.map(({ label }) => label)

describe('a time axis', () => {
  it('steps by 1, 2 or 5', () => {
    expect(niceStep(10, 5)).toBe(2)
    expect(niceStep(15, 4)).toBe(5)
    expect(niceStep(0.9, 3)).toBeCloseTo(0.5)
  })
  it('reads in seconds over a whole capture', () => {
    expect(labels(timeTicks(0, 15e9, 4))).toEqual(['0 s', '5 s', '10 s', '15 s'])
  })
  it('keeps enough decimals to tell its marks apart', () => {
    expect(labels(timeTicks(2.1e9, 2.3e9, 4))).toEqual(['2.10 s', '2.15 s', '2.20 s', '2.25 s', '2.30 s'])
  })
  it('reads in milliseconds below a second', () => {
    expect(labels(timeTicks(0, 4e6, 4))).toEqual(['0 ms', '1 ms', '2 ms', '3 ms', '4 ms'])
  })
  it('has none where there is no time', () => {
    expect(timeTicks(5, 5, 4)).toEqual([])
  })
})

describe('a log axis', () => {
  it('names its decades', () => {
    expect(labels(logTicks(1e3, 1e6)).filter(Boolean)).toEqual(['1 µs', '10 µs', '100 µs', '1 ms'])
  })
  it('names more where it has few decades', () => {
    expect(labels(logTicks(1e6, 2e7)).filter(Boolean)).toEqual(['1 ms', '2 ms', '5 ms', '10 ms', '20 ms'])
  })
  it('refuses what has no logarithm', () => {
    expect(logTicks(0, 10)).toEqual([])
  })
})

describe('a linear axis', () => {
  it('begins at nothing', () => {
    expect(labels(linearTicks(20e6, 4, 'ns', durationLabel))).toEqual([
      '0 ms',
      '5 ms',
      '10 ms',
      '15 ms',
      '20 ms',
    ])
    expect(labels(linearTicks(40, 4, 'bytes', (value) => `${value} B`))).toEqual([
      '0 B',
      '10 B',
      '20 B',
      '30 B',
      '40 B',
    ])
    expect(linearTicks(0, 4, 'ns', durationLabel)).toEqual([])
  })
})

describe('a count axis', () => {
  it('is whole numbers from 0, or decades from 1', () => {
    expect(labels(countTicks(3, 'linear', 4))).toEqual(['0', '1', '2', '3'])
    expect(labels(countTicks(40_000, 'log', 6))).toEqual(['1', '10', '100', '1 k', '10 k'])
    expect(countTicks(0, 'linear', 4)).toEqual([])
  })
})

it('a duration has at most three digits', () => {
  expect(durationLabel(1_048_576)).toBe('1.05 ms')
  expect(durationLabel(3)).toBe('3 ns')
})

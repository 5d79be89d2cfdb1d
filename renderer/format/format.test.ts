import { describe, expect, it } from 'vitest'
import { formatBytes, formatExactBytes } from './bytes.ts'
import { formatDuration, formatElapsed, formatExactDuration, formatMoment } from './duration.ts'
import { formatAmount, formatCount, formatPercent, formatShare, formatSignificant } from './number.ts'
import { formatExactQuantity, formatQuantity } from './quantity.ts'
import { formatAge, formatWhen } from './time.ts'

describe('numbers', () => {
  it('have at most three significant digits and no trailing zeros', () => {
    const values = [0, 1, 12.34, 1234.5, 0.001234, 0.5, 100, -12.345, 99.96, 0.0000001234]
    expect(values.map((value) => formatSignificant(value))).toEqual([
      '0',
      '1',
      '12.3',
      '1230',
      '0.00123',
      '0.5',
      '100',
      '-12.3',
      '100',
      '0.000000123',
    ])
  })

  it('that are no numbers are not drawn as such', () => {
    expect(
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((v) => formatSignificant(v)),
    ).toEqual(['–', '∞', '-∞'])
  })

  it('go to the next unit when rounding takes them there', () => {
    expect([0, 1, 999, 1000, 1312400, 999_499, 999_999, 5.88e9].map(formatCount)).toEqual([
      '0',
      '1',
      '999',
      '1 k',
      '1.31 M',
      '999 k',
      '1 M',
      '5.88 G',
    ])
  })

  it('agree in number with what they count', () => {
    expect(formatAmount(1, 'sample')).toBe('1 sample')
    expect(formatAmount(0, 'sample')).toBe('0 samples')
    expect(formatAmount(2, 'process', 'processes')).toBe('2 processes')
  })
})

describe('percentages', () => {
  it('never show something as nothing, nor less than all as all', () => {
    expect([0, 0.001, 0.8123, 12.34, 99.94, 99.98, 100, 250.4].map(formatPercent)).toEqual([
      '0 %',
      '< 0.01 %',
      '0.81 %',
      '12.3 %',
      '99.9 %',
      '> 99.9 %',
      '100 %',
      '250 %',
    ])
  })

  it('of shares are those of a hundred times the share', () => {
    expect(formatShare(0.1234)).toBe('12.3 %')
  })
})

describe('durations', () => {
  it('take the unit that leaves one to three digits before the point', () => {
    expect([0, 1, 12.4e6, 999_999, 15.02e9, 119e9].map(formatDuration)).toEqual([
      '0 s',
      '1 ns',
      '12.4 ms',
      '1 ms',
      '15 s',
      '119 s',
    ])
  })

  it('from two minutes on are pairs of units', () => {
    expect([125e9, 3600e9, 12_000e9, 864_000e9, 360_000e9].map(formatDuration)).toEqual([
      '2 min 5 s',
      '1 h',
      '3 h 20 min',
      '10 d',
      '4 d 4 h',
    ])
  })

  it('have an exact value', () => {
    expect(formatExactDuration(12_400_123)).toBe('12,400,123 ns')
  })

  it('on an axis can be told apart from the next tick', () => {
    expect(formatMoment(2.1034e9, 100_000)).toBe('2.1034 s')
    expect(formatMoment(2.1035e9, 100_000)).toBe('2.1035 s')
    expect(formatMoment(0, 1e9)).toBe('0 s')
    expect(formatMoment(500e6, 100e6)).toBe('500 ms')
  })

  it('of a progress do not run ahead', () => {
    expect([0, 3.29, 12.9, 130].map(formatElapsed)).toEqual(['0 s', '3.2 s', '12 s', '2 min 10 s'])
  })
})

describe('bytes and other quantities', () => {
  it('are in powers of 1000', () => {
    expect([0, 999, 1000, 1_432_110, 42e9].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '1.43 MB',
      '42 GB',
    ])
    expect([1, 1_432_110].map(formatExactBytes)).toEqual(['1 byte', '1,432,110 bytes'])
  })

  it('take the words of their unit', () => {
    expect(formatQuantity(12.4e6, 'ns')).toBe('12.4 ms')
    expect(formatQuantity(1.5e9, 'cycles')).toBe('1.5 G cycles')
    expect(formatQuantity(1234, 'count')).toBe('1.23 k')
    expect(formatExactQuantity(1234, 'cycles')).toBe('1,234 cycles')
    expect(formatExactQuantity(1234, 'count')).toBe('1,234')
  })
})

describe('points in time', () => {
  const now = new Date(2031, 3, 5, 14, 30).getTime()

  it('say today and yesterday', () => {
    expect(formatWhen(new Date(2031, 3, 5, 9, 2).getTime(), now)).toBe('today 09:02')
    expect(formatWhen(new Date(2031, 3, 4, 23, 59).getTime(), now)).toBe('yesterday 23:59')
    expect(formatWhen(new Date(2031, 2, 31, 14, 2).getTime(), now)).toBe('2031-03-31 14:02')
  })

  it('have an age', () => {
    const ages = [10, 5 * 60, 3 * 3600, 12 * 86400].map((seconds) => formatAge(now - seconds * 1000, now))
    expect(ages).toEqual(['just now', '5 min ago', '3 h ago', '12 days ago'])
  })
})

import { describe, expect, it } from 'vitest'
import { brushLatency, latencyScale, moveEdge, toHeight, toPixel, toValue, unite } from './latency-scale.ts'

const domain = { from: 1_000, to: 1_000_000 }
const scale = latencyScale(domain, 300, 'log')

describe('a log axis', () => {
  it('gives each decade the same room', () => {
    expect(toPixel(scale, 10_000)).toBeCloseTo(100)
    expect(toPixel(scale, 100_000)).toBeCloseTo(200)
  })
  it('is its own inverse', () => {
    expect(toValue(scale, toPixel(scale, 12_345))).toBeCloseTo(12_345)
  })
  it('puts what lies below it at its beginning', () => {
    expect(toPixel(scale, 0)).toBe(0)
  })
})

describe('a linear axis', () => {
  const linear = latencyScale(domain, 300, 'linear')
  it('begins at nothing and gives equal spans the same room', () => {
    expect([0, 250_000, 500_000, 1_000_000].map((value) => toPixel(linear, value))).toEqual([0, 75, 150, 300])
  })
  it('is its own inverse', () => {
    expect(toValue(linear, toPixel(linear, 12_345))).toBeCloseTo(12_345)
  })
  it('has a handle that moves by a fiftieth of it', () => {
    expect(moveEdge(linear, { from: 0, to: 500_000 }, 'to', -1)).toEqual({ from: 0, to: 480_000 })
    expect(moveEdge(linear, { from: 0, to: 500_000 }, 'from', 1)).toEqual({ from: 20_000, to: 500_000 })
  })
})

it('buckets of any other kind stand on a log axis', () => {
  expect(
    (['log', 'log2', 'log-linear'] as const).map((buckets) => latencyScale(domain, 1, buckets).kind),
  ).toEqual(['log', 'log', 'log'])
})

describe('brushing', () => {
  it('takes whole units, in either direction, within the axis', () => {
    expect(brushLatency(scale, 900, 200)).toEqual({ from: 99_999, to: 1_000_000 })
  })
  it('takes a click for none', () => {
    expect(brushLatency(scale, 50, 51)).toBeNull()
  })
})

describe('a handle moved by keyboard', () => {
  const range = { from: 10_000, to: 100_000 }
  it('moves by a fiftieth of the axis', () => {
    expect(moveEdge(scale, range, 'from', 1).from).toBe(11_482)
  })
  it('never passes the other or leaves the axis', () => {
    expect(moveEdge(scale, range, 'from', 50)).toEqual({ from: 99_999, to: 100_000 })
    expect(moveEdge(scale, range, 'to', 50)).toEqual({ from: 10_000, to: 1_000_000 })
    expect(moveEdge(scale, range, 'to', -50)).toEqual({ from: 10_000, to: 10_001 })
  })
})

describe('heights', () => {
  it('are shares of the most when linear, and never invisible', () => {
    expect(toHeight(50, 100, 80, 'linear')).toBe(40)
    expect(toHeight(1, 1e6, 80, 'linear')).toBe(1)
    expect(toHeight(0, 100, 80, 'linear')).toBe(0)
  })
  it('show a single event on a log axis', () => {
    expect(toHeight(1, 1e6, 80, 'log')).toBeGreaterThan(3)
    expect(toHeight(1e6, 1e6, 80, 'log')).toBeCloseTo(80)
  })
})

it('two captures are united on one axis', () => {
  expect(unite({ from: 2, to: 5 }, { from: 1, to: 4 })).toEqual({ from: 1, to: 5 })
  expect(unite(null, { from: 1, to: 4 })).toEqual({ from: 1, to: 4 })
  expect(unite(null, null)).toBeNull()
})

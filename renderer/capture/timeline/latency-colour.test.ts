import { describe, expect, it } from 'vitest'
import { latencyShare, mixRamp } from './latency-colour.ts'

describe('the latency scale', () => {
  it('is logarithmic between its ends', () => {
    expect(latencyShare(1e5, { from: 1e3, to: 1e7 })).toBeCloseTo(0.5)
    expect(latencyShare(1, { from: 1e3, to: 1e7 })).toBe(0)
    expect(latencyShare(1e9, { from: 1e3, to: 1e7 })).toBe(1)
  })
  it('is in the middle where all are equally long', () => {
    expect(latencyShare(5, { from: 5, to: 5 })).toBe(0.5)
  })
  it('mixes its colours', () => {
    const ramp = [
      [0, 0, 0],
      [100, 200, 50],
    ] as const
    expect(mixRamp(ramp, 0.5)).toBe('rgb(50 100 25)')
    expect(mixRamp(ramp, 1)).toBe('rgb(100 200 50)')
  })
})

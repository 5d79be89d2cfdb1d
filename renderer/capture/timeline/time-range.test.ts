import { describe, expect, it } from 'vitest'
import { brushRange, clampRange, panRange, toPixel, toTime, zoomRange } from './time-range.ts'

const all = { from: 0, to: 1_000_000 }

describe('zooming', () => {
  it('keeps what is under the pointer where it is', () => {
    const before = { from: 200_000, to: 600_000 }
    const after = zoomRange(before, 300_000, 0.5, all)
    expect(after).toEqual({ from: 250_000, to: 450_000 })
    const scale = { width: 100, range: before }
    expect(toPixel({ width: 100, range: after }, 300_000)).toBeCloseTo(toPixel(scale, 300_000))
  })
  it('out ends at everything', () => {
    expect(zoomRange({ from: 400_000, to: 600_000 }, 500_000, 100, all)).toEqual(all)
  })
  it('in ends at a few microseconds', () => {
    const least = zoomRange({ from: 0, to: 4_000 }, 2_000, 0.0001, all)
    expect(least.to - least.from).toBe(2_000)
  })
  it('stays within a capture that is shorter than that', () => {
    expect(clampRange({ from: 10, to: 20 }, { from: 0, to: 100 })).toEqual({ from: 0, to: 100 })
  })
})

describe('panning', () => {
  it('stops at the ends with its span kept', () => {
    expect(panRange({ from: 100, to: 300_100 }, -500, all)).toEqual({ from: 0, to: 300_000 })
    expect(panRange({ from: 700_000, to: 900_000 }, 500_000, all)).toEqual({ from: 800_000, to: 1_000_000 })
  })
})

describe('brushing', () => {
  it('works in either direction and stays in the capture', () => {
    expect(brushRange(900, 100, { from: 0, to: 800 }, 1)).toEqual({ from: 100, to: 800 })
  })
  it('is no brush when it was a click', () => {
    expect(brushRange(100, 102, all, 3)).toBeNull()
  })
  it('gives whole nanoseconds that hold all that was touched', () => {
    expect(brushRange(1.4, 8.2, all, 1)).toEqual({ from: 1, to: 9 })
  })
})

it('pixels and times are each other’s inverse', () => {
  const scale = { range: { from: 500, to: 2_500 }, width: 640 }
  expect(toTime(scale, toPixel(scale, 1_234))).toBeCloseTo(1_234)
})

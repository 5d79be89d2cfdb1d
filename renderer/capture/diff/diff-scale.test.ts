import { describe, expect, it } from 'vitest'
import { nameStep, scaleDifferences, stepOf } from './diff-scale.ts'

const frame = (a: number, b: number, mayBeNoise = false) => ({
  a,
  b,
  selfA: 0,
  selfB: 0,
  countA: 1,
  countB: 1,
  mayBeNoise,
})

describe('the scale of differences', () => {
  it('has its strongest step at ten points at most', () => {
    expect(scaleDifferences([frame(0.1, 0.9)], 1).from).toEqual([0.005, 0.02, 0.1])
  })
  it('is finer where all that differs is small', () => {
    expect(scaleDifferences([frame(0.1, 0.125), frame(0.2, 0.19)], 1).from[2]).toBe(0.02)
  })
  it('does not count what may be noise', () => {
    expect(scaleDifferences([frame(0, 0.5, true), frame(0.1, 0.11)], 1).from[2]).toBeCloseTo(0.01)
  })
  it('stands also where nothing differs', () => {
    expect(scaleDifferences([], 0).from[2]).toBe(0.001)
  })
})

describe('the step of a frame', () => {
  const scale = scaleDifferences([frame(0, 1)], 1)
  it('grows with the difference, in both directions', () => {
    expect([0.001, 0.006, 0.03, 0.1, 0.9].map((b) => stepOf(scale, frame(0, b)))).toEqual([0, 1, 2, 3, 3])
    expect([0.001, 0.006, 0.03, 0.1].map((a) => stepOf(scale, frame(a, 0)))).toEqual([0, -1, -2, -3])
  })
  it('is neutral where it may be noise', () => {
    expect(stepOf(scale, frame(0, 0.9, true))).toBe(0)
  })
  it('is of the whole in whatever unit', () => {
    expect(stepOf(scaleDifferences([frame(0, 4)], 4), frame(1, 1.1))).toBe(2)
    expect(stepOf({ ...scale, whole: 0 }, frame(1, 2))).toBe(0)
  })
  it('has the name of its colour', () => {
    expect([-3, 0, 1].map((step) => nameStep(step as -3 | 0 | 1))).toEqual(['less-3', 'none', 'more-1'])
  })
})

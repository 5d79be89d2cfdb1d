import { describe, expect, it } from 'vitest'
import { sayDifference, sayDirection, sayRelative } from './diff-numbers.ts'

const of = (a: number, b: number, mayBeNoise = false) => ({
  a,
  b,
  selfA: 0,
  selfB: 0,
  countA: 0,
  countB: 0,
  mayBeNoise,
})

describe('a difference in words', () => {
  it('of shares is in points, of all else in its unit, with its sign', () => {
    expect(sayDifference(0.3082, 'share')).toBe('+30.8 pp')
    expect(sayDifference(-0.004, 'share')).toBe('−0.4 pp')
    expect(sayDifference(-0.25, 'CPUs')).toBe('−0.25 CPUs')
    expect(sayDifference(0, 'share')).toBe('0')
  })
  it('is also of A, as far as A has anything', () => {
    expect(sayRelative(of(0.5, 0.75))).toBe('+50 %')
    expect(sayRelative(of(0.5, 0))).toBe('−100 %')
    expect(sayRelative(of(0.01, 0.25))).toBe('25 times A')
    expect(sayRelative(of(0, 0.25))).toBe('')
  })
  it('says what happened, and that it may be noise before all else', () => {
    expect(
      [of(0, 1), of(1, 0), of(1, 2), of(2, 1), of(1, 1), of(0, 1, true)].map((numbers) =>
        sayDirection(numbers),
      ),
    ).toEqual(['only in B', 'only in A', 'more in B', 'less in B', 'the same', 'may be noise'])
  })
})

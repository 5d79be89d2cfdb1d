import { describe, expect, it } from 'vitest'
import { ROW_HEIGHT, rangeInSight, stepActive } from './table-window.ts'

describe('the rows in sight', () => {
  it('are those of the scroll position with a margin, within the table', () => {
    expect(rangeInSight(0, 240, 3000)).toEqual({ from: 0, to: 22 })
    expect(rangeInSight(1000 * ROW_HEIGHT, 240, 3000)).toEqual({ from: 988, to: 1022 })
    expect(rangeInSight(2995 * ROW_HEIGHT, 240, 3000)).toEqual({ from: 2983, to: 3000 })
  })

  it('are none of a table that became shorter than the scroll position', () => {
    expect(rangeInSight(1000 * ROW_HEIGHT, 240, 3)).toEqual({ from: 3, to: 3 })
  })
})

describe('a key in a table', () => {
  it('moves within the rows', () => {
    const moves = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']
    expect(moves.map((key) => stepActive(key, 5, 100, 20))).toEqual([6, 4, 25, 0, 0, 99])
    expect(stepActive('ArrowDown', 99, 100, 20)).toBe(99)
  })

  it('that does not move, or has nowhere to, is left to others', () => {
    expect(stepActive('x', 5, 100, 20)).toBeNull()
    expect(stepActive('ArrowDown', 0, 0, 20)).toBeNull()
  })
})

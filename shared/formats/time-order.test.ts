import { expect, it } from 'vitest'
import { seededRandom } from '../profile/testing/seeded-random.ts'
import { orderByTime } from './time-order.ts'

it('rows in the order of their times need no other', () => {
  expect(orderByTime(Float64Array.of())).toBeNull()
  expect(orderByTime(Float64Array.of(1, 1, 2))).toBeNull()
})

it('rows of one time stay as they came, whatever their number', () => {
  const random = seededRandom(1)
  for (let round = 0; round < 200; round++) {
    // every third crowds: whole seconds less a latency
    const time = Float64Array.from({ length: random.integer(2, round % 3 === 0 ? 3000 : 300) }, (_, row) =>
      round % 3 === 0
        ? Math.floor(row / 1000) * 1e9 - random.integer(0, round * 10)
        : random.chance(0.5)
          ? row + random.integer(-20, 20)
          : random.integer(-9, 9),
    )
    const expected = Array.from(time.keys()).sort((a, b) => time[a]! - time[b]! || a - b)
    const isSorted = expected.every((row, at) => row === at)
    expect(Array.from(orderByTime(time) ?? time.keys())).toEqual(expected)
    expect(orderByTime(time) === null).toBe(isSorted)
  }
})

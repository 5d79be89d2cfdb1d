import { expect, it } from 'vitest'
import { kthLargest } from './kth-largest.ts'
import { orderNumbers } from './sort-numbers.ts'
import { seededRandom } from './testing/seeded-random.ts'

it('orders numbers of every size and sign, equal ones as they come', () => {
  const keys = Float64Array.of(3, -0, 0, -7.5, 2 ** 52 + 1, 2 ** 52, 1e-300, -1e300, 3)
  expect(Array.from(orderNumbers(keys))).toEqual([7, 3, 1, 2, 6, 0, 8, 5, 4])
  expect(orderNumbers(new Float64Array(0))).toEqual(new Uint32Array(0))
})

it('orders any numbers as a stable comparing sort does', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const random = seededRandom(seed)
    const keys = Float64Array.from(
      { length: 500 },
      () => random.integer(-50, 50) * 10 ** random.integer(-3, 12),
    )
    const expected = Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b)
    expect(Array.from(orderNumbers(keys)), `seed ${seed}`).toEqual(expected)
  }
})

it('finds the k-th largest number for every k', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed)
    const values = Float64Array.from({ length: random.integer(1, 40) }, () => random.integer(0, 12))
    const sorted = values.toSorted().reverse()
    for (let k = 1; k <= values.length; k++)
      expect(kthLargest(values.slice(), k), `seed ${seed}`).toBe(sorted[k - 1])
  }
})

import { expect, it } from 'vitest'
import { clockOf } from './use-one-clock.ts'

it('the axis of two captures begins with the earlier one', () => {
  expect(clockOf({ by: 12, error: 3 }).shift).toEqual({ a: 0, b: 12 })
  expect(clockOf({ by: -12, error: 3 }).shift).toEqual({ a: 12, b: 0 })
  expect(clockOf({ by: 0, error: 3 }).shift).toEqual({ a: 0, b: 0 })
})

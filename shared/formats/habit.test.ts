import { expect, it } from 'vitest'
import { createHabit } from './habit.ts'

const looksUp = (times: number, isThere: (lookup: number) => boolean) => {
  const habit = createHabit()
  let lookups = 0
  for (let i = 0; i < times; i++) {
    if (!habit.looksUp()) continue
    if (isThere(lookups++)) habit.met()
  }
  return lookups
}

it('what is mostly there is always looked up, what hardly ever is one time in five', () => {
  expect(looksUp(12_800, (lookup) => lookup % 8 === 0)).toBe(12_800)
  expect(looksUp(12_800, (lookup) => lookup % 9 === 0)).toBe(2560)
})

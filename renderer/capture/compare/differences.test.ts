import { expect, it } from 'vitest'
import type { FunctionsResult } from '../../../shared/contract/views.ts'
import { findDifferences } from './differences.ts'

const side = (names: readonly string[], self: readonly number[], selectedTotal: number): FunctionsResult => ({
  event: 'cpu-clock',
  unit: 'ns',
  names: [...names],
  modules: names.map(() => 'app'),
  kinds: new Uint8Array(names.length),
  self: Float64Array.from(self),
  total: Float64Array.from(self),
  count: new Float64Array(names.length),
  rows: names.length,
  selectedTotal,
})

it('the function whose share changed most comes first, whatever the totals', () => {
  const found = findDifferences(
    side(['slow', 'same'], [80, 20], 100),
    side(['same', 'fast'], [100, 400], 500),
    'self',
  )
  expect(found).toEqual([
    { name: 'slow', module: 'app', a: 0.8, b: 0 },
    { name: 'fast', module: 'app', a: 0, b: 0.8 },
    { name: 'same', module: 'app', a: 0.2, b: 0.2 },
  ])
})

it('a side where nothing is selected has shares of nothing', () => {
  expect(findDifferences(side(['x'], [1], 1), side([], [], 0), 'self')).toEqual([
    { name: 'x', module: 'app', a: 1, b: 0 },
  ])
})

import { describe, expect, it } from 'vitest'
import { countOfRectangle, placeAmong, placeTicks, rangesOfCells, rowsInSight } from './latency-cells.ts'

const grid = {
  unit: 'ns',
  columns: 2,
  rows: 3,
  cells: new Float64Array(6),
  columnBounds: Float64Array.of(0, 0.5e9, 1e9),
  rowBounds: Float64Array.of(1e6, 1e7, 1e8, 1e9),
  most: 0,
  count: 0,
}

it('a rectangle is the time of its columns and the latency of its rows, whichever corner came first', () => {
  const both = { time: { from: 0, to: 1e9 }, latency: { from: 1e7, to: 1e9 } }
  expect(rangesOfCells(grid, { column: 0, row: 1 }, { column: 1, row: 2 })).toEqual(both)
  expect(rangesOfCells(grid, { column: 1, row: 1 }, { column: 0, row: 2 })).toEqual(both)
})

it('a rectangle has the calls of its cells', () => {
  const counted = { ...grid, cells: Float64Array.of(1, 2, 4, 8, 16, 32) }
  expect(countOfRectangle(counted, { column: 1, row: 1 }, { column: 0, row: 0 })).toBe(1 + 2 + 4 + 8)
  expect(countOfRectangle(counted, { column: 1, row: 1 }, { column: 1, row: 2 })).toBe(8 + 32)
})

describe('a value among bounds', () => {
  it('has its place in the row that holds it, by its logarithm', () => {
    expect(placeAmong(grid.rowBounds, 1e8, 'log')).toBe(2)
    expect(placeAmong(grid.rowBounds, Math.sqrt(1e6 * 1e7), 'log')).toBeCloseTo(0.5)
    expect(placeAmong(grid.columnBounds, 0.75e9, 'linear')).toBe(1.5)
  })
  it('is at the end that it lies beyond', () => {
    expect(placeAmong(grid.rowBounds, 0, 'log')).toBe(0)
    expect(placeAmong(grid.rowBounds, Number.MAX_SAFE_INTEGER, 'log')).toBe(3)
  })
})

it('ticks stand where they are, with room between them', () => {
  const ticks = [
    { value: 1e6, label: '1 ms' },
    { value: 2e6, label: '2 ms' },
    { value: 5e6, label: '' },
    { value: 1e8, label: '100 ms' },
    { value: 1e10, label: '10 s' },
  ]
  expect(placeTicks(grid, ticks, 0.5)).toEqual([
    { label: '1 ms', row: 0 },
    { label: '100 ms', row: 2 },
  ])
})

it('an axis that goes beyond the rows shows them where they are on it', () => {
  const { low, high } = rowsInSight(grid, { from: 1e5, to: 1e10 })
  expect([low, high].map((row) => Number(row.toFixed(6)))).toEqual([-1, 4])
  expect(rowsInSight(grid, { from: 1e7, to: 1e8 })).toEqual({ low: 0, high: 3 })
})

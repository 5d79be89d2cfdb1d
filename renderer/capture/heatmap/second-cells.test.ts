import { describe, expect, it } from 'vitest'
import type { HeatGrid } from './heat-grid.ts'
import { countOfCells, partsOfTime, timeOfCells } from './second-cells.ts'

const gridOf = (seconds: number[], rows: number): HeatGrid => ({
  unit: 'ns',
  columns: seconds.length - 1,
  rows,
  cells: new Float64Array((seconds.length - 1) * rows),
  columnBounds: Float64Array.from(seconds, (second) => second * 1e9),
  rowBounds: Float64Array.from({ length: rows + 1 }, (_, row) => (row * 1e9) / rows),
  most: 0,
  count: 0,
})
const grid = gridOf([0, 1, 2, 3], 10)

describe('from cell to cell', () => {
  it('is the time between them, over the ends of seconds', () => {
    expect(timeOfCells(grid, { column: 0, row: 7 }, { column: 2, row: 1 })).toEqual({ from: 7e8, to: 2.2e9 })
  })
  it('is the same the other way round', () => {
    expect(timeOfCells(grid, { column: 2, row: 1 }, { column: 0, row: 7 })).toEqual({ from: 7e8, to: 2.2e9 })
    expect(timeOfCells(grid, { column: 1, row: 8 }, { column: 1, row: 2 })).toEqual({
      from: 1.2e9,
      to: 1.9e9,
    })
  })
  it('is one cell where both are the same', () => {
    expect(timeOfCells(grid, { column: 1, row: 4 }, { column: 1, row: 4 })).toEqual({
      from: 1.4e9,
      to: 1.5e9,
    })
  })
  it('begins in the first and ends in the last second of columns of several', () => {
    const wide = gridOf([0, 4, 8], 10)
    expect(timeOfCells(wide, { column: 0, row: 5 }, { column: 1, row: 2 })).toEqual({ from: 5e8, to: 7.3e9 })
  })
  it('counts the second that the capture ended in as a whole one', () => {
    expect(timeOfCells(gridOf([0, 1, 1.25], 10), { column: 1, row: 0 }, { column: 1, row: 1 })).toEqual({
      from: 1e9,
      to: 1.2e9,
    })
  })
})

describe('a time range on the heatmap', () => {
  it('is a part of its first and of its last column and all between', () => {
    expect(partsOfTime(grid, { from: 7e8, to: 2.2e9 })).toEqual([
      { column: 0, low: 7, high: 10 },
      { column: 1, low: 0, high: 10 },
      { column: 2, low: 0, high: 2 },
    ])
  })
  it('may lie within one column', () => {
    expect(partsOfTime(grid, { from: 1.25e9, to: 1.75e9 })).toEqual([{ column: 1, low: 2.5, high: 7.5 }])
  })
  it('covers, for each pair of cells, exactly what they stand for', () => {
    for (const rows of [1, 4, 50]) {
      const any = gridOf([0, 1, 2, 3, 4], rows)
      for (let a = 0; a < 4 * rows; a += 3) {
        for (let b = a; b < 4 * rows; b += 5) {
          const cell = (index: number) => ({ column: Math.floor(index / rows), row: index % rows })
          const parts = partsOfTime(any, timeOfCells(any, cell(a), cell(b)))
          expect(parts.reduce((sum, { low, high }) => sum + high - low, 0)).toBeCloseTo(b - a + 1)
          expect(parts[0]?.column).toBe(cell(a).column)
          expect(parts.at(-1)?.column).toBe(cell(b).column)
        }
      }
    }
  })
  it('is nowhere when it is elsewhere', () => {
    expect(partsOfTime(grid, { from: 5e9, to: 6e9 })).toEqual([])
  })
})

it('counts go up a column and on at the foot of the next', () => {
  // row by row from the foot: seconds 0, 1 and 2 have 1 + 8, 2 + 16 and 4 + 32
  const counted = { ...gridOf([0, 1, 2, 3], 2), cells: Float64Array.of(1, 2, 4, 8, 16, 32) }
  expect(countOfCells(counted, { column: 0, row: 1 }, { column: 2, row: 0 })).toBe(8 + 2 + 16 + 4)
  expect(countOfCells(counted, { column: 2, row: 0 }, { column: 0, row: 1 })).toBe(30)
  expect(countOfCells(counted, { column: 1, row: 1 }, { column: 1, row: 1 })).toBe(16)
})

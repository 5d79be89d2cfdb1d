import { describe, expect, it } from 'vitest'
import {
  boxOfCell,
  cellAt,
  columnEdges,
  countAt,
  countOfShare,
  type HeatGrid,
  heatShare,
  hottestCell,
  moveCell,
  nearestCell,
} from './heat-grid.ts'

/** three seconds of two rows; the second row is the upper one */
const grid: HeatGrid = {
  unit: 'ns',
  columns: 3,
  rows: 2,
  cells: Float64Array.of(1, 0, 4, 0, 9, 2),
  columnBounds: Float64Array.of(0, 1e9, 2e9, 3e9),
  rowBounds: Float64Array.of(0, 5e8, 1e9),
  most: 9,
  count: 16,
}
/** on an axis of four seconds: the last hundred pixels are beside the cells */
const layout = { scale: { range: { from: 0, to: 4e9 }, width: 400 }, height: 40 }

describe('the cells of a heatmap', () => {
  it('lie at their times, the first row at the foot', () => {
    expect([...columnEdges(grid, layout)]).toEqual([0, 100, 200, 300])
    expect(boxOfCell(grid, layout, { column: 1, row: 0 })).toEqual({
      left: 100,
      top: 20,
      width: 100,
      height: 20,
    })
    expect(boxOfCell(grid, layout, { column: 1, row: 1 })).toEqual({
      left: 100,
      top: 0,
      width: 100,
      height: 20,
    })
  })
  it('are found at a place, and none beside them', () => {
    expect(cellAt(grid, layout, 150, 5)).toEqual({ column: 1, row: 1 })
    expect(cellAt(grid, layout, 299, 39)).toEqual({ column: 2, row: 0 })
    expect(cellAt(grid, layout, 300, 39)).toBeNull()
    expect(cellAt(grid, layout, -1, 10)).toBeNull()
    expect(cellAt(grid, layout, 10, 40)).toBeNull()
  })
  it('are found from where each of them is drawn', () => {
    for (let column = 0; column < 3; column += 1) {
      for (let row = 0; row < 2; row += 1) {
        const { left, top, width, height } = boxOfCell(grid, layout, { column, row })
        expect(cellAt(grid, layout, left + width / 2, top + height / 2)).toEqual({ column, row })
      }
    }
  })
  it('are the nearest of them where a drag has left them', () => {
    expect(nearestCell(grid, layout, 5000, -20)).toEqual({ column: 2, row: 1 })
    expect(nearestCell(grid, layout, -5, 500)).toEqual({ column: 0, row: 0 })
  })
  it('lie within more rows than there are, where another heatmap has them', () => {
    const taller = { ...layout, sight: { low: -1, high: 3 } }
    expect(boxOfCell(grid, taller, { column: 0, row: 0 })).toEqual({
      left: 0,
      top: 20,
      width: 100,
      height: 10,
    })
    expect(cellAt(grid, taller, 50, 25)).toEqual({ column: 0, row: 0 })
    expect(cellAt(grid, taller, 50, 35)).toBeNull()
    expect(cellAt(grid, taller, 50, 5)).toBeNull()
    expect(nearestCell(grid, taller, 50, 0)).toEqual({ column: 0, row: 1 })
  })
  it('know their counts, and which has most', () => {
    expect(countAt(grid, { column: 2, row: 1 })).toBe(2)
    expect(hottestCell(grid)).toEqual({ column: 1, row: 1 })
  })
})

describe('the cursor', () => {
  it('moves by arrows and stays within', () => {
    expect(moveCell(grid, { column: 0, row: 0 }, 'ArrowUp')).toEqual({ column: 0, row: 1 })
    expect(moveCell(grid, { column: 0, row: 1 }, 'ArrowUp')).toEqual({ column: 0, row: 1 })
    expect(moveCell(grid, { column: 0, row: 1 }, 'End')).toEqual({ column: 2, row: 1 })
    expect(moveCell(grid, { column: 1, row: 1 }, 'PageDown')).toEqual({ column: 1, row: 0 })
  })
  it('leaves other keys to others', () => {
    expect(moveCell(grid, { column: 0, row: 0 }, 'a')).toBeNull()
  })
})

describe('the scale', () => {
  it('goes from one event to the most by their roots', () => {
    expect([1, 4, 9].map((count) => heatShare(count, 9))).toEqual([0, 0.5, 1])
    expect(heatShare(1, 1)).toBe(1)
  })
  it('says which count a colour stands for', () => {
    expect([0, 0.5, 1].map((share) => countOfShare(share, 9))).toEqual([1, 4, 9])
  })
})

import { expect, it } from 'vitest'
import { selectedBox } from './selected-box.ts'

const grid = {
  unit: 'ns',
  columns: 2,
  rows: 2,
  cells: new Float64Array(4),
  columnBounds: Float64Array.of(0, 1e9, 2e9),
  rowBounds: Float64Array.of(1e6, 1e7, 1e8),
  most: 0,
  count: 0,
}
const layout = { scale: { range: { from: 0, to: 2e9 }, width: 200 }, height: 100 }

it('what is selected of time and latency is a rectangle; of one of them a band', () => {
  const time = { from: 1e9, to: 2e9 }
  const latency = { from: 1e7, to: Number.MAX_SAFE_INTEGER }
  expect(selectedBox(grid, layout, time, latency)).toEqual([{ left: 100, top: 0, width: 100, height: 50 }])
  expect(selectedBox(grid, layout, time, undefined)).toEqual([{ left: 100, top: 0, width: 100, height: 100 }])
  expect(selectedBox(grid, layout, undefined, latency)).toEqual([{ left: 0, top: 0, width: 200, height: 50 }])
})

it('is not drawn where nothing is selected, or out of sight', () => {
  expect(selectedBox(grid, layout, undefined, undefined)).toEqual([])
  expect(selectedBox(grid, layout, { from: 3e9, to: 4e9 }, undefined)).toEqual([])
  expect(selectedBox(grid, layout, undefined, { from: 1, to: 10 })).toEqual([])
})

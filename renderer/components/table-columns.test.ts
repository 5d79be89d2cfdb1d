import { describe, expect, it } from 'vitest'
import { columnsThatFit } from './table-columns.ts'

const columns = [
  { id: 'name' },
  { id: 'p50', width: 60, dispensable: 2 },
  { id: 'p99', width: 60, dispensable: 1 },
  { id: 'max', width: 60 },
]
const idsAt = (width: number, hasChecks = false) =>
  columnsThatFit(columns, width, hasChecks).map(({ id }) => id)

describe('columns', () => {
  it('are all there where there is room', () => {
    expect(idsAt(300)).toEqual(['name', 'p50', 'p99', 'max'])
  })
  it('go by how well they can be done without', () => {
    expect(idsAt(299)).toEqual(['name', 'p99', 'max'])
    expect(idsAt(200)).toEqual(['name', 'max'])
  })
  it('stay, and the table scrolls, when none of them can be done without', () => {
    expect(idsAt(20)).toEqual(['name', 'max'])
  })
  it('share the room with the marks of the rows', () => {
    expect(idsAt(300, true)).toEqual(['name', 'p99', 'max'])
  })
})

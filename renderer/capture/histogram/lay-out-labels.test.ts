import { describe, expect, it } from 'vitest'
import { joinLabels, layOutLabels } from './lay-out-labels.ts'

const label = (text: string, at: number) => ({ text, at, width: 20 })
const middles = (at: readonly number[], to = 300) =>
  layOutLabels(
    at.map((place, index) => label(`p${index}`, place)),
    0,
    to,
    4,
  ).map(({ middle }) => middle)

describe('labels', () => {
  it('stand over their marks where there is room', () => {
    expect(middles([50, 100, 200])).toEqual([50, 100, 200])
  })
  it('make room for each other', () => {
    expect(middles([100, 102, 104])).toEqual([100, 124, 148])
  })
  it('come back from the end of the row in their order', () => {
    expect(middles([280, 290, 300])).toEqual([242, 266, 290])
  })
  it('never leave the row at its beginning', () => {
    expect(middles([2])).toEqual([10])
  })
  it('of one place are one', () => {
    expect(joinLabels([label('p50', 100), label('p90', 102), label('max', 140)], 4)).toEqual([
      { text: 'p50 p90', at: 100 },
      { text: 'max', at: 140 },
    ])
  })
})

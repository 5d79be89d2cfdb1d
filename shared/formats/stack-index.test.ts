import { describe, expect, it } from 'vitest'
import { seededRandom } from '../profile/testing/seeded-random.ts'
import { createStackIndex } from './stack-index.ts'

describe('the tree of stacks', () => {
  it('has each stack once, parents before children', () => {
    const stacks = createStackIndex()
    const main = stacks.indexOf(-1, 7)
    const other = stacks.indexOf(-1, 8)
    const children = [1, 2, 3].map((frame) => stacks.indexOf(main, frame))
    expect([main, other, ...children]).toEqual([0, 1, 2, 3, 4])
    expect([3, 1, 2].map((frame) => stacks.indexOf(main, frame))).toEqual([4, 2, 3])
    expect([stacks.indexOf(other, 1), stacks.indexOf(-1, 8), stacks.indexOf(-1, 7)]).toEqual([5, 1, 0])
    expect(stacks.length).toBe(6)
    expect(stacks.parents()).toEqual(Int32Array.of(-1, -1, 0, 0, 0, 1))
    expect(stacks.frames()).toEqual(Int32Array.of(7, 8, 1, 2, 3, 1))
  })

  it('agrees with a map over many random branches, deep and wide', () => {
    const stacks = createStackIndex()
    const random = seededRandom(5)
    const known = new Map<string, number>()
    for (let branch = 0; branch < 3000; branch++) {
      let stack = -1
      for (let depth = 0; depth < 12; depth++) {
        const key = `${stack},${random.integer(0, depth < 2 ? 40 : 3)}`
        const found = stacks.indexOf(stack, Number(key.split(',')[1]))
        expect(found).toBe(known.get(key) ?? known.size)
        known.set(key, found)
        stack = found
      }
    }
    const keys = [...known.keys()].map((key) => key.split(',').map(Number))
    expect(stacks.parents()).toEqual(Int32Array.from(keys, ([parent]) => parent!))
    expect(stacks.frames()).toEqual(Int32Array.from(keys, ([, frame]) => frame!))
  })
})

import { describe, expect, it } from 'vitest'
import type { FlameTree } from '../../../shared/contract/views.ts'
import { kindCode } from '../../../shared/model/profile.ts'
import { type FlameNode, growFlameTree } from '../flame/flame-tree.ts'
import { describePlace, functionFacts, type SandwichTotals, sandwichWords } from './sandwich-words.ts'

const columns: FlameTree = {
  parent: Int32Array.of(-1, 0, 1),
  func: Int32Array.of(0, 1, 0),
  total: Float64Array.of(40e6, 30e6, 10e6),
  self: Float64Array.of(10e6, 20e6, 10e6),
  count: Float64Array.of(4, 3, 1),
  pruned: new Int32Array(3),
  matches: new Uint8Array(3),
  names: ['walk', 'visit'],
  modules: ['app', 'app'],
  kinds: new Uint8Array(2).fill(kindCode.user),
}
const totals: SandwichTotals = {
  ...{ function: { name: 'walk', module: 'app' }, unit: 'ns', noun: 'sample', measure: 'weight' },
  ...{ selected: 80e6, total: 40e6, self: 20e6, count: 4 },
}
const tree = growFlameTree(columns, [])!
const [walk, visit, again] = [tree.nodes[0]!, tree.nodes[1]!, tree.nodes[2]!]
const say = (facts: { label: string; text: string }[]) => facts.map(({ label, text }) => `${label} ${text}`)

describe('the words of a sandwich', () => {
  it('are the function’s own numbers, on either side', () => {
    const own = ['Total 40 ms', 'Self 20 ms', 'Samples 4', 'Of selection 50 %']
    expect(say(functionFacts(totals))).toEqual(own)
    expect(say(sandwichWords('callers', totals).facts(walk))).toEqual(own)
    expect(say(sandwichWords('callees', totals).facts(walk))).toEqual(own)
  })
  it('give a callee a self, and a caller what comes through it', () => {
    expect(say(sandwichWords('callees', totals).facts(visit))).toEqual([
      'Total 30 ms',
      'Self 20 ms',
      'Of the function 75 %',
      'Of selection 37.5 %',
      'Samples 3',
    ])
    expect(say(sandwichWords('callers', totals).facts(visit)).slice(0, 2)).toEqual([
      'Through it 30 ms',
      'Of the function 75 %',
    ])
    expect(sandwichWords('callers', totals).describe(visit)).toBe(
      'visit (app), caller: 30 ms, 75 % of walk, come through it',
    )
  })
  it('count samples where these are what is summed, and say it once', () => {
    const counted = { ...totals, unit: 'count', measure: 'events', total: 4, self: 2, selected: 8 } as const
    expect(say(functionFacts(counted))).toEqual(['Total 4 samples', 'Self 2 samples', 'Of selection 50 %'])
  })
  it('say where a frame stands', () => {
    const placeOf = (node: FlameNode) => describePlace('callees', node, totals.function)
    expect([walk, visit, again].map(placeOf)).toEqual([
      'the function itself',
      'direct callee of walk',
      'the function again, below itself',
    ])
  })
})

import { describe, expect, it } from 'vitest'
import type { DiffResult } from '../../../shared/contract/diff-view.ts'
import { REST, ROOT } from '../../../shared/contract/views.ts'
import { kindCode } from '../../../shared/model/profile.ts'
import { growDiffTree } from './diff-tree.ts'

/** all > main > [sort (A only), log (B only), rest] */
const result: DiffResult = {
  event: 'cpu-clock',
  unit: 'share',
  parent: Int32Array.of(-1, 0, 1, 1, 1),
  func: Int32Array.of(ROOT, 0, 1, 2, REST),
  totalA: Float64Array.of(1, 1, 0.75, 0, 0.25),
  totalB: Float64Array.of(1, 1, 0, 0.5, 0.25),
  selfA: Float64Array.of(0, 0, 0.75, 0, 0.25),
  selfB: Float64Array.of(0, 0.25, 0, 0.5, 0.25),
  countA: Float64Array.of(400, 400, 300, 0, 100),
  countB: Float64Array.of(80, 80, 0, 40, 20),
  pruned: Int32Array.of(0, 0, 0, 0, 9),
  matches: Uint8Array.of(0, 0, 1, 0, 0),
  noise: Uint8Array.of(1, 1, 0, 0, 1),
  names: ['main', 'sort', 'log'],
  modules: ['app', 'app', 'libc'],
  kinds: Uint8Array.of(kindCode.user, kindCode.user, kindCode.kernel),
  divisorA: 400,
  divisorB: 80,
  prunedNodes: 9,
}

const shapeOf = (width: 'both' | 'a' | 'b', zoom: { name: string; module: string }[] = []) =>
  growDiffTree(result, zoom, width)?.tree.nodes.map(({ name, total, self }) => [name, total, self])

describe('a tree of differences', () => {
  it('is as wide as the mean of both, so that what vanished and what is new are in it', () => {
    expect(shapeOf('both')).toEqual([
      ['all', 1, 0],
      ['main', 1, 0.125],
      ['sort', 0.375, 0.375],
      ['log', 0.25, 0.25],
      ['… 9 frames too narrow', 0.25, 0.25],
    ])
  })
  it('has of one side what that side has', () => {
    expect(shapeOf('a')?.map(([name]) => name)).toEqual(['all', 'main', 'sort', '… 9 frames too narrow'])
    expect(shapeOf('b')).toEqual([
      ['all', 1, 0],
      ['main', 1, 0.25],
      ['log', 0.5, 0.5],
      ['… 9 frames too narrow', 0.25, 0.25],
    ])
  })
  it('knows the numbers of both sides whatever the width, also behind frames that have none', () => {
    const grown = growDiffTree(result, [], 'b')!
    const log = grown.tree.nodes.find(({ name }) => name === 'log')!
    expect(grown.numbersOf(log)).toEqual({
      a: 0,
      b: 0.5,
      selfA: 0,
      selfB: 0.5,
      countA: 0,
      countB: 40,
      mayBeNoise: false,
    })
    expect(log.parent?.name).toBe('main')
    expect(log.kind).toBe('kernel')
    expect(grown.tree.nodes.find(({ name }) => name === 'main')?.matches).toBe(false)
  })
  it('is nothing where the whole has no width on that side', () => {
    const empty = { ...result, totalB: new Float64Array(5) }
    expect(growDiffTree(empty, [], 'b')).toBeNull()
    expect(growDiffTree(empty, [], 'a')).not.toBeNull()
  })
})

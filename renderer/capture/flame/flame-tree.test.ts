import { describe, expect, it } from 'vitest'
import { type FlameResult, REST, ROOT } from '../../../shared/contract/views.ts'
import { kindCode } from '../../../shared/model/profile.ts'
import { growFlameTree, layOut, pathOf } from './flame-tree.ts'
import { stepOf, walk } from './flame-walk.ts'

/** all(100) > main(90, self 10) > [work(60), rest(20, 7 frames)]; idle(10) */
const result: FlameResult = {
  event: 'cpu-clock',
  unit: 'ns',
  parent: Int32Array.of(-1, 0, 1, 1, 0),
  func: Int32Array.of(ROOT, 0, 1, REST, 2),
  total: Float64Array.of(100, 90, 60, 20, 10),
  self: Float64Array.of(0, 10, 60, 20, 10),
  count: Float64Array.of(10, 9, 6, 2, 1),
  pruned: Int32Array.of(0, 0, 0, 7, 0),
  matches: Uint8Array.of(0, 0, 1, 0, 0),
  names: ['main', 'work', 'idle'],
  modules: ['app', 'app', '[kernel.kallsyms]'],
  kinds: Uint8Array.of(kindCode.user, kindCode.jit, kindCode.kernel),
  streamTotal: 100,
  streamCount: 10,
  matched: 60,
  prunedNodes: 7,
}

describe('a flame tree', () => {
  const tree = growFlameTree(result, [])!
  it('has its nodes nested, with kinds and depths', () => {
    expect(tree.root.children.map(({ name }) => name)).toEqual(['main', 'idle'])
    expect(tree.nodes.map(({ kind }) => kind)).toEqual(['root', 'user', 'jit', 'rest', 'kernel'])
    expect(tree.levels).toBe(3)
    expect(tree.nodes[2]!.matches).toBe(true)
  })
  it('says how many frames a rest stands for', () => {
    expect(tree.nodes[3]!.name).toBe('… 7 frames too narrow')
  })
  it('gives the path that zooms to a node, and for a rest that of its parent', () => {
    expect(pathOf(tree.nodes[2]!)).toEqual([
      { name: 'main', module: 'app' },
      { name: 'work', module: 'app' },
    ])
    expect(pathOf(tree.nodes[3]!)).toEqual([{ name: 'main', module: 'app' }])
    expect(pathOf(tree.root)).toEqual([])
  })
  it('lays nodes out beside each other, self at the end', () => {
    const { left, width } = layOut(tree)
    expect([...left]).toEqual([0, 0, 0, 0.6, 0.9])
    expect([...width]).toEqual([1, 0.9, 0.6, 0.2, 0.1])
  })
  it('is nothing when nothing is selected', () => {
    expect(growFlameTree({ ...result, total: Float64Array.of(0, 0, 0, 0, 0) }, [])).toBeNull()
  })
})

describe('a zoomed flame tree', () => {
  const zoom = [{ name: 'main', module: 'app' }]
  const tree = growFlameTree(result, zoom)!
  it('draws the ancestors as wide as the zoomed frame', () => {
    expect(tree.zoomed.name).toBe('main')
    expect(tree.root.isAncestor).toBe(true)
    expect(tree.root.value).toBe(90)
    expect(layOut(tree).width[0]).toBe(1)
  })
  it('stays where it can when the path is not in the tree', () => {
    expect(growFlameTree(result, [{ name: 'gone', module: '' }])!.zoomed.kind).toBe('root')
  })
})

describe('walking', () => {
  const tree = growFlameTree(result, [])!
  const at = (index: number) => tree.nodes[index]!
  it('goes to callers, the widest callee, and along the row', () => {
    expect(walk(tree, at(0), 'outward').name).toBe('main')
    expect(walk(tree, at(2), 'inward').name).toBe('main')
    expect(walk(tree, at(1), 'next').name).toBe('idle')
    expect(walk(tree, at(1), 'previous')).toBe(at(1))
    expect(walk(tree, at(2), 'outward')).toBe(at(2))
  })
  it('takes arrows as they look on the screen', () => {
    expect(stepOf('ArrowUp', true)).toBe('inward')
    expect(stepOf('ArrowUp', false)).toBe('outward')
    expect(stepOf('x', true)).toBeNull()
  })
})

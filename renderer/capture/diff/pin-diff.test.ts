import { describe, expect, it } from 'vitest'
import type { Palette } from '../canvas/palette.ts'
import { scaleDifferences } from './diff-scale.ts'
import { growDiffTree } from './diff-tree.ts'
import { type PinnedDiff, pinDiff } from './pin-diff.ts'

const palette = { token: (name: string) => name, text: 't', muted: 'm', surface: 's' }
const grown = growDiffTree(
  {
    event: 'cpu-clock',
    unit: 'share',
    parent: Int32Array.of(-1, 0, 0),
    func: Int32Array.of(-1, 0, 1),
    totalA: Float64Array.of(1, 0.75, 0.25),
    totalB: Float64Array.of(1, 0.25, 0.75),
    selfA: Float64Array.of(0, 0.75, 0.25),
    selfB: Float64Array.of(0, 0.25, 0.75),
    countA: Float64Array.of(400, 300, 100),
    countB: Float64Array.of(80, 20, 60),
    pruned: new Int32Array(3),
    matches: new Uint8Array(3),
    noise: Uint8Array.of(1, 0, 0),
    names: ['sort<b>', 'log'],
    modules: ['app', 'libc'],
    kinds: new Uint8Array(2),
    divisorA: 400,
    divisorB: 80,
    prunedNodes: 0,
  },
  [],
  'both',
)!
const pinned: PinnedDiff = {
  grown,
  scale: scaleDifferences(grown.tree.nodes.map(grown.numbersOf), 1),
  terms: { unit: 'share', noun: 'sample', numbersOf: grown.numbersOf },
  icicle: true,
  title: 'A before, B after',
}

describe('a pinned graph of differences', () => {
  const { numbers, picture } = pinDiff(pinned, palette as Palette)
  const svg = new TextDecoder().decode(picture.bytes)
  it('keeps what moved most, with both sides', () => {
    expect(numbers.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'samples A: 400',
      'samples B: 80',
      'A: 100 %',
      'B: 100 %',
      'self of sort<b>, B − A: −50 pp',
      'self of log, B − A: +50 pp',
    ])
  })
  it('has a picture with the mark of each direction, its scale, and names as text', () => {
    expect(svg).toContain('fill="url(#diff-less-3)"')
    expect(svg).toContain('fill="url(#diff-more-3)"')
    expect(svg).toContain('>+10 pp</text>')
    expect(svg).toContain('sort&lt;b&gt; (app), A 75 %, B 25 %, difference −50 pp, less in B')
    expect(svg).not.toContain('sort<b>')
  })
})

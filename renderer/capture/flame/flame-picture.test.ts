import { describe, expect, it } from 'vitest'
import { drawFlamePicture, escapeXml, fitLabel } from './flame-picture.ts'
import type { FlameNode, FlameTree } from './flame-tree.ts'

const hostile = '</text><script>alert(1)</script>&"\u0000\u001b[31m'

function tree(name: string): FlameTree {
  const base = {
    module: '',
    self: 1,
    count: 1,
    pruned: 0,
    matches: true,
    isAncestor: false,
    total: 1,
    value: 1,
  }
  const children: FlameNode[] = []
  const root: FlameNode = { ...base, index: 0, name: 'all', kind: 'root', depth: 0, parent: null, children }
  const node: FlameNode = { ...base, index: 1, name, kind: 'unknown', depth: 1, parent: root, children: [] }
  children.push(node)
  return { root, zoomed: root, nodes: [root, node], levels: 2 }
}

const options = {
  width: 900,
  icicle: true,
  title: hostile,
  describe: ({ name }: FlameNode) => name,
  style: {
    fill: {
      unknown: '#999999',
      kernel: '#aa5500',
      user: '#00aa55',
      jit: '#0055aa',
      inlined: '#5500aa',
      group: '#cccccc',
      root: '#dddddd',
      rest: '#eeeeee',
    },
    label: '#000000',
    text: '#000000',
    muted: '#555555',
    background: '#ffffff',
    match: '#ff6600',
  },
}

describe('the picture of a flame graph', () => {
  const picture = drawFlamePicture(tree(hostile), options)
  it('holds hostile names as text only', () => {
    expect(picture).not.toContain('<script')
    expect(picture).not.toContain('\u0000')
    expect(picture).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;')
  })
  it('is balanced XML', () => {
    const opened = picture.match(/<[a-z][^>]*>/gi)?.filter((tag) => !tag.endsWith('/>')).length
    const closed = picture.match(/<\/[a-z]+>/gi)?.length
    expect(opened).toBe(closed)
  })
  it('hatches unknown frames and outlines matches', () => {
    expect(picture).toContain('fill="url(#unknown)" stroke="#ff6600"')
  })
  it('says which rows it leaves out', () => {
    expect(drawFlamePicture(tree('a'), { ...options, maxLevels: 1 })).toContain('1 deeper rows are not')
  })
})

it('a lone surrogate, which no XML can hold, is replaced', () => {
  expect(escapeXml('a\ud800b😀')).toBe('a\ufffdb😀')
})

it('a label is cut to what fits', () => {
  expect(fitLabel('do_syscall_64', 200)).toBe('do_syscall_64')
  expect(fitLabel('do_syscall_64', 60)).toBe('do_sysc…')
  expect(fitLabel('do_syscall_64', 12)).toBe('')
})

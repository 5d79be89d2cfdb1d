import { describe, expect, it } from 'vitest'
import { type FlameTree, REST } from '../../../shared/contract/views.ts'
import { kindCode } from '../../../shared/model/profile.ts'
import { growFlameTree } from '../flame/flame-tree.ts'
import { zoomColumns } from './zoom-columns.ts'

/** work(100) < [main(60) < start(60), rest(10, 4 frames)], serve(30) < main(30) */
const callers: FlameTree = {
  parent: Int32Array.of(-1, 0, 1, 0, 0, 4),
  func: Int32Array.of(0, 1, 2, REST, 3, 1),
  total: Float64Array.of(100, 60, 60, 10, 30, 30),
  self: Float64Array.of(0, 0, 60, 10, 0, 30),
  count: Float64Array.of(10, 6, 6, 1, 3, 3),
  pruned: Int32Array.of(0, 0, 0, 4, 0, 0),
  matches: new Uint8Array(6),
  names: ['work', 'main', 'start', 'serve'],
  modules: ['app', 'app', 'libc', 'app'],
  kinds: new Uint8Array(4).fill(kindCode.user),
}
const app = (name: string) => ({ name, module: 'app' })
const linesOf = (path: ReturnType<typeof app>[]): string[] =>
  growFlameTree(zoomColumns(callers, path), path)!.nodes.map(
    ({ name, depth, total, value, isAncestor }) =>
      `${' '.repeat(depth)}${name} ${total} as ${value}${isAncestor ? ' above' : ''}`,
  )

describe('zooming a side of a sandwich', () => {
  it('keeps the way to the frame and what is below it', () => {
    expect(linesOf([app('serve')])).toEqual(['work 100 as 30 above', ' serve 30 as 30', '  main 30 as 30'])
    expect(linesOf([app('serve'), app('main')])).toEqual([
      'work 100 as 30 above',
      ' serve 30 as 30 above',
      '  main 30 as 30',
    ])
    expect(linesOf([app('main')])).toEqual(['work 100 as 60 above', ' main 60 as 60', '  start 60 as 60'])
  })
  it('goes as far as the path does', () => {
    expect(linesOf([app('serve'), app('gone')])).toEqual(linesOf([app('serve')]))
    expect(zoomColumns(callers, [app('gone')])).toBe(callers)
    expect(zoomColumns(callers, [])).toBe(callers)
  })
})

/** A diff as an indented list, and each side of it as a flame graph. */
import type { DiffResult } from '../../contract/diff-view.ts'
import { type FlameTree, REST, ROOT } from '../../contract/views.ts'

/** Lines of 'name@module A|B', totals; '~' behind it is noise. */
export function diffText(diff: DiffResult): string {
  const depth: number[] = []
  return Array.from(diff.parent, (parent, row) => {
    depth.push(parent < 0 ? 0 : depth[parent]! + 1)
    const func = diff.func[row]!
    const module = diff.modules[func]
    const name =
      func === ROOT
        ? '*'
        : func === REST
          ? `(${diff.pruned[row]} more)`
          : `${diff.names[func]}${module ? `@${module}` : ''}`
    return `${'  '.repeat(depth[row]!)}${name} ${diff.totalA[row]}|${diff.totalB[row]}${diff.noise[row] ? ' ~' : ''}`
  }).join('\n')
}

/** What a flame graph of one side would be: rows with events there, sums multiplied by the divisor, as whole numbers. */
export function sideOf(diff: DiffResult, side: 'a' | 'b'): FlameTree {
  const [total, self, count, divisor] =
    side === 'a'
      ? [diff.totalA, diff.selfA, diff.countA, diff.divisorA]
      : [diff.totalB, diff.selfB, diff.countB, diff.divisorB]
  const rows = Array.from(diff.parent.keys()).filter((row) => row === 0 || count[row]! > 0)
  const place = new Map(rows.map((row, i) => [row, i]))
  const whole = (column: Float64Array): Float64Array<ArrayBuffer> =>
    Float64Array.from(rows, (row) => Math.round(column[row]! * divisor))
  return {
    parent: Int32Array.from(rows, (row) => place.get(diff.parent[row]!) ?? -1),
    func: Int32Array.from(rows, (row) => diff.func[row]!),
    total: whole(total),
    self: whole(self),
    count: Float64Array.from(rows, (row) => count[row]!),
    pruned: Int32Array.from(rows, (row) => diff.pruned[row]!),
    matches: Uint8Array.from(rows, (row) => diff.matches[row]!),
    names: diff.names,
    modules: diff.modules,
    kinds: diff.kinds,
  }
}

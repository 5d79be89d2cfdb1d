/** Which functions have another share of the whole than before. Shares, because totals depend on how long one looked. */
import type { FunctionsResult } from '../../../shared/contract/views.ts'

export interface Difference {
  readonly name: string
  readonly module: string
  /** shares of each side's own total, 0..1 */
  readonly a: number
  readonly b: number
}

/** Sorted by how much they differ, largest first. `by` self or total. */
export function findDifferences(a: FunctionsResult, b: FunctionsResult, by: 'self' | 'total'): Difference[] {
  const differences = new Map<string, { name: string; module: string; a: number; b: number }>()
  const add = (side: 'a' | 'b', result: FunctionsResult) => {
    const whole = result.selectedTotal
    if (!(whole > 0)) return
    for (const [index, name] of result.names.entries()) {
      const module = result.modules[index] ?? ''
      const key = JSON.stringify([module, name])
      const known = differences.get(key) ?? { name, module, a: 0, b: 0 }
      known[side] += result[by][index]! / whole
      differences.set(key, known)
    }
  }
  add('a', a)
  add('b', b)
  return [...differences.values()].sort((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a))
}

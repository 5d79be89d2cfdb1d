/** What is said of a sandwich and of a frame on one of its sides. */
import type { FunctionRef } from '../../../shared/contract/selection.ts'
import { formatShare } from '../../format/number.ts'
import { type Amounts, amount, countOf, type FlameWords, sayAmount, share } from '../flame/flame-numbers.ts'
import type { FlameNode } from '../flame/flame-tree.ts'
import type { Fact } from '../inspector/inspect-store.ts'

export type SandwichSide = 'callers' | 'callees'

export interface SandwichTotals extends Amounts {
  readonly function: FunctionRef
  /** of the whole selection */
  readonly selected: number
  /** of the function, each event once */
  readonly total: number
  readonly self: number
  readonly count: number
}

/** Of the function itself: the same above the graph, in the inspector and in a pin. */
export const functionFacts = (totals: SandwichTotals): Fact[] => [
  amount('Total', totals.total, totals),
  amount('Self', totals.self, totals),
  ...countOf(totals.count, totals),
  share('Of selection', totals.total, totals.selected),
]

/**
 * A caller has no self: what is its own is not the function's. Node 0 is the function, on either side.
 */
export function sandwichWords(side: SandwichSide, totals: SandwichTotals): FlameWords {
  const { name } = totals.function
  return {
    facts: (node) =>
      node.parent === null
        ? functionFacts(totals)
        : [
            amount(side === 'callers' ? 'Through it' : 'Total', node.total, totals),
            ...(side === 'callees' ? [amount('Self', node.self, totals)] : []),
            share('Of the function', node.total, totals.total),
            share('Of selection', node.total, totals.selected),
            ...countOf(node.count, totals),
          ],
    describe: (node) => {
      const module = node.module ? ` (${node.module})` : ''
      const of = formatShare(totals.total > 0 ? node.total / totals.total : 0)
      if (node.parent === null) return `${node.name}${module}, ${sayAmount(node.total, totals)}`
      return side === 'callers'
        ? `${node.name}${module}, caller: ${sayAmount(node.total, totals)}, ${of} of ${name}, come through it`
        : `${node.name}${module}, callee: ${sayAmount(node.total, totals)}, ${of} of ${name}, self ${sayAmount(node.self, totals)}`
    },
  }
}

/** 'caller of fsync', 'fsync again, below itself' */
export function describePlace(side: SandwichSide, node: FlameNode, of: FunctionRef): string {
  if (node.parent === null) return 'the function itself'
  if (node.kind === 'rest')
    return side === 'callers' ? 'callers too narrow to draw' : 'callees too narrow to draw'
  if (node.name === of.name && node.module === of.module) return 'the function again, below itself'
  const isDirect = node.parent.parent === null
  const word = side === 'callers' ? 'caller' : 'callee'
  return `${isDirect ? 'direct ' : ''}${word} of ${of.name}`
}

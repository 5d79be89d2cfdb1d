/** A frame's numbers in words: the same in tooltip, inspector, picture and pin. */
import type { FlameResult } from '../../../shared/contract/views.ts'
import { formatCount, formatExact, formatShare } from '../../format/number.ts'
import { formatExactQuantity, formatQuantity } from '../../format/quantity.ts'
import type { Fact } from '../inspector/inspect-store.ts'
import type { FlameNode } from './flame-tree.ts'

export interface FlameTotals {
  readonly unit: string
  /** weight of the whole selection */
  readonly selected: number
  readonly all: number
  /** 'sample' or 'call' */
  readonly noun: string
}

export const totalsOf = (result: FlameResult, selected: number, isSlices: boolean): FlameTotals => ({
  unit: result.unit,
  selected,
  all: result.streamTotal,
  noun: isSlices ? 'call' : 'sample',
})

/** What is said of a frame, whatever its numbers are: tooltip, inspector, picture and screen reader read it from here. */
export interface FlameWords {
  readonly facts: (node: FlameNode) => Fact[]
  /** one line */
  readonly describe: (node: FlameNode) => string
}

export const flameWords = (totals: FlameTotals): FlameWords => ({
  facts: (node) => factsOf(node, totals),
  describe: (node) => describeFrame(node, totals),
})

export const kindTitles: Readonly<Record<FlameNode['kind'], string>> = {
  unknown: 'unknown code',
  kernel: 'kernel',
  user: 'user',
  jit: 'JIT',
  inlined: 'inlined',
  group: 'group',
  root: 'everything selected',
  rest: 'frames too narrow to draw',
}

export function factsOf(node: FlameNode, totals: FlameTotals): Fact[] {
  const quantity = (label: string, value: number): Fact => ({
    label,
    text: formatQuantity(value, totals.unit),
    exact: formatExactQuantity(value, totals.unit),
  })
  return [
    quantity('Total', node.total),
    quantity('Self', node.self),
    share('Of selection', node.total, totals.selected),
    share('Of all', node.total, totals.all),
    {
      label: `${totals.noun === 'call' ? 'Calls' : 'Samples'}`,
      text: formatCount(node.count),
      exact: formatExact(node.count),
    },
  ]
}

function share(label: string, part: number, whole: number): Fact {
  const ratio = whole > 0 ? part / whole : 0
  return { label, text: formatShare(ratio), exact: `${formatExact(part)} of ${formatExact(whole)}` }
}

/** One line: for the picture's own tooltips and for a screen reader. */
export function describeFrame(node: FlameNode, totals: FlameTotals): string {
  const module = node.module ? ` (${node.module})` : ''
  const part = formatShare(totals.selected > 0 ? node.total / totals.selected : 0)
  return `${node.name}${module}, ${formatQuantity(node.total, totals.unit)}, ${part} of the selection, self ${formatQuantity(node.self, totals.unit)}`
}

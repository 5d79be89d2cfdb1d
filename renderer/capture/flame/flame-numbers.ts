/** A frame's numbers in words: the same in tooltip, inspector, picture and pin. */
import type { FlameResult, Measure } from '../../../shared/contract/views.ts'
import { formatAmount, formatCount, formatExact, formatShare } from '../../format/number.ts'
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
  /** what the other numbers are sums of */
  readonly measure: Measure
}

export const totalsOf = (
  result: FlameResult,
  selected: number,
  isSlices: boolean,
  measure: Measure = 'weight',
): FlameTotals => ({
  unit: result.unit,
  selected,
  all: result.streamTotal,
  noun: isSlices ? 'call' : 'sample',
  measure,
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
  return [
    amount('Total', node.total, totals),
    amount('Self', node.self, totals),
    share('Of selection', node.total, totals.selected),
    share('Of all', node.total, totals.all),
    ...countOf(node.count, totals),
  ]
}

export type Amounts = Pick<FlameTotals, 'unit' | 'noun' | 'measure'>

/** '12.4 ms', or '31 samples' where these are what is summed */
export const sayAmount = (value: number, { unit, noun, measure }: Amounts): string =>
  measure === 'events' ? formatAmount(value, noun) : formatQuantity(value, unit)

export const amount = (label: string, value: number, amounts: Amounts): Fact => ({
  label,
  text: sayAmount(value, amounts),
  exact: formatExactQuantity(value, amounts.unit),
})

/** How many events that is, unless that is what all numbers are. */
export const countOf = (count: number, { noun, measure }: Amounts): Fact[] =>
  measure === 'events'
    ? []
    : [{ label: noun === 'call' ? 'Calls' : 'Samples', text: formatCount(count), exact: formatExact(count) }]

export function share(label: string, part: number, whole: number): Fact {
  const ratio = whole > 0 ? part / whole : 0
  return { label, text: formatShare(ratio), exact: `${formatExact(part)} of ${formatExact(whole)}` }
}

/** '31 samples, 12.4 ms' */
export const sayBoth = (count: number, value: number, amounts: Amounts): string =>
  amounts.measure === 'events'
    ? formatAmount(count, amounts.noun)
    : `${formatAmount(count, amounts.noun)}, ${formatQuantity(value, amounts.unit)}`

/** One line: for the picture's own tooltips and for a screen reader. */
export function describeFrame(node: FlameNode, totals: FlameTotals): string {
  const module = node.module ? ` (${node.module})` : ''
  const part = formatShare(totals.selected > 0 ? node.total / totals.selected : 0)
  return `${node.name}${module}, ${sayAmount(node.total, totals)}, ${part} of the selection, self ${sayAmount(node.self, totals)}`
}

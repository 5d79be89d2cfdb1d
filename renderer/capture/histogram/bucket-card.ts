/** A bucket in the inspector. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { HistogramLayer } from '../../../shared/contract/views.ts'
import { formatCount, formatExact, formatShare } from '../../format/number.ts'
import { formatExactQuantity, formatQuantity } from '../../format/quantity.ts'
import type { Card } from '../inspector/inspect-store.ts'

/** Integers up to this are exact; a bucket without an end ends here. */
const ENDLESS = Number.MAX_SAFE_INTEGER

export function bucketRange(layer: HistogramLayer, bucket: number): Range {
  const to = layer.high[bucket]!
  return { from: layer.low[bucket]!, to: Number.isFinite(to) ? to : ENDLESS }
}

export function bucketTitle(layer: HistogramLayer, bucket: number): string {
  const [low, high] = [layer.low[bucket]!, layer.high[bucket]!]
  return Number.isFinite(high)
    ? `${formatQuantity(low, layer.unit)} to ${formatQuantity(high, layer.unit)}`
    : `${formatQuantity(low, layer.unit)} and slower`
}

export function bucketCard(layer: HistogramLayer, bucket: number, select: (latency: Range) => void): Card {
  const total = layer.count.reduce((sum, count) => sum + count, 0)
  const count = layer.count[bucket]!
  const atLeast = layer.count.subarray(bucket).reduce((sum, part) => sum + part, 0)
  const range = bucketRange(layer, bucket)
  return {
    kind: 'Latency',
    title: bucketTitle(layer, bucket),
    detail: `${layer.title}${layer.source === 'distribution' ? ', counted on the host' : ', recorded one by one'}`,
    facts: [
      { label: 'Calls', text: formatCount(count), exact: formatExact(count) },
      {
        label: 'Of this layer',
        text: formatShare(count / (total || 1)),
        exact: `${formatExact(count)} of ${formatExact(total)}`,
      },
      { label: 'This slow or slower', text: formatCount(atLeast), exact: formatExact(atLeast) },
      {
        label: 'From',
        text: formatQuantity(range.from, layer.unit),
        exact: formatExactQuantity(range.from, layer.unit),
      },
    ],
    actions: [
      { title: 'Only this latency', run: () => select(range) },
      { title: 'This slow or slower', run: () => select({ from: range.from, to: ENDLESS }) },
    ],
  }
}

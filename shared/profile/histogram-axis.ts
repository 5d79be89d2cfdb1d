/** The axis that holds all layers of a histogram. */
import type { Range } from '../contract/selection.ts'
import type { Buckets } from './quantiles.ts'

/** Null when there is nothing to show on it. Buckets without a bound on one side end where they can be drawn. */
export function spanLayers(layers: readonly Buckets[], isLinear: boolean): Range | null {
  let from = isLinear ? 0 : Infinity
  let to = 0
  for (const layer of layers) {
    const first = isLinear ? 0 : layer.high.findIndex((high) => high > 0)
    const last = layer.low.length - 1
    if (first < 0 || last < first) continue
    from = Math.min(from, isLinear ? linearStart(layer) : logStart(layer, first))
    to = Math.max(to, layerEnd(layer, last, isLinear))
  }
  return to > from ? { from, to } : null
}

/** A bucket that begins at 0 or below begins at half its upper bound on a log axis. */
function logStart({ low, high }: Buckets, first: number): number {
  if (low[first]! > 0) return low[first]!
  return Number.isFinite(high[first]!) ? high[first]! / 2 : 1 / 2
}

function linearStart({ low, high }: Buckets): number {
  if (Number.isFinite(low[0]!)) return low[0]!
  return high[0]! - (low.length > 1 ? high[1]! - low[1]! : Math.abs(high[0]!))
}

/** A last bucket without an upper bound is as wide as the one before; on a log axis, as its lower bound is far. */
function layerEnd({ low, high }: Buckets, last: number, isLinear: boolean): number {
  if (Number.isFinite(high[last]!)) return high[last]!
  const width = isLinear && last > 0 ? high[last - 1]! - low[last - 1]! : low[last]!
  return Math.max(low[last]!, 0) + (width > 0 && Number.isFinite(width) ? width : 1)
}

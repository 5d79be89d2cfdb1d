import type { Range, Selection } from '../contract/selection.ts'
import type { HistogramArgs, HistogramLayer, HistogramResult, Quantiles } from '../contract/views.ts'
import type { DistributionStream, SliceStream } from '../model/profile.ts'
import { checkCancelled } from './cancellation-check.ts'
import { compareText } from './function-names.ts'
import { bucketValues, sumDistribution } from './latency-buckets.ts'
import type { ProfileIndex } from './profile-index.ts'
import { type Buckets, quantilesOfBuckets, quantilesOfValues } from './quantiles.ts'
import { type SelectedDurations, selectDurations } from './selected-durations.ts'

/**
 * Latencies of a capture: a layer per stream of slices, in 12 buckets a decade at fixed places, and one per
 * distribution, in the tool's own buckets. Layers follow selection.call and not selection.latency. `calls` lists every
 * call, whichever is chosen, by time in its events and then by number of calls. Values of unlike units are never put together. The domain
 * is args.domain, or what the layers span; a bucket that begins at 0 begins at half its upper bound there.
 *
 * Throws the cancellation.
 */
export function queryHistogram(
  whole: ProfileIndex,
  args: HistogramArgs,
  signal?: AbortSignal,
): HistogramResult {
  const { selection } = args
  const index = whole.transformed(selection.transforms)
  const { profile } = index
  const layers: HistogramLayer[] = []
  const events: { stream: SliceStream; durations: SelectedDurations }[] = []
  const distributions: DistributionStream[] = []
  for (const stream of profile.streams) {
    checkCancelled(signal)
    if (stream.kind === 'slices') {
      const durations = selectDurations(index, stream, selection)
      events.push({ stream, durations })
      layers.push({
        ...layerHead(stream, 'events'),
        ...bucketValues(durations.layer),
        quantiles: quantilesOfValues(durations.layer),
        ignores: '',
      })
    } else if (stream.kind === 'distribution') {
      const isCounted = (name: number): boolean =>
        selection.call === undefined || profile.strings[name] === selection.call
      const buckets = sumDistribution(stream, isCounted)
      distributions.push(stream)
      layers.push({
        ...layerHead(stream, 'distribution'),
        ...buckets,
        quantiles: quantilesOfBuckets(buckets),
        ignores: sayIgnored(selection),
      })
    }
  }
  checkCancelled(signal)
  const unit = events[0]?.stream.unit
  const alike = events.filter(({ stream }) => stream.unit === unit)
  return {
    domain: layers.length === 0 ? null : (args.domain ?? spanLayers(layers)),
    layers,
    calls: listCalls(profile.strings, events, distributions),
    selected: quantilesOfValues(mergeAscending(alike.map(({ durations }) => durations.selected))),
  }
}

const layerHead = (
  { id, title, unit }: SliceStream | DistributionStream,
  source: HistogramLayer['source'],
): Pick<HistogramLayer, 'streamId' | 'source' | 'title' | 'unit'> => ({ streamId: id, source, title, unit })

function sayIgnored({ time, threads, function: func, latency }: Selection): string {
  const parts = [
    time && 'the time range',
    threads && 'the threads',
    func && 'the function',
    latency && 'the latency range',
  ].filter((part) => part !== undefined)
  if (parts.length === 0) return ''
  const last = parts.pop()!
  const words = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
  return `Counted on the host for the whole capture: it does not follow ${words}.`
}

function spanLayers(layers: readonly Buckets[]): Range | null {
  let from = Infinity
  let to = 0
  for (const { low, high } of layers) {
    if (low.length === 0) continue
    from = Math.min(from, low[0]! > 0 ? low[0]! : high[0]! / 2)
    // A last bucket without an upper bound is drawn as wide as its lower bound is far.
    const last = high[high.length - 1]!
    to = Math.max(to, Number.isFinite(last) ? last : 2 * low[low.length - 1]!)
  }
  return to > 0 ? { from, to } : null
}

function listCalls(
  strings: readonly string[],
  events: readonly { stream: SliceStream; durations: SelectedDurations }[],
  distributions: readonly DistributionStream[],
): HistogramResult['calls'] {
  interface Call {
    readonly name: string
    readonly durations: Float64Array[]
    readonly all: Quantiles | null
  }
  const calls = new Map<string, Call>()
  for (const stream of distributions)
    for (const name of new Set(stream.name.subarray(0, stream.length))) {
      const all = quantilesOfBuckets(sumDistribution(stream, (other) => other === name))
      const text = strings[name] ?? ''
      // Two distributions of one call cannot be put together: each is a line.
      const key = calls.has(`${stream.unit} ${text}`)
        ? `${stream.unit} ${text} ${stream.id}`
        : `${stream.unit} ${text}`
      if (all) calls.set(key, { name: text, durations: [], all })
    }
  for (const { stream, durations } of events)
    for (const [name, values] of durations.byCall) {
      const text = strings[name] ?? ''
      const key = `${stream.unit} ${text}`
      const call = calls.get(key) ?? { name: text, durations: [], all: null }
      call.durations.push(values)
      calls.set(key, call)
    }
  return [...calls.values()]
    .map(({ name, all, durations }) => ({ name, all, events: quantilesOfValues(mergeAscending(durations)) }))
    .sort(
      (a, b) =>
        (b.events?.total ?? 0) - (a.events?.total ?? 0) ||
        (b.all?.count ?? 0) - (a.all?.count ?? 0) ||
        compareText(a.name, b.name),
    )
}

function mergeAscending(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!
  const merged = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let size = 0
  for (const part of parts) {
    merged.set(part, size)
    size += part.length
  }
  return merged.sort()
}

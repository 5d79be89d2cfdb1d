import type { Range, Selection } from '../contract/selection.ts'
import type { HistogramArgs, HistogramLayer, HistogramResult, Quantiles } from '../contract/views.ts'
import type { DistributionStream, SliceStream, Unit } from '../model/profile.ts'
import { bucketBounds } from './bucket-bounds.ts'
import { checkCancelled } from './cancellation-check.ts'
import { type CountedSlices, countSlices } from './counted-slices.ts'
import { type Durations, joinDurations, type OrderedDurations } from './durations.ts'
import { compareText } from './function-names.ts'
import { spanLayers } from './histogram-axis.ts'
import { bucketDurations, rowsByName, sumDistribution } from './latency-buckets.ts'
import type { ProfileIndex } from './profile-index.ts'
import { quantilesOfBuckets, quantilesOfDurations } from './quantiles.ts'

interface LatencyStream {
  readonly stream: SliceStream
  readonly counted: CountedSlices
  /** of the call that is selected, or all */
  readonly chosen: readonly OrderedDurations[]
  /** those together, with any latency */
  readonly layer: Durations
}

/**
 * Latencies of a capture: a layer per stream of slices, in buckets at the fixed places of args.buckets, and one per
 * distribution, in the tool's own buckets. Layers follow selection.call and not selection.latency. `calls` lists every
 * call, whichever is chosen, by time in its events and then by number of calls. Values of unlike units are never put
 * together. The domain is args.domain, or what the layers span: a linear one begins at 0 (or below, where a distribution
 * does), on a log one a bucket that begins at 0 begins at half its upper bound.
 *
 * Throws query.pattern, and the cancellation.
 */
export function queryHistogram(
  indexOf: ProfileIndex,
  args: HistogramArgs,
  signal?: AbortSignal,
): HistogramResult {
  const index = indexOf.transformed(args.selection.transforms)
  const { profile } = index
  const { selection } = args
  const { latency } = selection
  const scale = args.buckets ?? 'log'
  const events: LatencyStream[] = []
  for (const stream of profile.streams) {
    checkCancelled(signal)
    if (stream.kind === 'slices') events.push(readLatencies(index, stream, selection))
  }
  const greatest = greatestByUnit(events, args.domain)
  const distributions: DistributionRows[] = []
  const layers: HistogramLayer[] = []
  for (const stream of profile.streams) {
    checkCancelled(signal)
    const measured = events.find((one) => one.stream === stream)
    if (measured) {
      const bounds = bucketBounds(scale, greatest.get(stream.unit) ?? 0)
      layers.push({
        ...layerHead(measured.stream, 'events'),
        ...bucketDurations(measured.layer, bounds),
        quantiles: quantilesOfDurations(measured.layer),
        ignores: '',
      })
    } else if (stream.kind === 'distribution') {
      const rows = rowsByName(stream)
      distributions.push({ stream, rows })
      const isCounted = (name: number): boolean =>
        selection.call === undefined || profile.strings[name] === selection.call
      const buckets = sumDistribution(
        stream,
        [...rows].flatMap(([name, ofName]) => (isCounted(name) ? ofName : [])),
      )
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
    domain: layers.length === 0 ? null : (args.domain ?? spanLayers(layers, scale === 'linear')),
    layers,
    calls: listCalls(profile.strings, events, distributions, latency),
    selected: quantilesOfDurations(joinDurations(alike.flatMap(({ chosen }) => chosen)), latency),
  }
}

function readLatencies(index: ProfileIndex, stream: SliceStream, selection: Selection): LatencyStream {
  const { latency: _latency, call, ...others } = selection
  const counted = countSlices(index, stream, others)
  const chosen =
    call === undefined
      ? [counted.all]
      : [...counted.byCall].flatMap(([name, durations]) =>
          index.profile.strings[name] === call ? [durations] : [],
        )
  return { stream, counted, chosen, layer: joinDurations(chosen) }
}

/** What linear buckets must reach: the longest of a unit, or the last of the common axis, so that both sides have the same. */
function greatestByUnit(
  events: readonly LatencyStream[],
  domain: Range | undefined,
): ReadonlyMap<Unit, number> {
  const greatest = new Map<Unit, number>()
  for (const { stream, layer } of events) {
    const longest = layer.count > 0 ? layer.nth(layer.count) : 0
    greatest.set(
      stream.unit,
      Math.max(greatest.get(stream.unit) ?? 0, longest, domain ? Math.ceil(domain.to) - 1 : 0),
    )
  }
  return greatest
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

interface DistributionRows {
  readonly stream: DistributionStream
  readonly rows: ReadonlyMap<number, readonly number[]>
}

function listCalls(
  strings: readonly string[],
  events: readonly LatencyStream[],
  distributions: readonly DistributionRows[],
  latency: Range | undefined,
): HistogramResult['calls'] {
  interface Call {
    readonly name: string
    readonly durations: OrderedDurations[]
    readonly all: Quantiles | null
  }
  const calls = new Map<string, Call>()
  for (const { stream, rows } of distributions)
    for (const [name, ofName] of rows) {
      const all = quantilesOfBuckets(sumDistribution(stream, ofName))
      const text = strings[name] ?? ''
      // Two distributions of one call cannot be put together: each is a line.
      const key = calls.has(`${stream.unit} ${text}`)
        ? `${stream.unit} ${text} ${stream.id}`
        : `${stream.unit} ${text}`
      if (all) calls.set(key, { name: text, durations: [], all })
    }
  for (const { stream, counted } of events)
    for (const [name, durations] of counted.byCall) {
      if (latency && durations.countBelow(latency.to) === durations.countBelow(latency.from)) continue
      const text = strings[name] ?? ''
      const key = `${stream.unit} ${text}`
      const call = calls.get(key) ?? { name: text, durations: [], all: null }
      call.durations.push(durations)
      calls.set(key, call)
    }
  return [...calls.values()]
    .map(({ name, all, durations }) => ({
      name,
      all,
      events: quantilesOfDurations(joinDurations(durations), latency),
    }))
    .sort(
      (a, b) =>
        (b.events?.total ?? 0) - (a.events?.total ?? 0) ||
        (b.all?.count ?? 0) - (a.all?.count ?? 0) ||
        compareText(a.name, b.name),
    )
}

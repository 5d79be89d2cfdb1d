/** Samples and slices as queries read them: one shape for both, made once per stream. */
import { SmokejumperError } from '../errors/errors.ts'
import type { Profile, SampleStream, SliceStream } from '../model/profile.ts'
import type { BaseTree } from './base-tree.ts'

export interface EventStream {
  readonly stream: SampleStream | SliceStream
  readonly length: number
  /** time of the sample, start of the slice; ascending */
  readonly start: Float64Array
  /** null for samples */
  readonly duration: Float64Array | null
  /** of the longest slice; 0 for samples */
  readonly longest: number
  /** sample: its weight; slice: its duration, never clipped to a time range */
  readonly weight: Float64Array
  /** what each of them weighs, where that is one whole number for all */
  readonly each: number | null
  /** weights are whole numbers, and all of them together below 2^53: a sum is exact, in whatever order, and so is a difference */
  readonly isExact: boolean
  /** entry in ThreadNames */
  readonly thread: Int32Array
  /** -1 where it is not known; null for slices, which are on none */
  readonly cpu: Int32Array | null
  /** where the event's stack ends in the base tree */
  readonly node: Int32Array
  /** 0 for events that a transform leaves out; null: none */
  readonly kept: Uint8Array | null
  readonly totalWeight: number
}

export function readEvents(
  stream: SampleStream | SliceStream,
  profile: Profile,
  base: BaseTree,
): EventStream {
  const { length } = stream
  const slices = stream.kind === 'slices'
  const weight = slices ? stream.duration : stream.weight
  const name = slices ? stream.name : null
  let thread: Int32Array | undefined
  const node = placeStacks(stream.stack, length, base, name)
  const { total: totalWeight, most, isWhole, isOne } = surveyWeights(weight, length)
  const longest = slices ? Math.max(0, most) : 0
  const isExact = isWhole && totalWeight <= Number.MAX_SAFE_INTEGER
  return {
    stream,
    length,
    // Times and threads are looked at when somebody asks for a part of the events: they may not even be decoded.
    get start() {
      return slices ? stream.start : stream.time
    },
    duration: slices ? stream.duration : null,
    longest,
    weight,
    each: isExact && isOne ? (weight[0] ?? 0) : null,
    isExact,
    get thread() {
      thread ??= placeThreads(stream.thread, length, profile.threads.length)
      return thread
    },
    cpu: slices ? null : stream.cpu,
    node,
    kept: null,
    totalWeight,
  }
}

/** Small loops over columns of one type each: together in one they take three times as long. */
function placeThreads(thread: Int32Array, length: number, nobody: number): Int32Array {
  const placed = new Int32Array(length)
  for (let i = 0; i < length; i++) placed[i] = thread[i]! < 0 ? nobody : thread[i]!
  return placed
}

function placeStacks(
  stack: Int32Array,
  length: number,
  { ofStack, ofCall, noStack }: BaseTree,
  name: Int32Array | null,
): Int32Array {
  const node = new Int32Array(length)
  for (let i = 0; i < length; i++) {
    const at = stack[i]!
    if (at >= 0) node[i] = ofStack[at]!
    else node[i] = name === null ? noStack : (ofCall.get(name[i]!) ?? noStack)
  }
  return node
}

function surveyWeights(weight: Float64Array, length: number) {
  const first = length > 0 ? weight[0]! : 0
  let total = 0
  let most = Number.NEGATIVE_INFINITY
  let unlike = 0
  let broken = 0
  for (let i = 0; i < length; i++) {
    const value = weight[i]!
    total += value
    if (value > most) most = value
    if (value !== first) unlike++
    if (!(value >= 0) || value !== Math.floor(value)) broken++
  }
  return { total, most, isWhole: broken === 0, isOne: unlike === 0 }
}

/** The same events on another tree: `ofNode` says where each node went, -1 where its events are left out. */
export function moveEvents(events: EventStream, ofNode: Int32Array): EventStream {
  const { length } = events
  const node = new Int32Array(length)
  const kept = new Uint8Array(length)
  let left = 0
  for (let i = 0; i < length; i++) {
    const at = ofNode[events.node[i]!]!
    if (at < 0) continue
    node[i] = at
    kept[i] = 1
    left++
  }
  if (left === length) return { ...events, node }
  return { ...events, node, kept }
}

/** Throws query.no-stream. */
export function findEventStream(profile: Profile, streamId: number): SampleStream | SliceStream {
  const stream = profile.streams.find(({ id }) => id === streamId)
  if (stream?.kind === 'samples' || stream?.kind === 'slices') return stream
  throw new SmokejumperError({
    code: 'query.no-stream',
    message: stream
      ? `Stream ${streamId} (${stream.event}) holds ${stream.kind === 'counter' ? 'a counter' : 'a distribution'}, not single events.`
      : `The capture has no stream ${streamId}.`,
    remedy: stream
      ? `${stream.kind === 'distribution' ? 'Look at it in the histogram, or choose' : 'Choose'} a stream of samples or slices.`
      : 'Choose one of its streams.',
    facts: { streamId },
  })
}

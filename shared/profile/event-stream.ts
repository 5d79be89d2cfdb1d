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
  const thread = new Int32Array(length)
  const node = new Int32Array(length)
  let totalWeight = 0
  let longest = 0
  let isWhole = true
  let isOne = true
  for (let i = 0; i < length; i++) {
    const at = stream.thread[i]!
    thread[i] = at < 0 ? profile.threads.length : at
    const stack = stream.stack[i]!
    node[i] =
      stack >= 0
        ? base.ofStack[stack]!
        : slices
          ? (base.ofCall.get(stream.name[i]!) ?? base.noStack)
          : base.noStack
    totalWeight += weight[i]!
    isOne &&= weight[i] === weight[0]
    isWhole &&= Number.isInteger(weight[i]) && weight[i]! >= 0
    if (slices && weight[i]! > longest) longest = weight[i]!
  }
  const isExact = isWhole && totalWeight <= Number.MAX_SAFE_INTEGER
  return {
    stream,
    length,
    start: slices ? stream.start : stream.time,
    duration: slices ? stream.duration : null,
    longest,
    weight,
    each: isExact && isOne ? (weight[0] ?? 0) : null,
    isExact,
    thread,
    cpu: slices ? null : stream.cpu,
    node,
    kept: null,
    totalWeight,
  }
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

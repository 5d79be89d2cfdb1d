/**
 * The columnar profile, after the tables of the Firefox Profiler: integer handles into tables of typed arrays.
 * Times are integer nanoseconds since the capture's start. -1 is "none" for every index.
 */
import type { Nanoseconds } from '../units/units.ts'

/** What kind of code a frame is. The order is the number on disk: append only. */
export const frameKinds = ['unknown', 'kernel', 'user', 'jit', 'inlined', 'group'] as const
/** `group` is no code: a process, thread or call that stands as a frame above or below the stack. */
export type FrameKind = (typeof frameKinds)[number]
export const kindCode = Object.fromEntries(frameKinds.map((kind, code) => [kind, code])) as Readonly<
  Record<FrameKind, number>
>

/** A function as a person names it: symbol, module and kind. Unique in the table. */
export interface FunctionTable {
  readonly length: number
  /** index into strings */
  readonly name: Int32Array
  /** index into strings, -1 where the format has none */
  readonly module: Int32Array
  /** index into frameKinds */
  readonly kind: Uint8Array
}

/** A place in a function. Several frames share a function; views merge by function. */
export interface FrameTable {
  readonly length: number
  readonly func: Int32Array
  /** instruction pointer as the tool printed it, 0n where it has none */
  readonly address: BigUint64Array
}

/** Stacks as a prefix tree: parent[i] < i, -1 at a root; so one backward pass sums the tree. */
export interface StackTable {
  readonly length: number
  readonly parent: Int32Array
  readonly frame: Int32Array
}

/** Unique by pid, tid and name: a thread that changed its name (exec, prctl) has a row for each. */
export interface ThreadTable {
  readonly length: number
  readonly pid: Int32Array
  readonly tid: Int32Array
  /** index into strings: comm of the thread at the time of its samples */
  readonly name: Int32Array
}

export type Unit = 'ns' | 'cycles' | 'count' | 'bytes'

interface StreamHead {
  /** unique in its capture, 0-based */
  readonly id: number
  /** as the tool names it: 'cpu-clock:ppp', 'raw_syscalls' */
  readonly event: string
  /** of weight (samples), duration (slices), bucket bounds (distributions), value (counters) */
  readonly unit: Unit
  readonly title: string
}

/** Ordered by time. All columns have `length` entries. */
export interface SampleStream extends StreamHead {
  readonly kind: 'samples'
  readonly length: number
  readonly time: Float64Array
  readonly cpu: Int32Array
  readonly thread: Int32Array
  readonly stack: Int32Array
  /** the period; 1 where the tool gives none (unit is then 'count') */
  readonly weight: Float64Array
}

/** Ordered by start. */
export interface SliceStream extends StreamHead {
  readonly kind: 'slices'
  readonly length: number
  readonly start: Float64Array
  readonly duration: Float64Array
  readonly thread: Int32Array
  /** index into strings: the call */
  readonly name: Int32Array
  readonly stack: Int32Array
  /** return value, NaN where there is none */
  readonly result: Float64Array
}

/** Buckets as the tool reported them, [low, high) in the stream's unit; several names in one stream. */
export interface DistributionStream extends StreamHead {
  readonly kind: 'distribution'
  readonly length: number
  /** index into strings: what was measured (the call) */
  readonly name: Int32Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly count: Float64Array
}

/** Numbers over time, ordered by time; several names in one stream. A value holds until the next of its name. */
export interface CounterStream extends StreamHead {
  readonly kind: 'counter'
  readonly length: number
  readonly time: Float64Array
  readonly value: Float64Array
  /** index into strings: what was counted */
  readonly name: Int32Array
}

export type Stream = SampleStream | SliceStream | DistributionStream | CounterStream
export type StreamKind = Stream['kind']
export const streamKinds = ['samples', 'slices', 'distribution', 'counter'] as const satisfies StreamKind[]
/** Events have a time, a thread and perhaps a stack each: what flame graph, timeline and tables are drawn from. */
export const hasEvents = (kind: StreamKind): kind is 'samples' | 'slices' =>
  kind === 'samples' || kind === 'slices'

/** What is missing from the data is data. */
export interface Loss {
  /** lost: dropped by kernel or tool; throttled; unparsed: lines we could not read; truncated: input ended early */
  readonly kind: 'lost' | 'throttled' | 'unparsed' | 'truncated'
  readonly count: number
  /** what it means, in a sentence, with the place (line, byte) where that is known */
  readonly detail: string
}

export interface Profile {
  readonly strings: readonly string[]
  readonly functions: FunctionTable
  readonly frames: FrameTable
  readonly stacks: StackTable
  readonly threads: ThreadTable
  readonly streams: readonly Stream[]
  readonly losses: readonly Loss[]
  /** the tool's clock at time 0, in ns, as printed; what the anchors of the capture refer to */
  readonly clockOrigin: Nanoseconds
  /** time of the last sample, end of the last slice, or the tool's own mark of its end, whichever is last */
  readonly duration: Nanoseconds
}

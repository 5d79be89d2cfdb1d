/** A profile from what a person would write down. */
import { kindCode, type Profile, type Stream } from '../../model/profile.ts'

/** 'name@module'; '#2' behind it is another address of the same function; modules in [brackets] are the kernel's. */
export type FrameText = string

export interface SampleText {
  readonly time: number
  readonly thread: number
  /** outermost first; [] is no stack */
  readonly stack: readonly FrameText[]
  readonly weight: number
  /** absent: 0 */
  readonly cpu?: number
}
export interface SliceText {
  readonly start: number
  readonly duration: number
  readonly thread: number
  readonly name: string
  readonly result?: number
}
export interface BucketText {
  readonly name: string
  readonly low: number
  readonly high: number
  readonly count: number
}
export interface CounterText {
  readonly time: number
  readonly name: string
  readonly value: number
}
export interface ProfileText {
  readonly threads: readonly { readonly pid: number; readonly tid: number; readonly name: string }[]
  readonly samples?: readonly SampleText[]
  readonly slices?: readonly SliceText[]
  readonly buckets?: readonly BucketText[]
  readonly counters?: readonly CounterText[]
  readonly duration: number
}

export const splitFrame = (frame: FrameText): { name: string; module: string } => {
  const [name = '', module = ''] = frame.replace(/#\d+$/, '').split('@')
  return { name, module }
}

/** Streams in the order samples, slices, buckets, counters, numbered from 0; those not given are left out. */
export function profileOf(text: ProfileText): Profile {
  const strings = numbering<string>()
  const functions = numbering<string>()
  const frames = numbering<FrameText>()
  const stacks = numbering<string>()
  const functionRows: { name: number; module: number; kind: number }[] = []
  const frameRows: number[] = []
  const stackRows: { parent: number; frame: number }[] = []

  const stackOf = (stack: readonly FrameText[]): number => {
    let parent = -1
    for (const frame of stack) {
      const { name, module } = splitFrame(frame)
      const func = functions.of(`${name}@${module}`, () =>
        functionRows.push({
          name: strings.of(name),
          module: module === '' ? -1 : strings.of(module),
          kind: module.startsWith('[') ? kindCode.kernel : kindCode.user,
        }),
      )
      const place = frames.of(frame, () => frameRows.push(func))
      const above = parent
      parent = stacks.of(`${above} ${place}`, () => stackRows.push({ parent: above, frame: place }))
    }
    return parent
  }

  const streams: Stream[] = []
  if (text.samples) {
    const rows = text.samples
    streams.push({
      kind: 'samples',
      id: streams.length,
      event: 'cpu-clock',
      unit: 'ns',
      title: 'CPU time',
      length: rows.length,
      time: Float64Array.from(rows, ({ time }) => time),
      cpu: Int32Array.from(rows, ({ cpu }) => cpu ?? 0),
      thread: Int32Array.from(rows, ({ thread }) => thread),
      stack: Int32Array.from(rows, ({ stack }) => stackOf(stack)),
      weight: Float64Array.from(rows, ({ weight }) => weight),
    })
  }
  if (text.slices) {
    const rows = text.slices
    streams.push({
      kind: 'slices',
      id: streams.length,
      event: 'raw_syscalls',
      unit: 'ns',
      title: 'Slow calls',
      length: rows.length,
      start: Float64Array.from(rows, ({ start }) => start),
      duration: Float64Array.from(rows, ({ duration }) => duration),
      thread: Int32Array.from(rows, ({ thread }) => thread),
      name: Int32Array.from(rows, ({ name }) => strings.of(name)),
      stack: new Int32Array(rows.length).fill(-1),
      result: Float64Array.from(rows, ({ result }) => result ?? Number.NaN),
    })
  }
  if (text.buckets) {
    const rows = text.buckets
    streams.push({
      kind: 'distribution',
      id: streams.length,
      event: 'raw_syscalls',
      unit: 'ns',
      title: 'All calls',
      length: rows.length,
      name: Int32Array.from(rows, ({ name }) => strings.of(name)),
      low: Float64Array.from(rows, ({ low }) => low),
      high: Float64Array.from(rows, ({ high }) => high),
      count: Float64Array.from(rows, ({ count }) => count),
    })
  }
  if (text.counters) {
    const rows = text.counters
    streams.push({
      kind: 'counter',
      id: streams.length,
      event: 'vmstat',
      unit: 'count',
      title: 'Vitals',
      length: rows.length,
      time: Float64Array.from(rows, ({ time }) => time),
      value: Float64Array.from(rows, ({ value }) => value),
      name: Int32Array.from(rows, ({ name }) => strings.of(name)),
    })
  }
  const threadNames = Int32Array.from(text.threads, ({ name }) => strings.of(name))
  return {
    strings: strings.all(),
    functions: {
      length: functionRows.length,
      name: Int32Array.from(functionRows, ({ name }) => name),
      module: Int32Array.from(functionRows, ({ module }) => module),
      kind: Uint8Array.from(functionRows, ({ kind }) => kind),
    },
    frames: {
      length: frameRows.length,
      func: Int32Array.from(frameRows),
      address: BigUint64Array.from(frameRows, (_, i) => BigInt(i)),
    },
    stacks: {
      length: stackRows.length,
      parent: Int32Array.from(stackRows, ({ parent }) => parent),
      frame: Int32Array.from(stackRows, ({ frame }) => frame),
    },
    threads: {
      length: text.threads.length,
      pid: Int32Array.from(text.threads, ({ pid }) => pid),
      tid: Int32Array.from(text.threads, ({ tid }) => tid),
      name: threadNames,
    },
    streams,
    losses: [],
    clockOrigin: 0,
    duration: text.duration,
  }
}

function numbering<Key>() {
  const known = new Map<Key, number>()
  return {
    of: (key: Key, added?: () => void): number => {
      const found = known.get(key)
      if (found !== undefined) return found
      known.set(key, known.size)
      added?.()
      return known.size - 1
    },
    all: (): Key[] => [...known.keys()],
  }
}

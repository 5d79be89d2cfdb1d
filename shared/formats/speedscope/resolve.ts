/** From the profiles of a speedscope file to streams, when its frames are known. */
import type { Unit } from '../../model/profile.ts'
import type { FrameIndex, StringIndex } from '../../units/units.ts'
import type { EventColumns } from '../assemble-streams.ts'
import { createCallSlices } from '../call-slices.ts'
import type { JsonContext } from '../json/json-parser.ts'
import {
  createSampleColumns,
  createSliceColumns,
  type SampleColumns,
  type SliceColumns,
} from '../stream-columns.ts'
import { BROKEN_STACK, type RawProfile } from './raw-profile.ts'

interface Scale {
  readonly unit: Unit
  readonly scale: number
}

const scales: Readonly<Record<string, Scale>> = {
  nanoseconds: { unit: 'ns', scale: 1 },
  microseconds: { unit: 'ns', scale: 1e3 },
  milliseconds: { unit: 'ns', scale: 1e6 },
  seconds: { unit: 'ns', scale: 1e9 },
  bytes: { unit: 'bytes', scale: 1 },
  none: { unit: 'count', scale: 1 },
}
const LONGEST = 2 ** 63

interface Identity {
  readonly event: string
  readonly pid: number
  readonly tid: number
  readonly name: string
}

const pidOf = (digits: string): number => ((Number(digits) | 0) === Number(digits) ? Number(digits) : -1)

/** Our own export names profiles `event: comm pid/tid`; others name them after threads or what was measured. */
const identify = (profile: RawProfile, exporter: string, row: number, isTime: boolean): Identity => {
  const ours =
    exporter === 'smokejumper' ? /^(?:(.*?): )?(.*) (-?\d{1,10})\/(-?\d{1,10})$/s.exec(profile.name) : null
  if (ours) {
    const [, event, name, pid, tid] = ours
    return { event: event ?? 'samples', pid: pidOf(pid!), tid: pidOf(tid!), name: name! }
  }
  const name = profile.name || `profile ${row + 1}`
  const spied = /^(?:Process (\d{1,10}) )?Thread (\d{1,10}) "(.*)"$/s.exec(name)
  if (spied) {
    const [, pid, tid, thread] = spied
    return { event: 'samples', pid: pidOf(pid ?? '0'), tid: pidOf(tid!), name: thread! }
  }
  const isThread = isTime || /thread|^py-spy/i.test(`${exporter} ${name}`)
  return { event: isThread ? 'samples' : name, pid: 0, tid: row + 1, name }
}

interface Streams {
  readonly samples: SampleColumns
  /** of samples whose weights are missing: they are counted */
  readonly unweighted: SampleColumns
  readonly calls: SliceColumns
}

export interface SharedFrame {
  readonly frame: FrameIndex
  readonly name: StringIndex
}

interface ResolverOptions {
  readonly builder: JsonContext['builder']
  readonly leaveOut: JsonContext['leaveOut']
  readonly frames: readonly SharedFrame[]
  readonly exporter: string
}

export const createResolver = ({ builder, frames, exporter, leaveOut }: ResolverOptions) => {
  const byKey = new Map<string, Streams>()
  let count = 0
  let end = Number.NEGATIVE_INFINITY

  const streamsOf = (event: string, unit: Unit): Streams => {
    const key = `${unit} ${event}`
    const known = byKey.get(key)
    if (known) return known
    const head = { id: 0, event, unit, title: unit === 'ns' && event === 'samples' ? 'time' : event }
    const added = {
      samples: createSampleColumns(head),
      unweighted: createSampleColumns({ ...head, unit: 'count', title: `${event} without weights` }),
      calls: createSliceColumns({ ...head, event: 'calls', title: 'calls' }),
    }
    byKey.set(key, added)
    return added
  }

  const frameOf = (index: number): SharedFrame => {
    const known = frames[index]
    if (known !== undefined) return known
    leaveOut('names of frames that are not among the shared frames')
    const name = '[unknown]'
    return { frame: builder.frame(builder.func(name, null, 'unknown'), 0, 0), name: builder.string(name) }
  }

  const resolveStacks = (profile: RawProfile): Int32Array => {
    const parents = profile.stacks.column(0)
    const frameIndex = profile.stacks.column(1)
    const resolved = new Int32Array(parents.length)
    for (let row = 0; row < resolved.length; row++) {
      const parent = parents[row]!
      const { frame } = frameOf(frameIndex[row]!)
      resolved[row] = builder.stack(parent === -1 ? -1 : resolved[parent]!, frame)
    }
    return resolved
  }

  const isInRange = (value: number): boolean => {
    if (Math.abs(value) < LONGEST) return true
    leaveOut('samples whose time or weight is out of range')
    return false
  }

  const endAt = (value: number, { scale, unit }: Scale) => {
    const time = Math.round(value * scale)
    if (unit === 'ns' && Math.abs(time) < LONGEST) end = Math.max(end, time)
  }

  const addSamples = (profile: RawProfile, thread: number, into: Streams, scaled: Scale) => {
    const { scale, unit } = scaled
    const { samples, weights } = profile
    const stacks = resolveStacks(profile)
    const weighted = Math.min(weights.length, samples.length)
    // the sum is rounded, not the summands: many small ones would drift
    let passed = 0
    for (let row = 0; row < weighted; row++) {
      const weight = Math.round(weights.get(row) * scale)
      const time = unit === 'ns' ? Math.round((profile.start + passed) * scale) : 0
      passed += weights.get(row)
      const sample = samples.get(row)
      if (sample === BROKEN_STACK || !isInRange(weight) || !isInRange(time)) continue
      into.samples.add(time, -1, thread, sample === -1 ? -1 : stacks[sample]!, weight)
    }
    endAt(profile.start + passed, scaled)
    for (let row = weighted; row < samples.length; row++) {
      const sample = samples.get(row)
      if (sample === BROKEN_STACK) continue
      into.unweighted.add(0, -1, thread, sample === -1 ? -1 : stacks[sample]!, 1)
    }
    const missing = samples.length - weighted
    if (missing > 0) leaveOut('weights of samples, which are counted instead', missing)
  }

  const addEvents = (profile: RawProfile, thread: number, into: Streams, { scale, unit }: Scale) => {
    const { eventTime, eventFrame } = profile
    if (eventTime.length === 0) return
    const calls = createCallSlices()
    for (let row = 0; row < eventTime.length; row++) {
      const time = Math.round(eventTime.get(row) * scale)
      const frame = eventFrame.get(row)
      if (!isInRange(time)) continue
      if (frame >= 0) calls.begin(0, time, frame)
      else if (!calls.end(0, time, -1 - frame)) leaveOut('ends of calls that had not begun')
    }
    if (calls.open > 0) leaveOut('ends of calls, which last to the end of their profile', calls.open)
    const unknown = new Map<number, SharedFrame>()
    const shared = (index: number): SharedFrame => {
      const known = frames[index] ?? unknown.get(index) ?? frameOf(index)
      if (frames[index] === undefined) unknown.set(index, known)
      return known
    }
    const isTime = unit === 'ns'
    calls.finish({
      slices: isTime ? into.calls : { add() {} },
      selfTime: {
        // what is no time says where on its own axis it was, which is none of ours
        add: (time, cpu, onThread, stack, weight) =>
          into.samples.add(isTime ? time : 0, cpu, onThread, stack, weight),
      },
      threadOf: () => thread,
      nameOf: (index) => shared(index).name,
      frameOf: (index) => shared(index).frame,
      builder,
    })
  }

  return {
    add(profile: RawProfile) {
      const scale = scales[profile.unit] ?? scales.none!
      const { event, pid, tid, name } = identify(profile, exporter, count++, scale.unit === 'ns')
      const thread = builder.thread(pid, tid, name)
      const into = streamsOf(event, scale.unit)
      addSamples(profile, thread, into, scale)
      addEvents(profile, thread, into, scale)
      endAt(profile.end, scale)
    },
    columns: (): readonly EventColumns[] =>
      [...byKey.values()].flatMap(({ samples, unweighted, calls }) => [samples, unweighted, calls]),
    /** the last end that a profile of time has; -Infinity when none has one */
    end: () => end,
  }
}

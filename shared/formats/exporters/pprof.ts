/**
 * pprof's profile.proto, not yet compressed (pprof and Go read both; by custom the file is gzipped). Samples of one
 * thread and one stack are one row, as pprof has it. Each stream has a value type for its number of samples and one
 * for its weight. Inlined frames are lines of the location that they are inlined into; modules are mappings; threads
 * are the labels that perf_to_profile writes. Slices weigh their duration, those without a stack stand as their call.
 * What it cannot carry: times, CPUs, distributions, counters, losses, and kinds but for inlined.
 * Source: github.com/google/pprof, proto/profile.proto; messages that are concatenated are merged (protobuf encoding).
 */
import { emptyTableToken, Label, Profile as PprofProfile, type SampleInput, StringTable } from 'pprof-format'
import {
  hasEvents,
  kindCode,
  type Profile,
  type SampleStream,
  type SliceStream,
  type Unit,
} from '../../model/profile.ts'
import { nameThreads } from '../../profile/thread-names.ts'
import type { ExportOptions } from '../exporter.ts'
import { int32Column } from '../growable-columns.ts'
import { createRowIndex } from '../row-index.ts'
import { unsupported } from './unsupported.ts'

/** Rows that are encoded at once. */
const BATCH = 2000

const units: Readonly<Record<Unit, string>> = {
  ns: 'nanoseconds',
  bytes: 'bytes',
  count: 'count',
  cycles: 'cycles',
}

type EventStream = SampleStream | SliceStream

/** A message of some fields: one after another they are the whole profile. */
type Part = Omit<ConstructorParameters<typeof PprofProfile>[0], 'stringTable'>
const encode = (part: Part): Uint8Array =>
  new PprofProfile({ ...part, stringTable: new StringTable(emptyTableToken) }).encode()

interface ValueColumns {
  readonly stream: EventStream
  /** weights say more than that there were samples */
  readonly hasWeight: boolean
}

/** What a row of the file is: one thread, one stack (or call), with a value for each value type. */
const sumRows = (columns: readonly ValueColumns[]) => {
  const rows = createRowIndex()
  const width = columns.reduce((sum, { hasWeight }) => sum + (hasWeight ? 2 : 1), 0)
  let values = new Float64Array(width * 1024)
  let place = 0
  for (const { stream, hasWeight } of columns) {
    const isSlices = stream.kind === 'slices'
    const weight = isSlices ? stream.duration : stream.weight
    for (let i = 0; i < stream.length; i++) {
      const stack = stream.stack[i]!
      const call = isSlices && stack < 0 ? stream.name[i]! : -1
      const row = rows.indexOf(stream.thread[i]!, stack, call)
      if ((row + 1) * width > values.length) {
        const larger = new Float64Array(values.length * 2)
        larger.set(values)
        values = larger
      }
      values[row * width + place]! += 1
      if (hasWeight) values[row * width + place + 1]! += weight[i]!
    }
    place += hasWeight ? 2 : 1
  }
  return { rows, width, values }
}

/**
 * The locations of each stack, made as they are met. A location is a frame with those inlined into it, so its key is
 * the path from the innermost of them: row (key of what is inlined so far, frame, is it the last).
 */
const createLocations = (profile: Profile) => {
  const { stacks, frames, functions } = profile
  const keys = createRowIndex()
  /** by key: the location's number, from 1; 0 where a key is only a part of the way */
  const numbers = int32Column()
  const lines: Int32Array[] = []
  const chain: number[] = []
  /** of frames with nothing inlined into them, which most are: as in `numbers` */
  const alone = new Int32Array(frames.length)

  /** what is inlined is at the address of what it is inlined into; perf may leave that out */
  const isInlinedInto = (frame: number, parent: number): boolean =>
    functions.kind[frames.func[frame]!] === kindCode.inlined &&
    parent >= 0 &&
    frames.address[stacks.frame[parent]!] === frames.address[frame]

  const close = (path: number, into: number[]) => {
    while (numbers.length <= path) numbers.push(0)
    if (numbers.get(path) === 0) {
      lines.push(Int32Array.from(chain))
      numbers.set(path, lines.length)
    }
    into.push(numbers.get(path))
    chain.length = 0
  }

  return {
    /** leaf first, as pprof has them */
    ofStack(stack: number): number[] {
      const found: number[] = []
      let path = -1
      chain.length = 0
      for (let at = stack; at >= 0; at = stacks.parent[at]!) {
        const frame = stacks.frame[at]!
        const goesOn = isInlinedInto(frame, stacks.parent[at]!)
        if (chain.length === 0 && !goesOn) {
          if (alone[frame] === 0) alone[frame] = lines.push(Int32Array.of(frame))
          found.push(alone[frame]!)
          continue
        }
        chain.push(frame)
        path = keys.indexOf(path, frame, goesOn ? 0 : 1)
        if (goesOn) continue
        close(path, found)
        path = -1
      }
      return found
    },
    ofCall(name: number): number {
      const found: number[] = []
      chain.push(-2 - name)
      close(keys.indexOf(-2, name, 1), found)
      return found[0]!
    },
    /** by number - 1: frames from the innermost; -2 - name for a call */
    lines,
  }
}

export const writePprof = function* (profile: Profile, options: ExportOptions): Generator<Uint8Array> {
  const streams = profile.streams.filter(
    (stream): stream is EventStream => hasEvents(stream.kind) && stream.length > 0,
  )
  if (streams.length === 0) throw unsupported('pprof', 'samples or slices')
  const table = new StringTable()
  const text = (value: string) => table.dedup(value)
  const columns = streams.map(
    (stream): ValueColumns => ({
      stream,
      hasWeight: stream.kind === 'slices' || stream.unit !== 'count' || stream.weight.some((w) => w !== 1),
    }),
  )
  const sampleType = columns.flatMap(({ stream, hasWeight }) => {
    const counted = stream.kind === 'slices' ? 'calls' : 'samples'
    const count = {
      type: text(streams.length === 1 && stream.event !== counted ? counted : `${stream.event} ${counted}`),
      unit: text('count'),
    }
    return hasWeight ? [count, { type: text(stream.event), unit: text(units[stream.unit]) }] : [count]
  })
  const preferred = sampleType[columns[0]!.hasWeight ? 1 : 0]!
  yield encode({
    sampleType,
    durationNanos: Math.round(profile.duration),
    ...(options.startedAt === undefined
      ? {}
      : { timeNanos: BigInt(Math.round(options.startedAt)) * 1_000_000n }),
    periodType: preferred,
    defaultSampleType: preferred.type,
    comment: [text(options.name ?? 'profile')],
  })

  const locations = createLocations(profile)
  const threads = nameThreads(profile)
  const { rows, width, values } = sumRows(columns)
  const [threadOf, stackOf, callOf] = [rows.column(0), rows.column(1), rows.column(2)]
  const keys = { pid: text('pid'), tid: text('tid'), comm: text('comm'), threadComm: text('thread_comm') }
  // the same objects for all rows of a thread: the library measures and writes, and never changes them
  const labels = Array.from({ length: profile.threads.length }, (_, thread) => [
    new Label({ key: keys.pid, num: threads.pid[thread]! }),
    new Label({ key: keys.tid, num: threads.tid[thread]! }),
    new Label({ key: keys.comm, str: text(threads.process[thread]!) }),
    new Label({ key: keys.threadComm, str: text(threads.thread[thread]!) }),
  ])
  let batch: SampleInput[] = []
  for (let row = 0; row < rows.length; row++) {
    const stack = stackOf[row]!
    const call = callOf[row]!
    const value: number[] = []
    for (let at = row * width; at < (row + 1) * width; at++) value.push(Math.round(values[at]!))
    batch.push({
      locationId: stack < 0 ? (call < 0 ? [] : [locations.ofCall(call)]) : locations.ofStack(stack),
      value,
      label: labels[threadOf[row]!] ?? [],
    })
    if (batch.length < BATCH) continue
    yield encode({ sample: batch })
    batch = []
  }
  if (batch.length > 0) yield encode({ sample: batch })
  yield* writeSymbols(profile, locations.lines, text)
  yield table.encode()
}

const writeSymbols = function* (
  profile: Profile,
  lines: readonly Int32Array[],
  text: (value: string) => number,
): Generator<Uint8Array> {
  const { functions, frames, strings } = profile
  const mappings = new Map<number, number>()
  const calls = new Map<number, number>()
  const functionOf = (frame: number) => {
    if (frame >= 0) return frames.func[frame]! + 1
    const call = -2 - frame
    const known = calls.get(call) ?? functions.length + calls.size + 1
    calls.set(call, known)
    return known
  }
  for (let first = 0; first < lines.length; first += BATCH) {
    const location = lines.slice(first, first + BATCH).map((chain, i) => {
      // the frame that is there in the machine code: the others are inlined into it
      const frame = chain.at(-1)!
      const module = frame < 0 ? -1 : functions.module[frames.func[frame]!]!
      if (module >= 0 && !mappings.has(module)) mappings.set(module, mappings.size + 1)
      return {
        id: first + i + 1,
        mappingId: mappings.get(module) ?? 0,
        address: frame < 0 ? 0n : frames.address[frame]!,
        line: Array.from(chain, (of) => ({ functionId: functionOf(of) })),
      }
    })
    yield encode({ location })
  }
  yield encode({
    mapping: [...mappings].map(([module, id]) => ({
      id,
      filename: text(strings[module] ?? ''),
      hasFunctions: true,
      hasInlineFrames: true,
    })),
  })
  const called = (id: number, name: number) => ({
    id,
    name: text(strings[name] ?? ''),
    systemName: text(strings[name] ?? ''),
  })
  for (let first = 0; first < functions.length; first += BATCH) {
    const part = functions.name.subarray(first, Math.min(first + BATCH, functions.length))
    yield encode({ function: Array.from(part, (name, i) => called(first + i + 1, name)) })
  }
  yield encode({ function: [...calls].map(([name, id]) => called(id, name)) })
}

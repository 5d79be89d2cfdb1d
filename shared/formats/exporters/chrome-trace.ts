/**
 * Trace event JSON, as chrome://tracing and Perfetto read it: slices as complete events (X), counters as counter
 * events (C), markers as instants of all (i), samples in `samples` with their stacks in `stackFrames`, names of processes and threads as metadata (M).
 * Times in microseconds since the capture's start. What it cannot carry: units, addresses, kinds, distributions and
 * losses; a thread that changed its name has the last one.
 * Source: "Trace Event Format", the document of the Catapult project.
 */
import type { CounterStream, Profile, SampleStream, SliceStream } from '../../model/profile.ts'
import { nameThreads } from '../../profile/thread-names.ts'
import type { ExportOptions } from '../exporter.ts'
import { BRACE_CLOSE, type ByteSink, createByteSink } from './byte-sink.ts'
import { unsupported } from './unsupported.ts'

/** Writes a comma before every element of an array but the first. */
const commas = (sink: ByteSink) => {
  let isFirst = true
  return () => {
    if (!isFirst) sink.text(',\n')
    isFirst = false
  }
}
type Comma = ReturnType<typeof commas>

/** Nanoseconds as microseconds. */
const MICROSECOND_PLACES = 3

/** The names of a profile as JSON, each encoded once. */
const createNames = ({ strings }: Profile) => {
  const encoder = new TextEncoder()
  const known: (Uint8Array | undefined)[] = []
  return (name: number): Uint8Array => {
    known[name] ??= encoder.encode(JSON.stringify(strings[name] ?? ''))
    return known[name]
  }
}
type Names = ReturnType<typeof createNames>

const writeMetadata = (profile: Profile, sink: ByteSink, comma: Comma) => {
  const names = nameThreads(profile)
  const processes = new Set<number>()
  const threads = new Map<string, number>()
  for (let i = 0; i < profile.threads.length; i++) threads.set(`${names.pid[i]} ${names.tid[i]}`, i)
  const write = (what: string, pid: number, tid: number, name: string) => {
    comma()
    sink.text(`{"ph":"M","name":"${what}","pid":${pid},"tid":${tid},"ts":0`)
    sink.text(`,"args":{"name":${JSON.stringify(name)}}}`)
  }
  for (const i of threads.values()) {
    const [pid, tid] = [names.pid[i]!, names.tid[i]!]
    if (!processes.has(pid)) write('process_name', pid, tid, names.process[i]!)
    processes.add(pid)
    write('thread_name', pid, tid, names.thread[i]!)
  }
}

const writeSlices = function* (
  { threads }: Profile,
  stream: SliceStream,
  names: Names,
  sink: ByteSink,
  comma: Comma,
) {
  const category = new TextEncoder().encode(`,"cat":${JSON.stringify(stream.event)},"pid":`)
  for (let row = 0; row < stream.length; row++) {
    const thread = stream.thread[row]!
    comma()
    sink.text('{"ph":"X","name":')
    sink.bytes(names(stream.name[row]!))
    sink.bytes(category)
    sink.number(threads.pid[thread] ?? -1)
    sink.text(',"tid":')
    sink.number(threads.tid[thread] ?? -1)
    sink.text(',"ts":')
    sink.scaled(stream.start[row]!, MICROSECOND_PLACES)
    sink.text(',"dur":')
    sink.scaled(stream.duration[row]!, MICROSECOND_PLACES)
    if (stream.stack[row]! >= 0) {
      sink.text(',"sf":')
      sink.number(stream.stack[row]!)
    }
    const result = stream.result[row]!
    if (!Number.isNaN(result)) {
      sink.text(',"args":{"result":')
      sink.number(result)
      sink.byte(BRACE_CLOSE)
    }
    sink.byte(BRACE_CLOSE)
    if (sink.isFull) yield sink.take()
  }
}

const writeCounters = function* (
  { threads }: Profile,
  stream: CounterStream,
  names: Names,
  sink: ByteSink,
  comma: Comma,
) {
  const category = `,"cat":${JSON.stringify(stream.event)},"pid":${threads.pid[0] ?? 0},"ts":`
  for (let row = 0; row < stream.length; row++) {
    if (!Number.isFinite(stream.value[row]!)) continue
    comma()
    sink.text('{"ph":"C","name":')
    sink.bytes(names(stream.name[row]!))
    sink.text(category)
    sink.scaled(stream.time[row]!, MICROSECOND_PLACES)
    sink.text(',"args":{"value":')
    sink.number(stream.value[row]!)
    sink.text('}}')
    if (sink.isFull) yield sink.take()
  }
}

/** Of no thread: scope g is all of it. */
const writeMarks = (marks: NonNullable<ExportOptions['marks']>, sink: ByteSink, comma: Comma) => {
  for (const { time, text } of marks) {
    comma()
    sink.text(`{"ph":"i","s":"g","cat":"marker","name":${JSON.stringify(text)},"pid":0,"tid":0,"ts":`)
    sink.scaled(time, MICROSECOND_PLACES)
    sink.byte(BRACE_CLOSE)
  }
}

const writeStackFrames = function* (profile: Profile, sink: ByteSink): Generator<Uint8Array> {
  const { strings, functions, frames, stacks } = profile
  const shown = Array.from({ length: functions.length }, (_, func) => {
    const module = functions.module[func]!
    const category = module < 0 ? '' : (strings[module] ?? '')
    return new TextEncoder().encode(
      `"category":${JSON.stringify(category)},"name":${JSON.stringify(strings[functions.name[func]!] ?? '')}`,
    )
  })
  for (let stack = 0; stack < stacks.length; stack++) {
    sink.text(`${stack === 0 ? '' : ',\n'}"${stack}":{`)
    sink.bytes(shown[frames.func[stacks.frame[stack]!]!]!)
    const parent = stacks.parent[stack]!
    sink.text(parent < 0 ? '}' : `,"parent":${parent}}`)
    if (sink.isFull) yield sink.take()
  }
}

const writeSamples = function* (profile: Profile, stream: SampleStream, sink: ByteSink, comma: Comma) {
  const name = new TextEncoder().encode(`,"name":${JSON.stringify(stream.event)},"weight":`)
  for (let row = 0; row < stream.length; row++) {
    comma()
    sink.text('{"cpu":')
    sink.number(stream.cpu[row]!)
    sink.text(',"tid":')
    sink.number(profile.threads.tid[stream.thread[row]!] ?? -1)
    sink.text(',"ts":')
    sink.scaled(stream.time[row]!, MICROSECOND_PLACES)
    sink.bytes(name)
    sink.number(stream.weight[row]!)
    if (stream.stack[row]! >= 0) {
      sink.text(',"sf":')
      sink.number(stream.stack[row]!)
    }
    sink.byte(BRACE_CLOSE)
    if (sink.isFull) yield sink.take()
  }
}

export const writeChromeTrace = function* (profile: Profile, options: ExportOptions): Generator<Uint8Array> {
  const streams = profile.streams.filter(({ kind, length }) => kind !== 'distribution' && length > 0)
  if (streams.length === 0) throw unsupported('trace event JSON', 'samples, slices or counters')
  const sink = createByteSink()
  sink.text('{"displayTimeUnit":"ns","otherData":{"producer":"smokejumper"')
  sink.text(`,"name":${JSON.stringify(options.name ?? 'profile')}},\n"traceEvents":[\n`)
  const events = commas(sink)
  writeMetadata(profile, sink, events)
  const names = createNames(profile)
  for (const stream of streams) {
    if (stream.kind === 'slices') yield* writeSlices(profile, stream, names, sink, events)
    else if (stream.kind === 'counter') yield* writeCounters(profile, stream, names, sink, events)
  }
  writeMarks(options.marks ?? [], sink, events)
  sink.text('],\n"stackFrames":{\n')
  yield* writeStackFrames(profile, sink)
  sink.text('},\n"samples":[\n')
  const samples = commas(sink)
  for (const stream of streams)
    if (stream.kind === 'samples') yield* writeSamples(profile, stream, sink, samples)
  sink.text(']}\n')
  yield sink.take()
}

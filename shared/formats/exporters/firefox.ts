/**
 * The processed profile format of the Firefox Profiler, version 60: one table of stacks for all threads, a list of
 * threads for each stream, slices as markers, counters (firefox-counters.ts),
 * markers as instants of a thread of their own (firefox-marks.ts). Times in milliseconds since the
 * capture's start, weights of 'ns' in milliseconds (`tracing-ms`). What it cannot carry: CPUs, distributions and
 * losses, and unlike units in one thread, so that each stream has threads of its own.
 * Source: firefox-devtools/profiler, docs-developer/CHANGELOG-formats.md, src/types/profile.ts and the upgraders in
 * src/profile-logic/processed-profile-versioning.ts.
 */
import {
  type CounterStream,
  type frameKinds,
  hasEvents,
  kindCode,
  type Profile,
  type SampleStream,
  type SliceStream,
} from '../../model/profile.ts'
import type { ExportOptions } from '../exporter.ts'
import { type ByteSink, createByteSink } from './byte-sink.ts'
import { writeFirefoxCounters } from './firefox-counters.ts'
import { markSchema, writeMarksThread } from './firefox-marks.ts'
import { cellsOf, writeTable } from './json-table.ts'
import { rowsByThread, type ThreadRows } from './rows-by-thread.ts'
import { unsupported } from './unsupported.ts'

const VERSION = 60
/** of the unprocessed format, which the reader wants to know too */
const GECKO_VERSION = 31
/** resourceTypes.library and MarkerPhase Interval of the reader's own numbering */
const LIBRARY = 1
const INTERVAL = 1

/** By kind of frame; the first grey one is the default. */
const categories = [
  { name: 'Other', color: 'grey' },
  { name: 'Kernel', color: 'orange' },
  { name: 'User', color: 'yellow' },
  { name: 'JIT', color: 'green' },
  { name: 'Inlined', color: 'lightblue' },
  { name: 'Group', color: 'transparent' },
] as const satisfies { length: (typeof frameKinds)['length'] }

const markerSchema = [
  {
    name: 'slice',
    display: ['marker-chart', 'marker-table'],
    chartLabel: '{marker.name}',
    tooltipLabel: '{marker.name}',
    tableLabel: '{marker.name}',
    fields: [{ key: 'result', label: 'Result', format: 'integer' }],
  },
  markSchema,
]

const writeShared = function* (
  profile: Profile,
  modules: readonly number[],
  marks: NonNullable<ExportOptions['marks']>,
  sink: ByteSink,
): Generator<Uint8Array> {
  const { strings, functions, frames, stacks } = profile
  const numberOf = new Map(modules.map((module, i) => [module, i]))
  const { number, index, always } = cellsOf(sink)
  const nothing = always('null')
  const kindOf = (frame: number) => functions.kind[frames.func[frame]!]!
  sink.text(',"shared":{"stringArray":[')
  for (const [i, string] of strings.entries()) {
    sink.text(`${i === 0 ? '' : ','}${JSON.stringify(string)}`)
    if (sink.isFull) yield sink.take()
  }
  for (const [i, { text }] of marks.entries())
    sink.text(`${i + strings.length === 0 ? '' : ','}${JSON.stringify(text)}`)
  sink.text('],"sources":{"length":0,"id":[],"filename":[]},"stackTable":')
  yield* writeTable(sink, stacks.length, {
    frame: number((row) => stacks.frame[row]!),
    prefix: index((row) => stacks.parent[row]!),
  })
  sink.text(',"frameTable":')
  yield* writeTable(sink, frames.length, {
    address: (row) => sink.text(frames.address[row] === 0n ? '-1' : String(frames.address[row])),
    inlineDepth: number((row) => (kindOf(row) === kindCode.inlined ? 1 : 0)),
    category: number(kindOf),
    subcategory: always('0'),
    func: number((row) => frames.func[row]!),
    nativeSymbol: nothing,
    innerWindowID: nothing,
    line: nothing,
    column: nothing,
  })
  sink.text(',"funcTable":')
  yield* writeTable(sink, functions.length, {
    name: number((row) => functions.name[row]!),
    isJS: always('false'),
    relevantForJS: always('false'),
    resource: number((row) => numberOf.get(functions.module[row]!) ?? -1),
    source: nothing,
    lineNumber: nothing,
    columnNumber: nothing,
  })
  sink.text(',"resourceTable":')
  yield* writeTable(sink, modules.length, {
    type: always(String(LIBRARY)),
    lib: number((row) => row),
    name: number((row) => modules[row]!),
    host: nothing,
  })
  sink.text(',"nativeSymbols":{"length":0,"libIndex":[],"address":[],"name":[],"functionSize":[]}}')
}

const weightTypes = { ns: 'tracing-ms', bytes: 'bytes', count: 'samples', cycles: 'samples' } as const

const writeSamples = (stream: SampleStream, rows: Uint32Array, sink: ByteSink): Generator<Uint8Array> => {
  const { number, index, milliseconds } = cellsOf(sink)
  return writeTable(
    sink,
    rows.length,
    {
      stack: index((row) => stream.stack[rows[row]!]!),
      time: milliseconds((row) => stream.time[rows[row]!]!),
      weight: (stream.unit === 'ns' ? milliseconds : number)((row) => stream.weight[rows[row]!]!),
    },
    `"weightType":"${weightTypes[stream.unit]}",`,
  )
}

const NO_SAMPLES = '{"weightType":"samples","length":0,"stack":[],"time":[],"weight":null}'

const writeMarkers = function* (
  stream: SliceStream,
  rows: Uint32Array,
  sink: ByteSink,
): Generator<Uint8Array> {
  const { number, milliseconds, always } = cellsOf(sink)
  yield* writeTable(sink, rows.length, {
    name: number((row) => stream.name[rows[row]!]!),
    startTime: milliseconds((row) => stream.start[rows[row]!]!),
    endTime: milliseconds((row) => stream.start[rows[row]!]! + stream.duration[rows[row]!]!),
    phase: always(String(INTERVAL)),
    category: always('0'),
    data: (row) => writeData(stream, rows[row]!, sink),
  })
}

const writeData = (stream: SliceStream, row: number, sink: ByteSink) => {
  const result = stream.result[row]!
  const stack = stream.stack[row]!
  sink.text('{"type":"slice"')
  if (!Number.isNaN(result)) {
    sink.text(',"result":')
    sink.number(result)
  }
  if (stack >= 0) {
    sink.text(',"cause":{"stack":')
    sink.number(stack)
    sink.text('}')
  }
  sink.text('}')
}

const NO_MARKERS = '{"length":0,"name":[],"startTime":[],"endTime":[],"phase":[],"category":[],"data":[]}'

/** The reader wants a thread to show counters below. */
const NO_EVENTS: ThreadRows = {
  ...{ thread: -1, pid: 0, tid: 0, name: 'counters', process: 'counters' },
  rows: new Uint32Array(0),
}

/** stream null: a thread without events */
const writeThread = function* (
  stream: SampleStream | SliceStream | null,
  { pid, tid, name, process, rows }: ThreadRows,
  title: string,
  sink: ByteSink,
): Generator<Uint8Array> {
  sink.text(`{"processType":"default","processStartupTime":0,"processShutdownTime":null,"registerTime":0`)
  sink.text(`,"unregisterTime":null,"pausedRanges":[],"showMarkersInTimeline":true`)
  sink.text(`,"name":${JSON.stringify(title || name)},"isMainThread":${pid === tid}`)
  sink.text(`,"processName":${JSON.stringify(process)},"pid":"${pid}","tid":${tid},"samples":`)
  if (stream?.kind === 'samples') yield* writeSamples(stream, rows, sink)
  else sink.text(NO_SAMPLES)
  sink.text(',"markers":')
  if (stream?.kind === 'slices') yield* writeMarkers(stream, rows, sink)
  else sink.text(NO_MARKERS)
  sink.text('}')
}

export const writeFirefox = function* (profile: Profile, options: ExportOptions): Generator<Uint8Array> {
  const streams = profile.streams.filter(
    (stream): stream is SampleStream | SliceStream => hasEvents(stream.kind) && stream.length > 0,
  )
  const counters = profile.streams.filter(
    (stream): stream is CounterStream => stream.kind === 'counter' && stream.length > 0,
  )
  if (streams.length + counters.length === 0)
    throw unsupported('a Firefox profile', 'samples, slices or counters')
  const modules = [...new Set(profile.functions.module)].filter((module) => module >= 0)
  const meta = {
    interval: 1,
    startTime: options.startedAt ?? 0,
    processType: 0,
    product: options.name ?? 'profile',
    importedFrom: 'Smokejumper',
    stackwalk: 1,
    version: GECKO_VERSION,
    preprocessedProfileVersion: VERSION,
    symbolicated: true,
    usesOnlyOneStackType: true,
    sourceCodeIsNotOnSearchfox: true,
    sampleUnits: { time: 'ms', eventDelay: 'ms', threadCPUDelta: 'ns' },
    categories: categories.map((category) => ({ ...category, subcategories: ['Other'] })),
    markerSchema,
  }
  const libs = modules.map((module) => {
    const path = profile.strings[module] ?? ''
    const name = path.slice(path.lastIndexOf('/') + 1)
    return { arch: '', name, path, debugName: name, debugPath: path, breakpadId: '', codeId: null }
  })
  const sink = createByteSink()
  sink.text(`{"meta":${JSON.stringify(meta)},"libs":${JSON.stringify(libs)},"pages":[]`)
  const marks = options.marks ?? []
  yield* writeShared(profile, modules, marks, sink)
  sink.text(',"threads":[')
  let isFirst = true
  for (const stream of streams)
    for (const thread of rowsByThread(profile, stream)) {
      if (!isFirst) sink.text(',')
      isFirst = false
      yield* writeThread(stream, thread, streams.length === 1 ? '' : `${thread.name} (${stream.event})`, sink)
    }
  if (isFirst) yield* writeThread(null, NO_EVENTS, '', sink)
  if (marks.length > 0) {
    sink.text(',')
    yield* writeMarksThread(marks, profile.strings.length, sink)
  }
  sink.text('],"counters":[')
  yield* writeFirefoxCounters(profile, counters, sink)
  sink.text(']}\n')
  yield sink.take()
}

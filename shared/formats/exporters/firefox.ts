/**
 * The processed profile format of the Firefox Profiler, version 60: one table of stacks for all threads, a list of
 * threads for each stream, slices as markers. Times in milliseconds since the capture's start, weights of 'ns' in
 * milliseconds (`tracing-ms`). What it cannot carry: CPUs, distributions, counters and losses, and unlike units in
 * one thread, so that each stream has threads of its own.
 * Source: firefox-devtools/profiler, docs-developer/CHANGELOG-formats.md, src/types/profile.ts and the upgraders in
 * src/profile-logic/processed-profile-versioning.ts.
 */
import {
  type frameKinds,
  hasEvents,
  kindCode,
  type Profile,
  type SampleStream,
  type SliceStream,
} from '../../model/profile.ts'
import type { ExportOptions } from '../exporter.ts'
import { type ByteSink, COMMA, createByteSink } from './byte-sink.ts'
import { rowsByThread, type ThreadRows } from './rows-by-thread.ts'
import { unsupported } from './unsupported.ts'

const VERSION = 60
/** of the unprocessed format, which the reader wants to know too */
const GECKO_VERSION = 31
/** resourceTypes.library and MarkerPhase Interval of the reader's own numbering */
const LIBRARY = 1
const INTERVAL = 1
const MILLISECOND = 1e6

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
]

/** What a column gives for a row: a number, or JSON. */
type Table = Readonly<Record<string, (row: number) => number | string | bigint>>

/** `more`: fields beside the columns, as JSON with a comma behind. */
const writeTable = function* (
  sink: ByteSink,
  length: number,
  columns: Table,
  more = '',
): Generator<Uint8Array> {
  sink.text(`{${more}"length":${length}`)
  for (const [name, cellOf] of Object.entries(columns)) {
    sink.text(`,"${name}":[`)
    for (let row = 0; row < length; row++) {
      if (row > 0) sink.byte(COMMA)
      const value = cellOf(row)
      if (typeof value === 'number') sink.number(value)
      else sink.text(String(value))
      if (sink.isFull) yield sink.take()
    }
    sink.text(']')
  }
  sink.text('}')
}

const nothing = () => 'null'

const writeShared = function* (
  profile: Profile,
  modules: readonly number[],
  sink: ByteSink,
): Generator<Uint8Array> {
  const { strings, functions, frames, stacks } = profile
  const numberOf = new Map(modules.map((module, i) => [module, i]))
  const kindOf = (frame: number) => functions.kind[frames.func[frame]!]!
  sink.text(',"shared":{"stringArray":[')
  for (const [i, string] of strings.entries()) {
    sink.text(`${i === 0 ? '' : ','}${JSON.stringify(string)}`)
    if (sink.isFull) yield sink.take()
  }
  sink.text('],"sources":{"length":0,"id":[],"filename":[]},"stackTable":')
  yield* writeTable(sink, stacks.length, {
    frame: (row) => stacks.frame[row]!,
    prefix: (row) => (stacks.parent[row]! < 0 ? 'null' : stacks.parent[row]!),
  })
  sink.text(',"frameTable":')
  yield* writeTable(sink, frames.length, {
    address: (row) => (frames.address[row] === 0n ? -1 : frames.address[row]!),
    inlineDepth: (row) => (kindOf(row) === kindCode.inlined ? 1 : 0),
    category: kindOf,
    subcategory: () => 0,
    func: (row) => frames.func[row]!,
    nativeSymbol: nothing,
    innerWindowID: nothing,
    line: nothing,
    column: nothing,
  })
  sink.text(',"funcTable":')
  yield* writeTable(sink, functions.length, {
    name: (row) => functions.name[row]!,
    isJS: () => 'false',
    relevantForJS: () => 'false',
    resource: (row) => numberOf.get(functions.module[row]!) ?? -1,
    source: nothing,
    lineNumber: nothing,
    columnNumber: nothing,
  })
  sink.text(',"resourceTable":')
  yield* writeTable(sink, modules.length, {
    type: () => LIBRARY,
    lib: (row) => row,
    name: (row) => modules[row]!,
    host: nothing,
  })
  sink.text(',"nativeSymbols":{"length":0,"libIndex":[],"address":[],"name":[],"functionSize":[]}}')
}

const weightTypes = { ns: 'tracing-ms', bytes: 'bytes', count: 'samples', cycles: 'samples' } as const

const writeSamples = (stream: SampleStream, rows: Uint32Array, sink: ByteSink): Generator<Uint8Array> => {
  const scale = stream.unit === 'ns' ? MILLISECOND : 1
  return writeTable(
    sink,
    rows.length,
    {
      stack: (row) => (stream.stack[rows[row]!]! < 0 ? 'null' : stream.stack[rows[row]!]!),
      time: (row) => stream.time[rows[row]!]! / MILLISECOND,
      weight: (row) => stream.weight[rows[row]!]! / scale,
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
  yield* writeTable(sink, rows.length, {
    name: (row) => stream.name[rows[row]!]!,
    startTime: (row) => stream.start[rows[row]!]! / MILLISECOND,
    endTime: (row) => (stream.start[rows[row]!]! + stream.duration[rows[row]!]!) / MILLISECOND,
    phase: () => INTERVAL,
    category: () => 0,
    data: (row) => describeSlice(stream, rows[row]!),
  })
}

const describeSlice = (stream: SliceStream, row: number): string => {
  const result = stream.result[row]!
  const stack = stream.stack[row]!
  const shown = Number.isNaN(result) ? '' : `,"result":${result}`
  return `{"type":"slice"${shown}${stack < 0 ? '' : `,"cause":{"stack":${stack}}`}}`
}

const NO_MARKERS = '{"length":0,"name":[],"startTime":[],"endTime":[],"phase":[],"category":[],"data":[]}'

const writeThread = function* (
  stream: SampleStream | SliceStream,
  { pid, tid, name, process, rows }: ThreadRows,
  title: string,
  sink: ByteSink,
): Generator<Uint8Array> {
  sink.text(`{"processType":"default","processStartupTime":0,"processShutdownTime":null,"registerTime":0`)
  sink.text(`,"unregisterTime":null,"pausedRanges":[],"showMarkersInTimeline":true`)
  sink.text(`,"name":${JSON.stringify(title || name)},"isMainThread":${pid === tid}`)
  sink.text(`,"processName":${JSON.stringify(process)},"pid":"${pid}","tid":${tid},"samples":`)
  if (stream.kind === 'samples') yield* writeSamples(stream, rows, sink)
  else sink.text(NO_SAMPLES)
  sink.text(',"markers":')
  if (stream.kind === 'slices') yield* writeMarkers(stream, rows, sink)
  else sink.text(NO_MARKERS)
  sink.text('}')
}

export const writeFirefox = function* (profile: Profile, options: ExportOptions): Generator<Uint8Array> {
  const streams = profile.streams.filter(
    (stream): stream is SampleStream | SliceStream => hasEvents(stream.kind) && stream.length > 0,
  )
  if (streams.length === 0) throw unsupported('a Firefox profile', 'samples or slices')
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
  yield* writeShared(profile, modules, sink)
  sink.text(',"threads":[')
  let isFirst = true
  for (const stream of streams)
    for (const thread of rowsByThread(profile, stream)) {
      if (!isFirst) sink.text(',')
      isFirst = false
      yield* writeThread(stream, thread, streams.length === 1 ? '' : `${thread.name} (${stream.event})`, sink)
    }
  sink.text(']}\n')
  yield sink.take()
}

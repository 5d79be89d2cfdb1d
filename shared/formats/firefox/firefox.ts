/**
 * The processed profile of the Firefox Profiler, which it saves, and which samply and others write: samples and
 * allocations of each thread with their stacks, markers as slices (instants as samples), counters. Tables may be each
 * thread's or shared, as in all versions since 2018. Passed over: lines, windows, CPU use, the fields of markers.
 * Source: firefox-devtools/profiler, src/types/profile.ts and docs-developer/CHANGELOG-formats.md.
 */
import { SmokejumperError } from '../../errors/errors.ts'
import { assembleStreams } from '../assemble-streams.ts'
import type { Format } from '../format.ts'
import { createJsonParser, type JsonContext, type JsonFormatReader } from '../json/json-parser.ts'
import type { JsonVisit } from '../json/json-reader.ts'
import { integerOf, type JsonValue, member, numberOf, scalarText, textOf } from '../json/json-value.ts'
import { outlineJson } from '../json/outline.ts'
import { createCounters } from './counters.ts'
import { createRawTables, eventColumns, type RawTables, symbolColumns } from './raw-tables.ts'
import { resolveStacks } from './resolve-stacks.ts'
import { createThreadStreams, type MarkerMore } from './thread-events.ts'

interface RawThread {
  readonly tables: RawTables
  readonly markers: (MarkerMore | undefined)[]
  readonly libs: string[]
  name: string
  pid: string
  tid: string
  weightType: string
}

const MILLISECOND = 1e6
const libOf = (value: JsonValue): string =>
  textOf(member(value, 'path')) || textOf(member(value, 'name')) || textOf(member(value, 'debugName')) || ''
/** Ids may be text, and of merged profiles more than a number. */
const idOf = (text: string): number => integerOf(Number.parseInt(text, 10)) ?? 0

const readMarkerData = (value: JsonValue): MarkerMore | undefined => {
  const stack = integerOf(member(member(value, 'cause'), 'stack')) ?? integerOf(member(value, 'stack')) ?? -1
  const result = numberOf(member(value, 'result')) ?? Number.NaN
  return stack === -1 && Number.isNaN(result) ? undefined : { stack, result }
}

/** Columns of tables at a place, each to the tables that `current` gives. */
const visitColumns = (
  at: string,
  columns: Readonly<Record<string, readonly string[]>>,
  current: () => RawTables,
): Record<string, JsonVisit> => {
  const visits: Record<string, JsonVisit> = {}
  for (const [table, names] of Object.entries(columns)) {
    for (const name of names) {
      const key = `${table}/${name}`
      visits[`${at}${key}/#`] = { value: (value) => current().add(table, key, value) }
    }
  }
  return visits
}

const refuseUnprocessed = (): never => {
  throw new SmokejumperError({
    code: 'format.unrecognised',
    message:
      'This is a profile as Firefox hands it over, not as the Firefox Profiler saves it: open and save it there.',
    remedy:
      'Open it in the Firefox Profiler, which reads such files, save it there, and import what it saves.',
  })
}

const createReader = (context: JsonContext): JsonFormatReader => {
  const { builder, leaveOut } = context
  const shared = createRawTables()
  const threads: RawThread[] = []
  const libs: string[] = []
  const categories: string[] = []
  const counters = createCounters()
  let startTime = 0
  let isOurs = false
  let isProcessed = false
  let isUnprocessed = false
  const thread = () => threads[threads.length - 1]!
  const text = (set: (thread: RawThread, text: string) => void): JsonVisit => ({
    value: (value) => set(thread(), scalarText(value) ?? ''),
  })

  const visits: Record<string, JsonVisit> = {
    'meta/startTime': {
      value(value) {
        startTime = numberOf(value) ?? 0
      },
    },
    'meta/preprocessedProfileVersion': {
      value() {
        isProcessed = true
      },
    },
    'meta/importedFrom': {
      value(value) {
        isOurs = value === 'Smokejumper'
      },
    },
    'meta/categories/#': { value: (value) => categories.push(textOf(member(value, 'name')) ?? '') },
    'libs/#': { value: (value) => libs.push(libOf(value)) },
    'shared/stringArray/#': { value: shared.addString },
    ...visitColumns('shared/', symbolColumns, () => shared),
    'threads/#': {
      start() {
        const names = { name: '', pid: '', tid: '', weightType: 'samples' }
        threads.push({ tables: createRawTables(), markers: [], libs: [], ...names })
      },
    },
    'threads/#/name': text((to, name) => {
      to.name = name
    }),
    'threads/#/pid': text((to, pid) => {
      to.pid = pid
    }),
    'threads/#/tid': text((to, tid) => {
      to.tid = tid
    }),
    'threads/#/libs/#': { value: (value) => thread().libs.push(libOf(value)) },
    'threads/#/stringArray/#': { value: (value) => thread().tables.addString(value) },
    ...visitColumns('threads/#/', symbolColumns, () => thread().tables),
    ...visitColumns('threads/#/', eventColumns, () => thread().tables),
    'threads/#/samples/weightType': text((to, weightType) => {
      to.weightType = weightType
    }),
    'threads/#/samples/schema': {
      start() {
        isUnprocessed = true
      },
    },
    'threads/#/markers/data/#': { value: (value) => thread().markers.push(readMarkerData(value)) },
    ...counters.visits,
  }

  /** Our own export, when it holds several streams, names threads `comm (event)`. */
  const splitName = (name: string, isSplit: boolean): { name: string; event: string | null } => {
    const match = isSplit ? /^(.*) \((.+?)\)$/s.exec(name) : null
    return match ? { name: match[1]!, event: match[2]! } : { name, event: null }
  }

  return {
    visits,
    finish() {
      if (!isProcessed) return isUnprocessed ? refuseUnprocessed() : null
      const streams = createThreadStreams(context)
      const isSplit = isOurs && threads.every(({ name }) => /^.* \(.+\)$/s.test(name))
      let sharedStacks: Int32Array | null = null
      for (const { tables, markers, libs: ownLibs, weightType, ...ids } of threads) {
        const symbols = { builder, leaveOut, libs: ownLibs.length > 0 ? ownLibs : libs, categories }
        const isShared =
          ownLibs.length === 0 && !Object.keys(symbolColumns).some((table) => tables.has(table))
        if (isShared && tables.strings.length === 0) sharedStacks ??= resolveStacks(shared, shared, symbols)
        const { name, event } = splitName(ids.name, isSplit)
        streams.add({
          ...{ tables, markers, weightType, event },
          stacks: isShared && sharedStacks !== null ? sharedStacks : resolveStacks(tables, shared, symbols),
          strings: tables.strings.length > 0 ? tables.strings : shared.strings,
          thread: builder.thread(idOf(ids.pid), idOf(ids.tid), name || `thread ${ids.tid}`),
        })
      }
      const columns = [...streams.columns(), ...counters.columns(builder, leaveOut, isOurs)]
      const started = Math.round(startTime * MILLISECOND)
      const absolute = (relative: number) => (Number.isFinite(started) ? started : 0) + relative
      return assembleStreams(columns, absolute)
    },
  }
}

const sniff = (head: Uint8Array): number => {
  const { paths } = outlineJson(head)
  if (paths.has('meta/preprocessedProfileVersion')) return 1
  // the version stands behind the categories, which may be long
  if (paths.has('meta/interval') && (paths.has('meta/startTime') || paths.has('meta/categories'))) return 0.9
  if (paths.has('threads/*/samples') || paths.has('threads/*/processType')) return 0.7
  return paths.has('shared/stringArray') ? 0.7 : 0
}

export const firefox: Format = {
  id: 'firefox',
  title: 'Firefox profile',
  sniff,
  createParser: () =>
    createJsonParser({
      expected: 'a processed profile of the Firefox Profiler (meta with preprocessedProfileVersion, threads)',
      createReader,
    }),
}

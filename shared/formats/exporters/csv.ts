/**
 * Tables as CSV after RFC 4180, with LF and a line of titles; numbers in the unit that stands beside them. A name that
 * a spreadsheet would take for a formula (it begins with = + - @) has an apostrophe before it: names come from hosts.
 */
import { everything } from '../../contract/selection.ts'
import {
  type CounterStream,
  type DistributionStream,
  frameKinds,
  hasEvents,
  type Profile,
  type SampleStream,
  type SliceStream,
} from '../../model/profile.ts'
import { bucketBounds } from '../../profile/bucket-bounds.ts'
import { countSlices } from '../../profile/counted-slices.ts'
import { bucketDurations } from '../../profile/latency-buckets.ts'
import { indexProfile } from '../../profile/profile-index.ts'
import { queryFunctions } from '../../profile/query-functions.ts'
import { nameThreads } from '../../profile/thread-names.ts'
import { type ByteSink, COMMA, createByteSink } from './byte-sink.ts'
import { rowsByThread } from './rows-by-thread.ts'
import { unsupported } from './unsupported.ts'

type Cell = string | number | null

const quote = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

const LINE_END = 10

/** Names are met again and again: each is quoted once. */
const createCellWriter = (sink: ByteSink) => {
  const encoder = new TextEncoder()
  const quoted = new Map<string, Uint8Array>()
  return (cell: Cell) => {
    if (typeof cell === 'string') {
      let bytes = quoted.get(cell)
      if (bytes === undefined) {
        bytes = encoder.encode(quote(cell))
        quoted.set(cell, bytes)
      }
      sink.bytes(bytes)
    } else if (cell === null || Number.isNaN(cell)) return
    else if (Number.isFinite(cell)) sink.number(cell)
    else sink.text(String(cell))
  }
}

const writeTable = function* (
  titles: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Generator<Uint8Array> {
  const sink = createByteSink()
  sink.text(`${titles.join(',')}\n`)
  const writeCell = createCellWriter(sink)
  for (const row of rows) {
    for (let column = 0; column < row.length; column++) {
      if (column > 0) sink.byte(COMMA)
      writeCell(row[column]!)
    }
    sink.byte(LINE_END)
    if (sink.isFull) yield sink.take()
  }
  yield sink.take()
}

const eventStreams = (profile: Profile, needs: string): (SampleStream | SliceStream)[] => {
  const streams = profile.streams.filter(
    (stream): stream is SampleStream | SliceStream => hasEvents(stream.kind) && stream.length > 0,
  )
  if (streams.length === 0) throw unsupported('this table', needs)
  return streams
}

/** Self and total of each function, by stream, the most self first. */
export const writeFunctions = (profile: Profile): Generator<Uint8Array> => {
  const streams = eventStreams(profile, 'samples or slices')
  const index = indexProfile(profile)
  const rows = function* (): Generator<Cell[]> {
    for (const { id } of streams) {
      const found = queryFunctions(index, {
        ...{ captureId: '', streamId: id, selection: everything, search: '' },
        ...{ sort: 'self', descending: true, offset: 0, limit: Number.POSITIVE_INFINITY },
      })
      for (const [row, name] of found.names.entries())
        yield [
          ...[found.event, found.unit, name, found.modules[row]!, frameKinds[found.kinds[row]!] ?? ''],
          ...[found.self[row]!, found.total[row]!, found.count[row]!],
        ]
    }
  }
  return writeTable(['event', 'unit', 'function', 'module', 'kind', 'self', 'total', 'count'], rows())
}

/** Each slice: start since the capture's start, duration, call, result, thread. */
export const writeSlices = (profile: Profile): Generator<Uint8Array> => {
  const streams = profile.streams.filter((stream): stream is SliceStream => stream.kind === 'slices')
  if (streams.length === 0) throw unsupported('this table', 'slices')
  const names = nameThreads(profile)
  const rows = function* (): Generator<Cell[]> {
    for (const stream of streams)
      for (let row = 0; row < stream.length; row++) {
        const thread = stream.thread[row]!
        yield [
          stream.event,
          stream.unit,
          stream.start[row]!,
          stream.duration[row]!,
          profile.strings[stream.name[row]!] ?? '',
          stream.result[row]!,
          thread < 0 ? null : names.pid[thread]!,
          thread < 0 ? null : names.tid[thread]!,
          thread < 0 ? '' : names.process[thread]!,
          thread < 0 ? '' : names.thread[thread]!,
        ]
      }
  }
  return writeTable(
    ['event', 'unit', 'start_ns', 'duration', 'name', 'result', 'pid', 'tid', 'process', 'thread'],
    rows(),
  )
}

/** Buckets [low, high) by call: as the tool counted them, and of single slices in 12 a decade. */
export const writeBuckets = (profile: Profile): Generator<Uint8Array> => {
  const streams = profile.streams.filter(
    (stream): stream is SliceStream | DistributionStream =>
      stream.kind === 'slices' || stream.kind === 'distribution',
  )
  if (streams.length === 0) throw unsupported('this table', 'slices and no distribution')
  const index = indexProfile(profile)
  const bounds = bucketBounds('log', 0)
  const rows = function* (): Generator<Cell[]> {
    for (const stream of streams) {
      const head = [stream.event, stream.unit]
      if (stream.kind === 'distribution') {
        for (let row = 0; row < stream.length; row++)
          yield [
            ...[...head, 'distribution', profile.strings[stream.name[row]!] ?? ''],
            ...[stream.low[row]!, stream.high[row]!, stream.count[row]!],
          ]
        continue
      }
      for (const [name, durations] of countSlices(index, stream, everything).byCall) {
        const { low, high, count } = bucketDurations(durations, bounds)
        for (let row = 0; row < low.length; row++)
          yield [...head, 'events', profile.strings[name] ?? '', low[row]!, high[row]!, count[row]!]
      }
    }
  }
  return writeTable(['event', 'unit', 'source', 'name', 'low', 'high', 'count'], rows())
}

export const writeCounters = (profile: Profile): Generator<Uint8Array> => {
  const streams = profile.streams.filter((stream): stream is CounterStream => stream.kind === 'counter')
  if (streams.length === 0) throw unsupported('this table', 'counters')
  const rows = function* (): Generator<Cell[]> {
    for (const stream of streams)
      for (let row = 0; row < stream.length; row++)
        yield [
          stream.event,
          stream.unit,
          stream.time[row]!,
          profile.strings[stream.name[row]!] ?? '',
          stream.value[row]!,
        ]
  }
  return writeTable(['event', 'unit', 'time_ns', 'name', 'value'], rows())
}

/** Events and their weight by stream and thread. */
export const writeThreads = (profile: Profile): Generator<Uint8Array> => {
  const streams = eventStreams(profile, 'samples or slices')
  const rows = function* (): Generator<Cell[]> {
    for (const stream of streams) {
      const weight = stream.kind === 'slices' ? stream.duration : stream.weight
      for (const { pid, tid, process, name, rows: of } of rowsByThread(profile, stream))
        yield [
          ...[stream.event, stream.unit, pid, tid, process, name, of.length],
          of.reduce((sum, row) => sum + weight[row]!, 0),
        ]
    }
  }
  return writeTable(['event', 'unit', 'pid', 'tid', 'process', 'thread', 'count', 'weight'], rows())
}

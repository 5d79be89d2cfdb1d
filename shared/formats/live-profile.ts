/** Puts the pieces of a capture that is still coming (live-piece.ts) together to a profile, whenever one is asked for. */
import type { Profile, SampleStream, SliceStream, Stream } from '../model/profile.ts'
import type { Nanoseconds } from '../units/units.ts'
import { createLiveColumns, type LiveColumns } from './live-columns.ts'
import { fromTheStart, type LiveCursor, type LivePiece, type LiveRows } from './live-piece.ts'
import { createTableColumns } from './live-tables.ts'

export interface LiveProfile {
  /** What the next piece must begin behind. */
  readonly cursor: LiveCursor
  /** rows of samples and slices that are here, and that there were when the last piece was made */
  readonly events: number
  readonly total: number
  /** Takes the piece's arrays over. */
  append(piece: LivePiece): void
  /**
   * What has come so far, as if it were all: views on what is here, good until the next piece. A table may hold rows of
   * a record that is not whole yet, which nothing points at.
   */
  profile(): Profile
}

type SampleRows = Pick<SampleStream, 'time' | 'cpu' | 'thread' | 'stack' | 'weight'>
type SliceRows = Pick<SliceStream, 'start' | 'duration' | 'thread' | 'name' | 'stack' | 'result'>
type LiveStream =
  | { readonly kind: 'samples'; head: LiveRows & { kind: 'samples' }; readonly rows: LiveColumns<SampleRows> }
  | { readonly kind: 'slices'; head: LiveRows & { kind: 'slices' }; readonly rows: LiveColumns<SliceRows> }
  | { readonly kind: 'distribution'; head: LiveRows & { kind: 'distribution' } }

const sampleRows = ({ time, cpu, thread, stack, weight }: SampleRows): SampleRows => ({
  ...{ time, cpu, thread, stack, weight },
})
const sliceRows = ({ start, duration, thread, name, stack, result }: SliceRows): SliceRows => ({
  ...{ start, duration, thread, name, stack, result },
})

const leastOf = (times: Float64Array): number => {
  let least = Number.POSITIVE_INFINITY
  for (let row = 0; row < times.length; row++) if (times[row]! < least) least = times[row]!
  return least
}

const move = (times: Float64Array, by: number): void => {
  for (let row = 0; row < times.length; row++) times[row]! += by
}

export const createLiveProfile = (): LiveProfile => {
  /** those of the parser and the names of calls, in the order in which they came */
  const strings: string[] = []
  const stringIndex = new Map<string, number>()
  /** by the parser's index */
  const ofParser: number[] = []
  const tables = createTableColumns()
  const streams: LiveStream[] = []
  let cursor = fromTheStart
  let losses: Profile['losses'] = []
  /** on the parser's axis; NaN: nothing has come */
  let origin = Number.NaN
  let lastEnd = 0
  let end: Nanoseconds | null = null
  let clock: Nanoseconds = 0

  const intern = (text: string): number => {
    const known = stringIndex.get(text)
    if (known !== undefined) return known
    stringIndex.set(text, strings.length)
    return strings.push(text) - 1
  }
  const renamed = (column: Int32Array): Int32Array =>
    column.map((index) => (index < 0 ? index : ofParser[index]!))
  const named = (column: Int32Array, names: ReadonlyMap<number, string> | null): Int32Array => {
    if (names === null) return renamed(column)
    const indices = new Map<number, number>()
    return column.map((key) => {
      const known = indices.get(key)
      if (known !== undefined) return known
      const index = intern(names.get(key) ?? '')
      indices.set(key, index)
      return index
    })
  }

  /** Time 0 is the first event or the mark of the begin: what comes late may lie before it. */
  const moveOrigin = (piece: LivePiece) => {
    let first = Math.min(piece.start ?? Number.POSITIVE_INFINITY, piece.end ?? Number.POSITIVE_INFINITY)
    for (const rows of piece.streams) {
      if (rows.kind === 'samples') first = Math.min(first, leastOf(rows.time))
      if (rows.kind === 'slices') first = Math.min(first, leastOf(rows.start))
    }
    if (!Number.isFinite(first) || first >= origin) return
    const by = Number.isNaN(origin) ? 0 : origin - first
    origin = first
    lastEnd += by
    if (by > 0) for (const stream of streams) if (stream.kind !== 'distribution') stream.rows.shift(by)
  }

  const appendRows = (place: number, rows: LiveRows) => {
    if (rows.kind === 'distribution') {
      streams[place] = { kind: 'distribution', head: { ...rows, name: named(rows.name, rows.names) } }
      return
    }
    if (rows.kind === 'samples') {
      move(rows.time, -origin)
      const known = streams[place]
      const stream =
        known?.kind === 'samples'
          ? known
          : { kind: rows.kind, head: rows, rows: createLiveColumns('time', sampleRows(rows)) }
      stream.head = rows
      stream.rows.append(sampleRows(rows))
      streams[place] = stream
      return
    }
    move(rows.start, -origin)
    for (let row = 0; row < rows.length; row++)
      lastEnd = Math.max(lastEnd, rows.start[row]! + rows.duration[row]!)
    const known = streams[place]
    const stream =
      known?.kind === 'slices'
        ? known
        : { kind: rows.kind, head: rows, rows: createLiveColumns('start', sliceRows(rows)) }
    stream.head = rows
    stream.rows.append({ ...sliceRows(rows), name: named(rows.name, rows.names) })
    streams[place] = stream
  }

  const finishStream = (stream: LiveStream, id: number): Stream => {
    const { event, unit, title } = stream.head
    const head = { id, event, unit, title }
    if (stream.kind === 'samples')
      return { kind: 'samples', ...head, length: stream.rows.length, ...stream.rows.columns() }
    if (stream.kind === 'slices')
      return { kind: 'slices', ...head, length: stream.rows.length, ...stream.rows.columns() }
    const { length, name, low, high, count } = stream.head
    return { kind: 'distribution', ...head, length, name, low, high, count }
  }

  const sumEvents = (count: (stream: Exclude<LiveStream, { kind: 'distribution' }>) => number): number =>
    streams.reduce((sum, stream) => (stream.kind === 'distribution' ? sum : sum + count(stream)), 0)

  return {
    get cursor() {
      return cursor
    },
    get events() {
      return sumEvents(({ rows }) => rows.length)
    },
    get total() {
      return sumEvents(({ head }) => head.total)
    },
    append(piece) {
      for (const text of piece.strings) ofParser.push(intern(text))
      tables.append({
        ...piece,
        functions: {
          ...piece.functions,
          name: renamed(piece.functions.name),
          module: renamed(piece.functions.module),
        },
        threads: { ...piece.threads, name: renamed(piece.threads.name) },
      })
      moveOrigin(piece)
      piece.streams.forEach((rows, place) => {
        appendRows(place, rows)
      })
      ;({ losses, end, clock } = piece)
      cursor = {
        strings: ofParser.length,
        ...tables.lengths(),
        rows: streams.map((stream) => (stream.kind === 'distribution' ? 0 : stream.rows.length)),
      }
    },
    profile() {
      const from = Number.isNaN(origin) ? 0 : origin
      const finished = streams.map(finishStream)
      let duration = Math.max(lastEnd, end === null ? 0 : end - from)
      for (const stream of finished)
        if (stream.kind === 'samples') duration = Math.max(duration, stream.time[stream.length - 1] ?? 0)
      return { strings, ...tables.finish(), streams: finished, losses, clockOrigin: clock + from, duration }
    },
  }
}

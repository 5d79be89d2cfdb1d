/** A profile on its way to disk: columns are encoded in steps first, then written in one transaction. */
import type { Database } from 'better-sqlite3'
import { hasEvents, type Profile, type Stream } from '../../../shared/model/profile.ts'
import type { Pacer } from '../workers/pacer.ts'
import { type Column, type EncodedColumn, encodeColumn, encodeStrings, findExtent } from './columns.ts'
import { CHUNK_ROWS, streamColumns, tableColumns } from './profile-columns.ts'

interface TableColumn extends EncodedColumn {
  readonly name: string
  readonly length: number
}

interface StreamChunk extends TableColumn {
  readonly first: number
  readonly min: number | null
  readonly max: number | null
}

export interface EncodedProfile {
  readonly profile: Profile
  readonly tables: readonly TableColumn[]
  readonly streams: ReadonlyMap<Stream, readonly StreamChunk[]>
}

/** Gives way to other work between chunks; rejects when that is cancelled. */
export async function encodeProfile(profile: Profile, pace: Pacer): Promise<EncodedProfile> {
  const tables: TableColumn[] = [
    { name: 'strings', length: profile.strings.length, ...encodeStrings(profile.strings) },
  ]
  for (const [table, shapes] of Object.entries(tableColumns)) {
    const { length, ...columns } = profile[table as keyof typeof tableColumns]
    for (const [column, shape] of Object.entries(shapes)) {
      await pace()
      const values = columnNamed(columns, column)
      if (values.length !== length)
        throw new Error(`${table}.${column} has ${values.length} of ${length} rows`)
      tables.push({ name: `${table}.${column}`, length, ...encodeColumn(values, shape.rising) })
    }
  }
  const streams = new Map<Stream, readonly StreamChunk[]>()
  for (const stream of profile.streams) streams.set(stream, await encodeStream(stream, pace))
  return { profile, tables, streams }
}

/** Bytes on disk, but for the few that go into rows. */
export const sizeOfEncoded = ({ tables, streams }: EncodedProfile): number =>
  [...tables, ...[...streams.values()].flat()].reduce((sum, { data }) => sum + data.length, 0)

async function encodeStream(stream: Stream, pace: Pacer): Promise<StreamChunk[]> {
  const chunks: StreamChunk[] = []
  for (const [name, shape] of Object.entries(streamColumns[stream.kind])) {
    const values = columnNamed(stream, name)
    if (!(values instanceof Int32Array || values instanceof Float64Array))
      throw new Error(`Column ${name} of a stream is no Int32Array or Float64Array`)
    if (values.length !== stream.length)
      throw new Error(`Column ${name} has ${values.length} of ${stream.length} rows`)
    for (let first = 0; first < stream.length; first += CHUNK_ROWS) {
      await pace()
      const rows = values.subarray(first, first + CHUNK_ROWS)
      const { min, max } = findExtent(rows) ?? { min: null, max: null }
      chunks.push({ name, first, length: rows.length, min, max, ...encodeColumn(rows, shape.rising) })
    }
  }
  return chunks
}

function columnNamed(columns: object, name: string): Column {
  const values: unknown = Reflect.get(columns, name)
  if (
    values instanceof Int32Array ||
    values instanceof Float64Array ||
    values instanceof Uint8Array ||
    values instanceof BigUint64Array
  )
    return values
  throw new Error(`There is no column ${name}`)
}

/** Within the caller's transaction. Replaces the capture's profile and the losses that its parser counted. */
export function storeProfile(db: Database, capture: number, encoded: EncodedProfile): void {
  const { profile, tables, streams } = encoded
  db.prepare('DELETE FROM profiles WHERE capture = ?').run(capture)
  const profileId = db
    .prepare('INSERT INTO profiles (capture, clock_origin, duration) VALUES (?, ?, ?)')
    .run(capture, profile.clockOrigin, profile.duration).lastInsertRowid
  const insertColumn = db.prepare(
    'INSERT INTO profile_columns (profile, name, length, encoding, data) VALUES (?, ?, ?, ?, ?)',
  )
  for (const { name, length, encoding, data } of tables)
    insertColumn.run(profileId, name, length, encoding, data)
  storeThreads(db, profileId, profile)

  const insertStream = db.prepare(
    'INSERT INTO streams (profile, position, stream, kind, event, unit, title, length) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const insertChunk = db.prepare(
    'INSERT INTO stream_chunks (stream, name, first, length, min, max, encoding, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  for (const [position, stream] of profile.streams.entries()) {
    const { id, kind, event, unit, title, length } = stream
    const streamRow = insertStream.run(profileId, position, id, kind, event, unit, title, length)
    for (const chunk of streams.get(stream) ?? [])
      insertChunk.run(
        ...[streamRow.lastInsertRowid, chunk.name, chunk.first, chunk.length],
        ...[chunk.min, chunk.max, chunk.encoding, chunk.data],
      )
  }
  storeLosses(db, capture, 'parser', profile.losses)
}

function storeThreads(db: Database, profileId: number | bigint, { threads, strings }: Profile): void {
  const insert = db.prepare(
    'INSERT INTO profile_threads (profile, position, pid, tid, string, name) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (let i = 0; i < threads.length; i++) {
    const name = threads.name[i]!
    insert.run(profileId, i, threads.pid[i], threads.tid[i], name, strings[name] ?? '')
  }
}

/** Replaces those of the same source. */
export function storeLosses(
  db: Database,
  capture: number,
  source: 'tool' | 'parser',
  losses: Profile['losses'],
): void {
  db.prepare('DELETE FROM losses WHERE capture = ? AND source = ?').run(capture, source)
  const insert = db.prepare(
    'INSERT INTO losses (capture, source, kind, count, detail) VALUES (?, ?, ?, ?, ?)',
  )
  for (const { kind, count, detail } of losses) insert.run(capture, source, kind, count, detail)
}

/** Samples and slices; the buckets of a distribution and the values of a counter are no events. */
export const countEvents = (profile: Profile): number =>
  profile.streams.reduce((sum, { kind, length }) => sum + (hasEvents(kind) ? length : 0), 0)

/** A profile back from disk, as it was parsed. */
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type {
  FrameTable,
  FunctionTable,
  Loss,
  Profile,
  StackTable,
  Stream,
  StreamKind,
  Unit,
} from '../../../shared/model/profile.ts'
import {
  allocate,
  type Column,
  type ColumnEncoding,
  type ColumnShape,
  decodeColumn,
  decodeInto,
  decodeStrings,
} from './columns.ts'
import { captureUnknown } from './library-errors.ts'
import { streamColumns, tableColumns } from './profile-columns.ts'

interface ColumnRow {
  readonly name: string
  readonly length: number
  readonly encoding: ColumnEncoding
  readonly data: Buffer
}
interface ChunkRow extends ColumnRow {
  readonly first: number
}
interface StreamRow {
  readonly row: number
  readonly stream: number
  readonly kind: StreamKind
  readonly event: string
  readonly unit: Unit
  readonly title: string
  readonly length: number
}

/** The id of the capture's profile: another one after each ingest. Null while it has none. Throws capture.unknown. */
export function findProfile(db: Database, captureId: string): number | null {
  const row = db
    .prepare<[string], { profile: number | null }>(
      `SELECT profiles.id AS profile FROM captures LEFT JOIN profiles ON profiles.capture = captures.seq
       WHERE captures.id = ? AND deleted_at IS NULL`,
    )
    .get(captureId)
  if (!row) throw captureUnknown(captureId)
  return row.profile
}

/** Throws library.corrupt when a column is not what it was when it was written. */
export function loadProfile(db: Database, profileId: number): Profile {
  return tellDamage(profileId, () =>
    decodeProfile(db, profileId, (columns, name, decode) => {
      columns[name] = decode()
    }),
  )
}

/**
 * Likewise, but that the columns of its streams are decoded when they are first looked at, and only then throw: a flame
 * graph needs neither times nor threads.
 */
export function openProfile(db: Database, profileId: number): Profile {
  return tellDamage(profileId, () =>
    decodeProfile(db, profileId, (columns, name, decode) => {
      defineLazily(columns, name, () => tellDamage(profileId, decode))
    }),
  )
}

/** Puts a column into a stream, now or when it is asked for. */
type Place = (columns: Record<string, Column>, name: string, decode: () => Column) => void

function tellDamage<T>(profileId: number, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    if (!isUndecodable(error)) throw error
    throw new SmokejumperError({
      code: 'library.corrupt',
      message: `The columns of this capture are damaged in the library: ${error.message}.`,
      remedy:
        'Export its raw output, which is kept apart from them and hashed; restore the library from a backup.',
      facts: { profile: profileId },
      cause: error,
    })
  }
}

/** zstd's complaints, and those of decodeColumn. */
const isUndecodable = (error: unknown): error is Error =>
  error instanceof RangeError ||
  (error instanceof Error && 'code' in error && /^Z(STD)?_/.test(String(error.code)))

function decodeProfile(db: Database, profileId: number, place: Place): Profile {
  const head = db
    .prepare<[number], { capture: number; clock_origin: number; duration: number }>(
      'SELECT capture, clock_origin, duration FROM profiles WHERE id = ?',
    )
    .get(profileId)
  if (!head) throw new RangeError('the profile is gone')
  const rows = new Map(
    db
      .prepare<[number], ColumnRow>(
        'SELECT name, length, encoding, data FROM profile_columns WHERE profile = ?',
      )
      .all(profileId)
      .map((row) => [row.name, row]),
  )
  const rowNamed = (name: string): ColumnRow => {
    const row = rows.get(name)
    if (!row) throw new RangeError(`column ${name} is missing`)
    return row
  }
  const strings = rowNamed('strings')
  return {
    strings: decodeStrings(strings.length, strings),
    functions: decodeTable<FunctionTable>('functions', rowNamed),
    frames: decodeTable<FrameTable>('frames', rowNamed),
    stacks: decodeTable<StackTable>('stacks', rowNamed),
    threads: loadThreads(db, profileId),
    streams: loadStreams(db, profileId, place),
    losses: db
      .prepare<[number], Loss>(
        "SELECT kind, count, detail FROM losses WHERE capture = ? AND source = 'parser' ORDER BY id",
      )
      .all(head.capture),
    clockOrigin: head.clock_origin,
    duration: head.duration,
  }
}

/** The tables' types say which columns they have; so does `tableColumns`. */
function decodeTable<T extends { readonly length: number }>(
  table: keyof typeof tableColumns,
  rowNamed: (name: string) => ColumnRow,
): T {
  const columns: Record<string, Column> = {}
  let length = 0
  for (const [name, { type }] of Object.entries<ColumnShape>(tableColumns[table])) {
    const row = rowNamed(`${table}.${name}`)
    length = row.length
    columns[name] = decodeColumn(type, length, row)
  }
  return { length, ...columns } as { readonly length: number } as T
}

function loadThreads(db: Database, profileId: number): Profile['threads'] {
  const rows = db
    .prepare<[number], { pid: number; tid: number; string: number }>(
      'SELECT pid, tid, string FROM profile_threads WHERE profile = ? ORDER BY position',
    )
    .all(profileId)
  return {
    length: rows.length,
    pid: Int32Array.from(rows, ({ pid }) => pid),
    tid: Int32Array.from(rows, ({ tid }) => tid),
    name: Int32Array.from(rows, ({ string }) => string),
  }
}

function loadStreams(db: Database, profileId: number, place: Place): Stream[] {
  const streams = db
    .prepare<[number], StreamRow>(
      'SELECT id AS row, stream, kind, event, unit, title, length FROM streams WHERE profile = ? ORDER BY position',
    )
    .all(profileId)
  const chunksOf = db.prepare<[number, string], ChunkRow>(
    'SELECT name, first, length, encoding, data FROM stream_chunks WHERE stream = ? AND name = ? ORDER BY first',
  )
  return streams.map(({ row, stream, kind, event, unit, title, length }) => {
    const columns: Record<string, Column> = {}
    for (const [name, { type }] of Object.entries<ColumnShape>(streamColumns[kind])) {
      const chunks = chunksOf.all(row, name)
      place(columns, name, () => joinChunks(type, length, chunks))
    }
    const head = { id: stream, kind, event, unit, title, length }
    return Object.defineProperties(head, Object.getOwnPropertyDescriptors(columns)) as {
      kind: StreamKind
    } as Stream
  })
}

/** A property that makes its value when it is first read, and is plain from then on. */
function defineLazily<T>(target: Record<string, T>, name: string, make: () => T): void {
  Object.defineProperty(target, name, {
    ...{ configurable: true, enumerable: true },
    get() {
      const value = make()
      Object.defineProperty(this, name, { value, enumerable: true })
      return value
    },
  })
}

function joinChunks(type: ColumnShape['type'], length: number, chunks: Iterable<ChunkRow>): Column {
  const column = allocate(type, length)
  let filled = 0
  for (const chunk of chunks) {
    if (chunk.first !== filled || filled + chunk.length > length)
      throw new RangeError(`rows ${filled} to ${chunk.first} of column ${chunk.name} are missing`)
    decodeInto(column.subarray(filled, filled + chunk.length), chunk)
    filled += chunk.length
  }
  if (filled !== length) throw new RangeError(`rows from ${filled} on are missing`)
  return column
}

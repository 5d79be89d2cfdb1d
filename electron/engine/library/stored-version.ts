/** What a file says it is, read byte by byte: SQLite itself would already write beside it. */
import { closeSync, openSync, readSync } from 'node:fs'

export interface StoredVersion {
  readonly applicationId: number
  /** PRAGMA user_version: for a library the migrations that were done */
  readonly version: number
}

/** Every SQLite file begins so, https://sqlite.org/fileformat.html#the_database_header */
const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100
const USER_VERSION_AT = 60
const APPLICATION_ID_AT = 68

/** https://sqlite.org/fileformat.html#the_write_ahead_log */
const WAL_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
const WAL_MAGIC = 0x377f0682

/**
 * Of the file as it would be opened: a newer first page may still wait in the write-ahead log. Null: no SQLite file.
 * Throws what the file system says.
 */
export function readStoredVersion(path: string): StoredVersion | null {
  const header = withFile(path, (read) => read(0, HEADER_BYTES))
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) return null
  return versionIn(findFirstPage(`${path}-wal`) ?? header)
}

const versionIn = (header: Buffer): StoredVersion => ({
  applicationId: header.readUInt32BE(APPLICATION_ID_AT),
  version: header.readUInt32BE(USER_VERSION_AT),
})

/** The last committed first page in a write-ahead log, its header at least. Null: none. */
function findFirstPage(log: string): Buffer | null {
  try {
    return withFile(log, (read) => {
      const head = read(0, WAL_HEADER_BYTES)
      if (head.length < WAL_HEADER_BYTES || (head.readUInt32BE(0) & ~1) >>> 0 !== WAL_MAGIC) return null
      const frameBytes = FRAME_HEADER_BYTES + head.readUInt32BE(8)
      const salts = head.subarray(16, 24)
      let committed: number | null = null
      let latest: number | null = null
      for (let at = WAL_HEADER_BYTES; ; at += frameBytes) {
        const frame = read(at, FRAME_HEADER_BYTES)
        // frames of an earlier turn of the log have other salts
        if (frame.length < FRAME_HEADER_BYTES || !frame.subarray(8, 16).equals(salts)) break
        if (frame.readUInt32BE(0) === 1) latest = at
        if (frame.readUInt32BE(4) !== 0) committed = latest
      }
      if (committed === null) return null
      const page = read(committed + FRAME_HEADER_BYTES, HEADER_BYTES)
      return page.length === HEADER_BYTES ? page : null
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Lends the reading of one file; a stretch past its end is shorter. */
function withFile<T>(path: string, use: (read: (offset: number, length: number) => Buffer) => T): T {
  const file = openSync(path, 'r')
  try {
    return use((offset, length) => {
      const bytes = Buffer.alloc(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset))
    })
  } finally {
    closeSync(file)
  }
}

/** How much of the beginning is looked at for the schema, which lies there. */
const SCHEMA_WITHIN = 1024 * 1024
const PAGE_BYTES = 4096

/**
 * Whether a file that is no SQLite file (any more) was a library before it was damaged: it has whole pages, and its
 * schema is still in them, or nothing at all (what a power cut leaves on some file systems).
 */
export function wasLibrary(path: string, size: number): boolean {
  if (size === 0 || size % PAGE_BYTES !== 0) return false
  return withFile(path, (read) => {
    const beginning = read(0, SCHEMA_WITHIN)
    return beginning.includes('CREATE TABLE artifact_chunks') || beginning.every((byte) => byte === 0)
  })
}

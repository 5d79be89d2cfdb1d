/**
 * Artifacts on disk: chunks of 0.5 to 1.5 MiB of raw bytes, each compressed with zstd by itself. Only the last one may be
 * shorter, and is then written anew with what comes after it; older versions made all but the last 1 MiB long.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'

export const CHUNK_BYTES = 1_048_576
const LEAST_BYTES = CHUNK_BYTES / 2
/** zlib's least chunkSize */
const LEAST_ROOM = 64

/** The raw content of the last chunk is what the next bytes are put behind, while it is short. */
export const isTail = (chunkBytes: number): boolean => chunkBytes < LEAST_BYTES

/**
 * Puts raw bytes at the end, in the caller's transaction: `tail` is the raw content of the last chunk while that is
 * short. Returns the new tail. Pieces of about the size of a chunk are each compressed once.
 */
export function writeChunks(
  db: Database,
  artifactId: number,
  received: number,
  tail: Uint8Array,
  bytes: Uint8Array,
): Uint8Array {
  const write = db.prepare(
    `INSERT INTO artifact_chunks (artifact, offset, length, data) VALUES (?, ?, ?, ?)
     ON CONFLICT (artifact, offset) DO UPDATE SET length = excluded.length, data = excluded.data`,
  )
  let offset = received - tail.length
  let rest = bytes
  let chunk = tail
  while (rest.length > 0) {
    const left = chunk.length + rest.length
    const length = left < CHUNK_BYTES + LEAST_BYTES ? left : CHUNK_BYTES
    const taken = rest.subarray(0, length - chunk.length)
    chunk = chunk.length === 0 ? taken : Buffer.concat([chunk, taken])
    write.run(artifactId, offset, length, zstdCompressSync(chunk))
    rest = rest.subarray(taken.length)
    if (isTail(length)) break
    offset += length
    chunk = new Uint8Array()
  }
  // a copy: the bytes that were given are not ours to keep
  return chunk.length === 0 ? chunk : Uint8Array.from(chunk)
}

interface ChunkRow {
  readonly offset: number
  readonly length: number
  readonly data: Buffer
}

/** The chunk that holds the byte at `offset`, and where it begins. Null at the end. Throws library.corrupt. */
export function readChunk(
  db: Database,
  artifactId: number,
  offset: number,
): { readonly offset: number; readonly bytes: Buffer } | null {
  const row = db
    .prepare<[number, number], ChunkRow>(
      'SELECT offset, length, data FROM artifact_chunks WHERE artifact = ? AND offset <= ? ORDER BY offset DESC LIMIT 1',
    )
    .get(artifactId, offset)
  if (!row || offset >= row.offset + row.length) return null
  try {
    // With room for all of it and one more it comes in one piece: twice as fast as in many.
    const room = Math.min(Math.max(row.length, 0), CHUNK_BYTES + LEAST_BYTES) + 1
    const bytes = zstdDecompressSync(row.data, { chunkSize: Math.max(room, LEAST_ROOM) })
    if (bytes.length !== row.length) throw new RangeError(`${bytes.length} of ${row.length} bytes are there`)
    return { offset: row.offset, bytes }
  } catch (error) {
    throw new SmokejumperError({
      code: 'library.corrupt',
      message: `The raw output of this capture is damaged in the library from byte ${row.offset} on: ${String(error)}.`,
      remedy: 'Restore the library from a backup; the rest of it can still be used.',
      facts: { artifactId, offset: row.offset },
      cause: error,
    })
  }
}

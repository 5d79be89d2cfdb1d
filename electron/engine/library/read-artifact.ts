/** The raw output, byte for byte. */
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { readChunk } from './artifact-chunks.ts'
import { findProfile } from './load-profile.ts'

/** A stretch of it, shorter where the artifact ends. Throws capture.unknown, library.not-found. */
export function readArtifact(
  db: Database,
  captureId: string,
  artifactId: number,
  offset: number,
  length: number,
): { bytes: Uint8Array; total: number } {
  const row = db
    .prepare<[number, string], { bytes: number }>(
      `SELECT artifacts.bytes FROM artifacts JOIN captures ON seq = capture
       WHERE artifacts.id = ? AND captures.id = ? AND deleted_at IS NULL`,
    )
    .get(artifactId, captureId)
  if (!row) {
    findProfile(db, captureId)
    throw new SmokejumperError({
      code: 'library.not-found',
      message: `The capture has no artifact ${artifactId}.`,
      remedy: 'Look at the capture again.',
      facts: { captureId, artifactId },
    })
  }
  const bytes = new Uint8Array(Math.max(0, Math.min(length, row.bytes - offset)))
  let filled = 0
  while (filled < bytes.length) {
    const part = chunkFrom(db, artifactId, offset + filled).subarray(0, bytes.length - filled)
    bytes.set(part, filled)
    filled += part.length
  }
  return { bytes, total: row.bytes }
}

export interface FoundArtifact {
  readonly id: number
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
}

/** The capture's (first) artifact. Throws capture.unknown, capture.empty. */
export function findArtifact(db: Database, captureId: string): FoundArtifact {
  const row = db
    .prepare<[string], FoundArtifact>(
      `SELECT artifacts.id, artifacts.name, media_type AS mediaType, artifacts.bytes FROM artifacts
       JOIN captures ON seq = capture WHERE captures.id = ? AND deleted_at IS NULL ORDER BY artifacts.id LIMIT 1`,
    )
    .get(captureId)
  if (row) return row
  findProfile(db, captureId)
  throw new SmokejumperError({
    code: 'capture.empty',
    message: 'No raw output of this capture has arrived.',
    remedy: 'If it was interrupted, Collect goes back to the host for it.',
    facts: { captureId },
  })
}

/** All of it, a stored chunk at a time. Throws library.corrupt. */
export function* readWhole(db: Database, { id, bytes }: FoundArtifact): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes; ) {
    const part = chunkFrom(db, id, offset).subarray(0, bytes - offset)
    yield part
    offset += part.length
  }
}

/** What one chunk holds from `offset` on. */
function chunkFrom(db: Database, artifactId: number, offset: number): Uint8Array {
  const chunk = readChunk(db, artifactId, offset)
  if (chunk) return chunk.bytes.subarray(offset - chunk.offset)
  throw new SmokejumperError({
    code: 'library.corrupt',
    message: `The raw output of this capture has a gap in the library at byte ${offset}.`,
    remedy: 'Restore the library from a backup; the rest of it can still be used.',
    facts: { artifactId, offset },
  })
}

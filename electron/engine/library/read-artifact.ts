/** The raw output, byte for byte. */
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Pacer } from '../workers/pacer.ts'
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
  while (filled < bytes.length) filled += copyChunk(db, artifactId, offset + filled, bytes, filled)
  return { bytes, total: row.bytes }
}

/** All of the capture's (first) artifact, in steps. Throws capture.unknown, capture.empty. */
export async function exportArtifact(
  db: Database,
  captureId: string,
  pace: Pacer,
): Promise<{ name: string; mediaType: string; bytes: Uint8Array }> {
  const row = db
    .prepare<[string], { id: number; name: string; media_type: string; bytes: number }>(
      `SELECT artifacts.id, artifacts.name, media_type, artifacts.bytes FROM artifacts
       JOIN captures ON seq = capture WHERE captures.id = ? AND deleted_at IS NULL ORDER BY artifacts.id LIMIT 1`,
    )
    .get(captureId)
  if (!row) {
    findProfile(db, captureId)
    throw new SmokejumperError({
      code: 'capture.empty',
      message: 'No raw output of this capture has arrived.',
      remedy: 'If it was interrupted, Collect goes back to the host for it.',
      facts: { captureId },
    })
  }
  const bytes = new Uint8Array(row.bytes)
  let filled = 0
  while (filled < bytes.length) {
    filled += copyChunk(db, row.id, filled, bytes, filled)
    await pace()
  }
  return { name: row.name, mediaType: row.media_type, bytes }
}

/** Copies what one chunk has for `into` from `at` on; returns how much. */
function copyChunk(db: Database, artifactId: number, offset: number, into: Uint8Array, at: number): number {
  const chunk = readChunk(db, artifactId, offset)
  if (!chunk)
    throw new SmokejumperError({
      code: 'library.corrupt',
      message: `The raw output of this capture has a gap in the library at byte ${offset}.`,
      remedy: 'Restore the library from a backup; the rest of it can still be used.',
      facts: { artifactId, offset },
    })
  const part = chunk.bytes.subarray(offset - chunk.offset).subarray(0, into.length - at)
  into.set(part, at)
  return part.length
}

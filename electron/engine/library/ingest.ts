/** From an artifact to columns: parsed as it arrived, or in steps; stored in one transaction at the end. */
import type { Database } from 'better-sqlite3'
import type { Format, ProfileParser } from '../../../shared/formats/format.ts'
import { createPacer, type Pacer } from '../workers/pacer.ts'
import { readChunk } from './artifact-chunks.ts'
import type { ArtifactWriter } from './artifacts.ts'
import { withSpaceFor } from './disk-space.ts'
import { captureUnknown } from './library-errors.ts'
import type { LiveParsers } from './live-parsers.ts'
import { countEvents, encodeProfile, sizeOfEncoded, storeProfile } from './store-profile.ts'

/** Bytes that a parser gets at once: a few ms of work. */
const STEP = 131_072

interface Source {
  readonly seq: number
  readonly parser_id: string
  readonly artifact: number | null
  readonly bytes: number
  readonly complete: number
}

export interface IngestOptions {
  readonly formatById: (id: string) => Format
  /** those that have read along while the artifact arrived */
  readonly live?: LiveParsers
  readonly signal: AbortSignal
  readonly report: (progress: { bytes: number; total: number }) => void
}

/**
 * Replaces what was there of an earlier ingest. An artifact that has not all arrived is read as far as it goes, and
 * the capture is marked as partial. Rejects with format.unrecognised when nothing could be read.
 */
export async function ingest(
  db: Database,
  artifacts: ArtifactWriter,
  captureId: string,
  { formatById, live, signal, report }: IngestOptions,
): Promise<{ events: number }> {
  const source = findSource(db, captureId)
  const pace = createPacer(signal)
  const liveParser = source.artifact === null ? null : (live?.take(source.artifact, source.bytes) ?? null)
  const parser = liveParser ?? formatById(source.parser_id).createParser()
  if (liveParser === null) await readBack(db, source, parser, pace, report)
  else report({ bytes: source.bytes, total: source.bytes })
  const profile = parser.finish()
  const encoded = await encodeProfile(profile, pace)
  const sha256 =
    source.artifact === null || source.complete === 1 ? null : await artifacts.digest(source.artifact)
  signal.throwIfAborted()

  const events = countEvents(profile)
  const write = db.transaction(() => {
    storeProfile(db, source.seq, encoded)
    db.prepare('UPDATE captures SET events = ?, duration = ?, partial = ? WHERE seq = ?').run(
      ...[events, profile.duration, source.complete === 1 ? 0 : 1, source.seq],
    )
    // the hash of what has arrived, for the pins; unless more has arrived meanwhile
    if (sha256 !== null)
      db.prepare('UPDATE artifacts SET sha256 = ? WHERE id = ? AND bytes = ?').run(
        ...[sha256, source.artifact, source.bytes],
      )
  })
  withSpaceFor(db, 2 * sizeOfEncoded(encoded), 'what was read of the capture', () => write.immediate())
  return { events }
}

async function readBack(
  db: Database,
  { artifact, bytes: total }: Source,
  parser: ProfileParser,
  pace: Pacer,
  report: IngestOptions['report'],
): Promise<void> {
  let read = 0
  while (artifact !== null && read < total) {
    const chunk = readChunk(db, artifact, read)
    if (!chunk) break
    const bytes = chunk.bytes.subarray(0, total - chunk.offset)
    for (let at = 0; at < bytes.length; at += STEP) {
      parser.push(bytes.subarray(at, at + STEP))
      await pace()
    }
    read = chunk.offset + bytes.length
    report({ bytes: read, total })
  }
}

function findSource(db: Database, captureId: string): Source {
  const source = db
    .prepare<[string], Source>(
      `SELECT seq, parser_id, artifacts.id AS artifact, coalesce(artifacts.bytes, 0) AS bytes,
         coalesce(complete, 0) AS complete
       FROM captures LEFT JOIN artifacts ON artifacts.capture = seq WHERE captures.id = ?
       ORDER BY artifacts.id LIMIT 1`,
    )
    .get(captureId)
  if (!source) throw captureUnknown(captureId)
  return source
}

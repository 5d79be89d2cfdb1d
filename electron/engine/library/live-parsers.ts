/**
 * Reads captures while they arrive, so that at their end nothing has to be read back, and so that they can be looked at
 * before. What is not read so (another process began it, it was read once before, there are many at a time) is read from
 * what is stored: at its end (see ingest), or when somebody looks at it.
 */
import type { Database } from 'better-sqlite3'
import type { Format, ProfileParser } from '../../../shared/formats/format.ts'
import type { LiveCursor, LivePiece } from '../../../shared/formats/live-piece.ts'
import { createPacer } from '../workers/pacer.ts'
import { readChunk } from './artifact-chunks.ts'

/** at a time; each may hold the columns of a long capture */
const MOST = 4
/** Bytes that a parser gets at once of what is stored: a few ms of work. */
const STEP = 131_072

export interface LiveParsers {
  /** Bytes that were appended to an artifact. */
  push(artifactId: number, offset: number, bytes: Uint8Array): void
  /** The parser that was given the artifact's first `length` bytes and no more, to be finished; null: there is none. */
  take(artifactId: number, length: number): ProfileParser | null
  /** What has been read of the capture behind the cursor; null: nothing, or it cannot be seen before its end. */
  since(captureId: string, cursor: LiveCursor, most: number): Promise<LivePiece | null>
  /** The capture is gone. */
  forget(captureId: string): void
}

interface LiveParser {
  readonly captureId: string
  readonly parser: ProfileParser
  received: number
}

interface Source {
  readonly artifact: number
  readonly capture: string
  readonly parser: string
}

/** of captures: their first artifact is the one that is parsed */
const SOURCES = `SELECT artifacts.id AS artifact, captures.id AS capture, parser_id AS parser
  FROM captures JOIN artifacts ON capture = seq WHERE NOT EXISTS
    (SELECT 1 FROM artifacts AS earlier WHERE earlier.capture = seq AND earlier.id < artifacts.id)`

export function createLiveParsers(
  db: Database,
  { formatById, formats }: { formatById: (id: string) => Format; formats: readonly Format[] },
): LiveParsers {
  const live = new Map<number, LiveParser>()
  /** artifacts that are read up to where they are */
  const catchingUp = new Map<number, Promise<void>>()
  const isKnown = ({ parser }: Source) => formats.some(({ id }) => id === parser)
  const ofArtifact = (artifactId: number) =>
    db.prepare<[number], Source>(`${SOURCES} AND artifacts.id = ?`).get(artifactId)
  const ofCapture = (captureId: string) =>
    db.prepare<[string], Source>(`${SOURCES} AND captures.id = ?`).get(captureId)

  const begin = (artifactId: number) => {
    const source = ofArtifact(artifactId)
    if (source === undefined || !isKnown(source)) return undefined
    for (const oldest of live.keys()) if (live.size >= MOST) live.delete(oldest)
    const parser = formatById(source.parser).createParser()
    const begun = { captureId: source.capture, parser, received: 0 }
    live.set(artifactId, begun)
    return begun
  }

  /** Of one that was given up, or that was begun before this process: from its first byte, in steps. */
  const catchUp = async ({ artifact, capture, parser: id }: Source): Promise<void> => {
    const parser = formatById(id).createParser()
    if (parser.since === undefined) return
    const pace = createPacer()
    let received = 0
    for (let chunk = readChunk(db, artifact, 0); chunk; chunk = readChunk(db, artifact, received)) {
      const { bytes, offset } = chunk
      for (let at = received - offset; at < bytes.length; at += STEP) {
        parser.push(bytes.subarray(at, at + STEP))
        await pace()
        // it was finished, or thrown away
        if (!catchingUp.has(artifact)) return
      }
      received = offset + bytes.length
    }
    live.set(artifact, { captureId: capture, parser, received })
  }

  return {
    push(artifactId, offset, bytes) {
      const known = live.get(artifactId) ?? (offset === 0 ? begin(artifactId) : undefined)
      // read already, from what is stored
      if (known !== undefined && offset + bytes.length <= known.received) return
      if (known === undefined || known.received !== offset) {
        live.delete(artifactId)
        return
      }
      try {
        known.parser.push(bytes)
        known.received += bytes.length
      } catch {
        // a bug in a parser must not stop what arrives: it shows itself again when the artifact is read back
        live.delete(artifactId)
      }
    },
    take(artifactId, length) {
      const known = live.get(artifactId)
      live.delete(artifactId)
      catchingUp.delete(artifactId)
      return known?.received === length ? known.parser : null
    },
    async since(captureId, cursor, most) {
      const source = ofCapture(captureId)
      if (source === undefined || !isKnown(source)) return null
      const { artifact } = source
      if (!live.has(artifact) && live.size < MOST) {
        const reading = catchingUp.get(artifact) ?? catchUp(source)
        catchingUp.set(artifact, reading)
        try {
          await reading
        } finally {
          catchingUp.delete(artifact)
        }
      }
      return live.get(artifact)?.parser.since?.(cursor, most) ?? null
    },
    forget(captureId) {
      for (const [artifact, known] of live) if (known.captureId === captureId) live.delete(artifact)
      for (const artifact of catchingUp.keys())
        if (ofArtifact(artifact)?.capture === captureId) catchingUp.delete(artifact)
    },
  }
}

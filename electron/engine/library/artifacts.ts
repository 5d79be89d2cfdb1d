/** Raw output as it arrives: appended, counted, hashed, and compared with the host's own hash. */
import { createHash, type Hash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { createPacer } from '../workers/pacer.ts'
import { isTail, readChunk, writeChunks } from './artifact-chunks.ts'
import { findSeq } from './capture-rows.ts'

interface OpenArtifact {
  received: number
  /** of all that was received */
  readonly hash: Hash
  /** raw bytes of the last chunk while it is short */
  tail: Uint8Array
}

interface ArtifactRow {
  readonly id: number
  readonly bytes: number
  readonly complete: number
}

export interface ArtifactWriter {
  begin(captureId: string, name: string, mediaType: string): Promise<{ artifactId: number; received: number }>
  /** to one that was finished too: it is then unfinished again */
  append(artifactId: number, offset: number, bytes: Uint8Array): Promise<number>
  finish(artifactId: number, hostSha256: string | null): Promise<{ bytes: number; sha256: string }>
  /** of what has been received so far, hex */
  digest(artifactId: number): Promise<string>
}

/**
 * The state of a running hash cannot be stored: that of an artifact that is gone on with is made again from what is
 * stored, once, in steps. Only the writer has one of these.
 */
export function createArtifactWriter(db: Database): ArtifactWriter {
  const open = new Map<number, Promise<OpenArtifact>>()

  const openArtifact = (artifactId: number): Promise<OpenArtifact> => {
    const known = open.get(artifactId)
    if (known) return known
    const opening = readBack(db, artifactId)
    open.set(artifactId, opening)
    opening.catch(() => open.delete(artifactId))
    return opening
  }

  return {
    async begin(captureId, name, mediaType) {
      const artifactId = db
        .transaction(() => {
          const seq = findSeq(db, captureId)
          db.prepare(
            'INSERT INTO artifacts (capture, name, media_type) VALUES (?, ?, ?) ON CONFLICT (capture, name) DO NOTHING',
          ).run(seq, name, mediaType)
          return db
            .prepare<[number, string], ArtifactRow>(
              'SELECT id, bytes, complete FROM artifacts WHERE capture = ? AND name = ?',
            )
            .get(seq, name)!.id
        })
        .immediate()
      return { artifactId, received: (await openArtifact(artifactId)).received }
    },

    async append(artifactId, offset, bytes) {
      const artifact = await openArtifact(artifactId)
      if (offset !== artifact.received)
        throw new Error(
          `Bytes for offset ${offset} of artifact ${artifactId}, which has received ${artifact.received}`,
        )
      if (bytes.length === 0) return artifact.received
      const received = offset + bytes.length
      const tail = db
        .transaction(() => {
          const { changes } = db
            .prepare(
              `UPDATE artifacts SET bytes = ?, sha256 = NULL, complete = 0, verified = NULL
               WHERE id = ? AND bytes = ?`,
            )
            .run(received, artifactId, offset)
          if (changes === 0)
            throw new Error(`Artifact ${artifactId} is gone, or was written by another process`)
          return writeChunks(db, artifactId, offset, artifact.tail, bytes)
        })
        .immediate()
      artifact.received = received
      artifact.tail = tail
      artifact.hash.update(bytes)
      return received
    },

    async finish(artifactId, hostSha256) {
      const { hash, received } = await openArtifact(artifactId)
      const sha256 = hash.copy().digest('hex')
      const verified = hostSha256 === null ? null : hostSha256.toLowerCase() === sha256
      db.prepare('UPDATE artifacts SET sha256 = ?, complete = 1, verified = ? WHERE id = ?').run(
        ...[sha256, verified === null ? null : Number(verified), artifactId],
      )
      open.delete(artifactId)
      if (verified === false) throw hashMismatch(received, sha256, hostSha256 ?? '')
      return { bytes: received, sha256 }
    },

    async digest(artifactId) {
      return (await openArtifact(artifactId)).hash.copy().digest('hex')
    },
  }
}

async function readBack(db: Database, artifactId: number): Promise<OpenArtifact> {
  const row = db
    .prepare<[number], ArtifactRow>('SELECT id, bytes, complete FROM artifacts WHERE id = ?')
    .get(artifactId)
  if (!row) throw new Error(`There is no artifact ${artifactId}`)
  const hash = createHash('sha256')
  const pace = createPacer()
  let received = 0
  let tail: Uint8Array = new Uint8Array()
  while (received < row.bytes) {
    const chunk = readChunk(db, artifactId, received)
    if (!chunk) break
    hash.update(chunk.bytes)
    received += chunk.bytes.length
    tail = isTail(chunk.bytes.length) ? chunk.bytes : new Uint8Array()
    await pace()
  }
  return { received, hash, tail }
}

const hashMismatch = (bytes: number, here: string, onHost: string): SmokejumperError =>
  new SmokejumperError({
    code: 'capture.hash-mismatch',
    message: `The raw output that arrived (${bytes} bytes, SHA-256 ${here}) is not what the host has (${onHost}).`,
    remedy:
      'What arrived is kept and marked. Take the capture again; if it happens again, suspect the connection.',
    facts: { bytes, here, onHost },
  })

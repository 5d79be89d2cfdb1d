/** Holds what has arrived against the host's own hash of it. */
import { createHash } from 'node:crypto'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Bytes } from '../../../shared/units/units.ts'
import type { Library } from '../library/library.ts'
import type { Followed } from './follow-spool.ts'

/** Hashed at once: some milliseconds. */
const step = 1024 * 1024

/**
 * Finishes the artifact. Where the host has dropped a part of its own, the hash is of what it still has: its first lines
 * and its newest bytes; what had arrived before it was dropped is covered by the connection alone. Rejects with
 * capture.hash-mismatch.
 */
export const verifyArtifact = async (
  library: Pick<Library, 'finishArtifact' | 'readArtifact'>,
  captureId: string,
  artifactId: number,
  { status, received, skipped }: Pick<Followed, 'status' | 'received' | 'skipped'>,
): Promise<void> => {
  if (status.dropped === null) {
    await library.finishArtifact(artifactId, status.sha256)
    if (status.sha256 === null && status.artifactBytes !== received)
      throw incomplete(received, status.artifactBytes)
    return
  }
  if (received + skipped !== status.artifactBytes) throw incomplete(received, status.artifactBytes - skipped)
  const kept = createHash('sha256')
  const whole = createHash('sha256')
  const newest = received - (status.artifactBytes - status.dropped.to)
  for (let offset = 0; offset < received; ) {
    const { bytes } = await library.readArtifact(captureId, artifactId, offset, step)
    if (bytes.length === 0) throw incomplete(offset, received)
    whole.update(bytes)
    kept.update(bytes.subarray(0, Math.max(0, status.dropped.from - offset)))
    kept.update(bytes.subarray(Math.max(0, newest - offset, status.dropped.from - offset)))
    offset += bytes.length
  }
  const here = kept.digest('hex')
  const wholeHash = whole.digest('hex')
  if (status.sha256 === null || status.sha256 === here) {
    await library.finishArtifact(artifactId, status.sha256 === null ? null : wholeHash)
    return
  }
  throw new SmokejumperError({
    code: 'capture.hash-mismatch',
    message: `What arrived of the host's first and newest output (SHA-256 ${here}) is not what the host has (${status.sha256}).`,
    remedy:
      'What arrived is kept. Take the capture again; if it happens again, suspect the connection or the disk.',
    facts: { here, onHost: status.sha256 },
  })
}

const incomplete = (received: Bytes, written: Bytes) =>
  new SmokejumperError({
    code: 'capture.hash-mismatch',
    message: `${received} bytes arrived, but the host wrote ${written}.`,
    remedy: 'Collect the capture again; its spool is still on the host.',
    facts: { received, written },
  })

/**
 * Reads captures while they arrive, so that at their end nothing has to be read back. What is not read so (another
 * process began it, it was read once before, there are many at a time) is read from what is stored: see ingest.
 */
import type { Database } from 'better-sqlite3'
import type { Format, ProfileParser } from '../../../shared/formats/format.ts'

/** at a time; each may hold the columns of a long capture */
const MOST = 4

export interface LiveParsers {
  /** Bytes that were appended to an artifact. */
  push(artifactId: number, offset: number, bytes: Uint8Array): void
  /** The parser that was given the artifact's first `length` bytes and no more, to be finished; null: there is none. */
  take(artifactId: number, length: number): ProfileParser | null
}

export function createLiveParsers(
  db: Database,
  { formatById, formats }: { formatById: (id: string) => Format; formats: readonly Format[] },
): LiveParsers {
  const live = new Map<number, { readonly parser: ProfileParser; received: number }>()
  const parserOf = (artifactId: number): string | undefined =>
    db
      .prepare<[number], string>(
        `SELECT parser_id FROM captures JOIN artifacts ON capture = seq WHERE artifacts.id = ? AND NOT EXISTS
           (SELECT 1 FROM artifacts AS earlier WHERE earlier.capture = seq AND earlier.id < artifacts.id)`,
      )
      .pluck()
      .get(artifactId)

  const begin = (artifactId: number) => {
    const id = parserOf(artifactId)
    if (id === undefined || !formats.some((format) => format.id === id)) return undefined
    for (const oldest of live.keys()) if (live.size >= MOST) live.delete(oldest)
    const begun = { parser: formatById(id).createParser(), received: 0 }
    live.set(artifactId, begun)
    return begun
  }

  return {
    push(artifactId, offset, bytes) {
      const known = live.get(artifactId) ?? (offset === 0 ? begin(artifactId) : undefined)
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
      return known?.received === length ? known.parser : null
    },
  }
}

/** Files on their way out, read piece by piece: what is exported is never there as a whole. */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { ExportId } from '../../../shared/formats/export-heads.ts'
import type { Exporter, ExportOptions } from '../../../shared/formats/exporter.ts'
import { exporterById } from '../../../shared/formats/exports.ts'
import type { Profile } from '../../../shared/model/profile.ts'
import { createPacer } from '../workers/pacer.ts'
import { getCapture } from './capture-detail.ts'
import type { ProfileCache } from './profile-cache.ts'
import { findArtifact, readWhole } from './read-artifact.ts'

export interface ExportStart {
  readonly captureId: string
  readonly format: ExportId | 'raw'
  readonly options: Pick<ExportOptions, 'raw' | 'allEvents'>
}

export interface ExportStarted {
  readonly exportId: string
  /** of the capture; of the artifact for 'raw' */
  readonly name: string
  readonly mediaType: string
  /** of the file's name; '' for 'raw', whose name has it */
  readonly extension: string
  /** bytes in all, where that is known before */
  readonly total: number | null
}

export interface Exports {
  begin(start: ExportStart): ExportStarted
  read(exportId: string, signal: AbortSignal): Promise<{ bytes: Uint8Array; done: boolean }>
  end(exportId: string): null
}

const PIECE = 1024 * 1024
/** Somebody who is gone does not end what they began. */
const MOST_OPEN = 16

/** The chunks of an exporter, compressed where that is the format's custom. */
export const exportChunks = (
  exporter: Exporter,
  profile: Profile,
  options: ExportOptions,
): AsyncIterable<Uint8Array> => {
  const chunks = exporter.write(profile, options)
  return exporter.gzip ? Readable.from(chunks).pipe(createGzip()) : Readable.from(chunks)
}

export function createExports(db: Database, profiles: ProfileCache): Exports {
  const open = new Map<string, AsyncIterator<Uint8Array>>()

  const keep = (chunks: AsyncIterable<Uint8Array>): string => {
    const exportId = randomUUID()
    open.set(exportId, chunks[Symbol.asyncIterator]())
    for (const oldest of open.keys()) {
      if (open.size <= MOST_OPEN) break
      end(oldest)
    }
    return exportId
  }
  const end = (exportId: string): null => {
    const chunks = open.get(exportId)
    open.delete(exportId)
    void chunks?.return?.()
    return null
  }

  return {
    begin({ captureId, format, options }) {
      if (format === 'raw') {
        const artifact = findArtifact(db, captureId)
        const { name, mediaType, bytes } = artifact
        const exportId = keep(Readable.from(readWhole(db, artifact)))
        return { exportId, name, mediaType, extension: '', total: bytes }
      }
      const exporter = exporterById(format)
      const { name, startedAt, markers = [] } = getCapture(db, captureId)
      const marks = markers.flatMap(({ time, text }) =>
        time === null ? [] : [{ time, text: text || 'Marker' }],
      )
      const { profile } = profiles.get(captureId)
      const exportId = keep(exportChunks(exporter, profile, { name, startedAt, marks, ...options }))
      return { exportId, name, mediaType: exporter.mediaType, extension: exporter.extension, total: null }
    },

    async read(exportId, signal) {
      const chunks = open.get(exportId)
      if (!chunks) throw unknown(exportId)
      const pace = createPacer(signal)
      const parts: Uint8Array[] = []
      let length = 0
      try {
        while (length < PIECE) {
          const { value, done } = await chunks.next()
          if (done) {
            open.delete(exportId)
            return { bytes: join(parts, length), done: true }
          }
          parts.push(value)
          length += value.length
          await pace()
        }
      } catch (error) {
        end(exportId)
        throw error
      }
      return { bytes: join(parts, length), done: false }
    },

    end,
  }
}

const join = (parts: readonly Uint8Array[], length: number): Uint8Array => {
  const joined = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

const unknown = (exportId: string): SmokejumperError =>
  new SmokejumperError({
    code: 'export.unknown',
    message: 'This export is over: it was read to its end, or ended.',
    remedy: 'Export again.',
    facts: { export: exportId },
  })

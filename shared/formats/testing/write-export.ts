/** A file that an exporter writes, as a whole: only for tests. */
import type { Profile } from '../../model/profile.ts'
import type { ExportId } from '../export-heads.ts'
import type { ExportOptions } from '../exporter.ts'
import { exporterById } from '../exports.ts'

export const writeExport = (id: ExportId, profile: Profile, options: ExportOptions = {}): Uint8Array => {
  const chunks = [...exporterById(id).write(profile, options)]
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}

export const writeText = (id: ExportId, profile: Profile, options?: ExportOptions): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(writeExport(id, profile, options))

/** The imports that are going on, by the id of their capture. */
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import {
  beginImport,
  type ImportContext,
  type ImportDone,
  type ImportSession,
  type ImportStart,
} from './import-session.ts'

export interface Imports {
  begin(start: ImportStart): Promise<null>
  /** The bytes that are safe here. Rejects with import.unknown, or as ImportSession does. */
  append(id: string, offset: number, bytes: Uint8Array): Promise<number>
  finish(id: string, signal: AbortSignal): Promise<ImportDone>
  /** Nothing of it is left. No error when it is over already. */
  cancel(id: string): null
}

export function createImports(context: ImportContext): Imports {
  const sessions = new Map<string, ImportSession>()
  const find = (id: string): ImportSession => {
    const session = sessions.get(id)
    if (session) return session
    throw new SmokejumperError({
      code: 'import.unknown',
      message: 'This import is over: it was cancelled, refused, or left alone for too long.',
      remedy: 'Import the file again.',
      facts: { import: id },
    })
  }
  return {
    async begin(start) {
      sessions.set(start.id, await beginImport(context, start))
      return null
    },
    async append(id, offset, bytes) {
      try {
        return await find(id).append(offset, bytes)
      } catch (error) {
        sessions.delete(id)
        throw error
      }
    },
    async finish(id, signal) {
      const session = find(id)
      sessions.delete(id)
      return session.finish(signal)
    },
    cancel(id) {
      const session = sessions.get(id)
      sessions.delete(id)
      session?.erase()
      return null
    },
  }
}

/** Whether the library's file is whole, found out before anything is written into it. */
import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type CheckExtent, extentFor } from './check-extent.ts'
import { refuseForeignFile } from './database.ts'
import { libraryDamaged } from './library-errors.ts'

/** What makes a library large: raw output and columns. */
export const bulkTables = ['artifact_chunks', 'stream_chunks', 'profile_columns']
const MAX_PROBLEMS = 20

/**
 * The problems in SQLite's words; none for a library that is whole, new or not there. Throws library.* for a file that
 * cannot be read for another reason than damage (as SqliteError, classified by the caller).
 */
export function checkLibrary(path: string, extent: CheckExtent): string[] {
  if (sizeOf(path) === 0) return []
  try {
    using checked = openToCheck(path)
    const { db } = checked
    if (extent === 'whole') return quickCheck(db, String(MAX_PROBLEMS))
    const tables = db
      .prepare<[], string>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY rootpage",
      )
      .pluck()
      .all()
    return tables
      .filter((table) => !bulkTables.includes(table))
      .flatMap((table) => quickCheck(db, `"${table.replaceAll('"', '""')}"`))
      .slice(0, MAX_PROBLEMS)
  } catch (error) {
    if (isDamage(error)) return [error.message]
    throw error
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** It reads only: a damaged file must not be checkpointed into. */
export function openToCheck(path: string): Disposable & { readonly db: Database.Database } {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 })
  return { db, [Symbol.dispose]: () => void db.close() }
}

const quickCheck = (db: Database.Database, what: string): string[] =>
  db
    .prepare<[], string>(`PRAGMA quick_check(${what})`)
    .pluck()
    .all()
    .flatMap((answer) => answer.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== 'ok' && line !== '' && !line.startsWith('*** in database'))

export const isDamage = (error: unknown): error is Error =>
  error instanceof Database.SqliteError &&
  (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB')

/** Throws library.corrupt; library.newer and library.foreign before SQLite looks at the file. */
export function refuseDamaged(path: string): void {
  refuseForeignFile(path)
  const problems = checkLibrary(path, extentFor(sizeOf(path)))
  if (problems.length > 0) throw libraryDamaged(path, problems)
}

/** Whether the library's file is whole, found out before anything is written into it. */
import { statSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * whole: every page is read, https://sqlite.org/pragma.html#pragma_quick_check, so it takes as long as the disk takes
 * to read the file. rows: all but the tables that hold bulk, which takes no longer for a library of many gigabytes.
 */
export type CheckExtent = 'whole' | 'rows'

/** What makes a library large: raw output and columns. */
const bulkTables = ['artifact_chunks', 'stream_chunks', 'profile_columns']
const MAX_PROBLEMS = 20

/**
 * The problems in SQLite's words; none for a library that is whole, new or not there. Throws library.* for a file that
 * cannot be read for another reason than damage (as SqliteError, classified by the caller).
 */
export function checkLibrary(path: string, extent: CheckExtent): string[] {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return []
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

/** It reads only: a damaged file must not be checkpointed into. */
function openToCheck(path: string): Disposable & { readonly db: Database.Database } {
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

/** When there is no space for what is to be written: how much it needs, and how much is free. */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'

/** That this person may use, on the disk of the file. */
export const freeBytesBeside = (path: string): number => {
  const { bavail, bsize } = statfsSync(dirname(path))
  return bavail * bsize
}

export const isDiskFull = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code === 'SQLITE_FULL'

/** Runs what writes so many bytes. Throws library.disk-full with them and with what is free. */
export function withSpaceFor<T>(db: Database.Database, needed: number, what: string, write: () => T): T {
  try {
    return write()
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause
    const free = freeBytesBeside(db.name)
    throw new SmokejumperError({
      code: 'library.disk-full',
      message: `The disk is full: ${what} needs about ${needed} bytes, and ${free} are free. What was in the library is as it was.`,
      remedy: 'Free space on the disk that holds the library, then try again.',
      facts: { needed, free, path: db.name },
      cause,
    })
  }
}

/**
 * Folds the write-ahead log into the file, as far as a full disk lets it. What stays in the log is as safe there, and
 * is folded in when the library is next opened.
 */
export function foldLog(db: Database.Database): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
}

/** Gives the disk back what was deleted; the rest is given back when the library is next opened. */
export function giveBack(db: Database.Database): void {
  foldLog(db)
  try {
    db.pragma('incremental_vacuum')
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
  foldLog(db)
}

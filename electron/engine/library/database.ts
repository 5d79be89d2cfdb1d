/** Opens the library's SQLite file: one connection that writes, others that only read. */
import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { libraryDamaged } from './library-errors.ts'
import { APPLICATION_ID, migrate, refuseNewer } from './migrate.ts'
import { classifyFileError, classifySqliteError } from './sqlite-errors.ts'
import { readStoredVersion, wasLibrary } from './stored-version.ts'

/** ms that SQLite waits for another process before it says busy. */
const BUSY_TIMEOUT = 5000

/**
 * The only connection that writes. Makes the file (mode 0600) and its folder (0700) when they are missing, and brings
 * the schema up to date. Throws library.newer, .corrupt, .read-only, .disk-full or .locked; a file that it refuses
 * stays as it was.
 */
export function openForWriting(path: string): Database.Database {
  try {
    makeFile(path)
    refuseForeignFile(path)
  } catch (error) {
    throw classifyFileError(error, path)
  }
  return opened(path, () => {
    const db = new Database(path, { timeout: BUSY_TIMEOUT })
    return configured(db, () => {
      // counts only while the file is empty; lets what is deleted be given back to the disk
      db.pragma('auto_vacuum = INCREMENTAL')
      migrate(db, path)
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = NORMAL')
      db.pragma('foreign_keys = ON')
    })
  })
}

/** For queries. The file must be there: the writer is opened first. */
export function openForReading(path: string): Database.Database {
  return opened(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT })
    return configured(db, () => {
      db.pragma('query_only = ON')
    })
  })
}

function opened(path: string, open: () => Database.Database): Database.Database {
  try {
    return open()
  } catch (error) {
    throw classifySqliteError(error, path)
  }
}

function configured(db: Database.Database, configure: () => void): Database.Database {
  try {
    configure()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}

/** Before SQLite touches it: what is not ours, or newer than we are, is not even opened. Throws library.*. */
export function refuseForeignFile(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || (stat.isFile() && stat.size === 0)) return
  const stored = stat.isFile() ? readStoredVersion(path) : null
  if (stored === null && stat.isFile() && wasLibrary(path, stat.size))
    throw libraryDamaged(path, ['Its first page is damaged.'])
  if (stored === null)
    throw new SmokejumperError({
      code: 'library.foreign',
      message: `${path} is not an SQLite file${stat.isFile() ? '' : ' but a folder or device'}. It was left as it is.`,
      remedy: 'Choose another library with --library PATH, or restore this one from a backup.',
      facts: { path },
    })
  if (stored.applicationId === APPLICATION_ID) refuseNewer(stored.version, path)
}

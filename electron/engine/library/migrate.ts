/** Brings a library's schema up to this version's. `user_version` counts the migrations that were done. */
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { initial } from './migrations/001-initial.ts'
import { counters } from './migrations/002-counters.ts'
import { hostAccess } from './migrations/003-host-access.ts'
import { listedCaptures } from './migrations/004-listed-captures.ts'
import { captureBudgets } from './migrations/005-capture-budgets.ts'
import { markers } from './migrations/006-markers.ts'
import { captureGroups } from './migrations/007-capture-groups.ts'
import { hostElevation } from './migrations/008-host-elevation.ts'

/** In order, append only. SQL, or a function for what SQL cannot do. */
export type Migration = string | ((db: Database) => void)
export const migrations: readonly Migration[] = [
  initial,
  counters,
  hostAccess,
  listedCaptures,
  captureBudgets,
  markers,
  captureGroups,
  hostElevation,
]

/** 'Smok': marks the file as ours, https://sqlite.org/pragma.html#pragma_application_id */
export const APPLICATION_ID = 0x536d6f6b

/**
 * All in one transaction, so a library is never between two versions. Throws library.newer for a file of a newer
 * version, library.corrupt for a database that is not a library.
 */
export function migrate(db: Database, path: string, steps: readonly Migration[] = migrations): void {
  refuseOthers(db, path, steps.length)
  if (readVersion(db) === steps.length) return
  // a table that is made anew must not take with it what refers to it; it is checked before it counts
  db.pragma('foreign_keys = OFF')
  db.transaction(() => {
    // again, now that nobody else can write: another process may have migrated in between
    refuseOthers(db, path, steps.length)
    for (const step of steps.slice(readVersion(db))) {
      if (typeof step === 'string') db.exec(step)
      else step(db)
    }
    const dangling = db.pragma('foreign_key_check')
    if (Array.isArray(dangling) && dangling.length > 0)
      throw new Error(`A migration left ${dangling.length} rows that refer to nothing`)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${steps.length}`)
  }).immediate()
}

function refuseOthers(db: Database, path: string, known: number): void {
  const applicationId = db.pragma('application_id', { simple: true })
  const tables = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0
  if (tables > 0 && applicationId !== APPLICATION_ID) throw notALibrary(path)
  refuseNewer(readVersion(db), path, known)
}

/** Throws library.newer. */
export function refuseNewer(version: number, path: string, known = migrations.length): void {
  if (version <= known) return
  throw new SmokejumperError({
    code: 'library.newer',
    message: `The library ${path} was written by a newer Smokejumper: it is of version ${version}, and this Smokejumper knows versions up to ${known}. It was left as it is.`,
    remedy:
      'Update this Smokejumper, or open the library with the one that wrote it. Another library can be opened with --library PATH.',
    facts: { path, version, known },
  })
}

export const notALibrary = (path: string): SmokejumperError =>
  new SmokejumperError({
    code: 'library.foreign',
    message: `${path} is an SQLite database, but not a Smokejumper library. It was left as it is.`,
    remedy: 'Choose another file with --library PATH.',
    facts: { path },
  })

const readVersion = (db: Database): number => Number(db.pragma('user_version', { simple: true }))

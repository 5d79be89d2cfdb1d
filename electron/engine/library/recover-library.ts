/** A new library out of what can be read of a damaged one, which stays as it is. */
import { closeSync, copyFileSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { RecoveryReport } from '../../../shared/contract/library-status.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { captureStateSchema } from '../../../shared/model/capture.ts'
import { isDamage } from './check-library.ts'
import { copyDamagedTables } from './copy-damaged-tables.ts'
import { moveDamagedAside } from './damaged-copy.ts'
import { lendSchema } from './lend-schema.ts'
import { migrate, migrations } from './migrate.ts'
import { isUnreadable } from './read-damaged-rows.ts'
import { settleRecovered } from './settle-recovered.ts'
import { readStoredVersion } from './stored-version.ts'

export interface RecoverOptions {
  /** of the damaged library; null where there was no space for one */
  readonly copy: string | null
  readonly report: (progress: { step: string }) => Promise<void>
}

/**
 * The library at `path` is then the new one. Rejects with library.disk-full or library.corrupt (nothing can be read);
 * the library is then as it was.
 */
export async function recoverLibrary(
  path: string,
  { copy, report }: RecoverOptions,
): Promise<RecoveryReport> {
  const fresh = `${path}.recovering`
  removeDatabase(fresh)
  try {
    const found = await buildFrom(copy ?? path, fresh, report)
    const damaged = installInstead(path, fresh, copy)
    return { damaged, ...found }
  } catch (error) {
    removeDatabase(fresh)
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_FULL') throw noSpace(path, error)
    throw error
  }
}

/** Makes room for an empty library. Where the damaged one is kept. */
export function beginAnew(path: string, copy: string | null): string {
  if (copy === null) return moveDamagedAside(path)
  removeDatabase(path)
  return copy
}

/** The new one in the place of the old one. Where the old one is kept. */
function installInstead(path: string, fresh: string, copy: string | null): string {
  const damaged = copy ?? moveDamagedAside(path)
  // its log must never be taken for that of another file
  for (const suffix of logSuffixes) rmSync(path + suffix, { force: true })
  renameSync(fresh, path)
  return damaged
}

async function buildFrom(
  source: string,
  path: string,
  report: RecoverOptions['report'],
): Promise<Omit<RecoveryReport, 'damaged'>> {
  const { db: damaged, version, remove } = openDamaged(source, `${path}.schema`)
  try {
    closeSync(openSync(path, 'wx', 0o600))
    const fresh = new Database(path)
    try {
      fresh.pragma('auto_vacuum = INCREMENTAL')
      fresh.pragma('journal_mode = OFF')
      fresh.pragma('synchronous = OFF')
      // to where the damaged one is, then on from there with what is in it
      migrate(fresh, path, migrations.slice(0, version))
      fresh.pragma('foreign_keys = OFF')
      const lost = await copyDamagedTables({
        damaged,
        fresh,
        pace: ({ table, rows }) => report({ step: `Reading ${table}: ${rows.toLocaleString('en')} rows` }),
      })
      migrate(fresh, path)
      fresh.pragma('foreign_keys = ON')
      const settled = await settleRecovered(fresh, ({ captures, total }) =>
        report({ step: `Checking capture ${captures} of ${total}` }),
      )
      fresh.pragma('synchronous = FULL')
      fresh.pragma('journal_mode = WAL')
      return { ...settled, lostRows: [...lost].map(([table, rows]) => ({ table, rows })) }
    } finally {
      fresh.close()
    }
  } finally {
    damaged.close()
    remove()
  }
}

interface Opened {
  readonly db: Database.Database
  readonly version: number
  /** what was made to open it */
  readonly remove: () => void
}

/**
 * As it is; or where its own schema cannot be read, a scratch copy of it with the schema of a new library, whose
 * tables begin on the same pages. Throws library.corrupt.
 */
function openDamaged(source: string, scratch: string): Opened {
  const stored = readStoredVersion(source)
  const version =
    stored === null || stored.version < 1 || stored.version > migrations.length
      ? migrations.length
      : stored.version
  const asItIs = tryToOpen(source, hasCaptures)
  if (asItIs !== null) return { db: asItIs, version, remove: () => removeTraces(source) }
  removeDatabase(scratch)
  const remove = () => {
    removeDatabase(scratch)
    removeTraces(source)
  }
  try {
    copyFileSync(source, scratch)
    lendSchema(scratch, version)
    const lent = tryToOpen(scratch, hasSensibleCaptures)
    if (lent !== null) return { db: lent, version, remove }
  } catch (error) {
    remove()
    throw error
  }
  remove()
  throw new SmokejumperError({
    code: 'library.corrupt',
    message: `Nothing can be read out of ${source}: the pages that say where its tables are, are damaged.`,
    remedy: 'Restore the library from a backup, or begin with an empty one. The damaged file is kept.',
    facts: { path: source },
  })
}

function tryToOpen(path: string, isUsable: (db: Database.Database) => boolean): Database.Database | null {
  let db: Database.Database | null = null
  try {
    db = new Database(path, { readonly: true, fileMustExist: true })
    if (isUsable(db)) return db
  } catch (error) {
    if (!isDamage(error) && !isUnreadable(error)) throw error
  }
  db?.close()
  return null
}

const hasCaptures = (db: Database.Database): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'captures'").get() !== undefined

/** That the tables are where the lent schema says. */
const hasSensibleCaptures = (db: Database.Database): boolean => {
  const row = db.prepare<[], { id: unknown; state: unknown }>('SELECT id, state FROM captures LIMIT 1').get()
  return typeof row?.id === 'string' && captureStateSchema.safeParse(row.state).success
}

/** What opening it for reading has made beside it. */
function removeTraces(source: string): void {
  rmSync(`${source}-shm`, { force: true })
  if (statSync(`${source}-wal`, { throwIfNoEntry: false })?.size === 0) rmSync(`${source}-wal`)
}

const logSuffixes = ['-wal', '-shm', '-journal']

function removeDatabase(path: string): void {
  for (const suffix of [...logSuffixes, '']) rmSync(path + suffix, { force: true })
}

function noSpace(path: string, cause: unknown): SmokejumperError {
  const { bavail, bsize } = statfsSync(dirname(path))
  const needed = statSync(path).size
  const free = bavail * bsize
  return new SmokejumperError({
    code: 'library.disk-full',
    message: `There is no space for the recovered library: it needs up to ${needed} bytes, and ${free} are free. The damaged one is as it was.`,
    remedy: 'Free space on the disk that holds the library, then recover it again.',
    facts: { path, needed, free },
    cause,
  })
}

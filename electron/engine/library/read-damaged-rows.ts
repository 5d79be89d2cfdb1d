/** Rows of a table in a damaged database: all that can be read, around the pages that cannot. */
import Database from 'better-sqlite3'

export type Row = Readonly<Record<string, unknown>>

export interface DamagedTable {
  readonly db: Database.Database
  readonly table: string
  readonly columns: readonly string[]
}

/** Called with the number of rows that may have been in a gap; an estimate. */
export type OnLost = (rows: number) => void

/** So many row numbers are tried one by one behind a page that cannot be read; then the steps double. */
const ONE_BY_ONE = 4096
const LAST_ROW = 2 ** 53
const ROW = '#row'

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * By their row numbers, in order. A row of which only the content is gone is left out; behind a page that is gone it
 * goes on at the first row number that can be found again.
 */
export function* readDamagedRows({ db, table, columns }: DamagedTable, onLost: OnLost): Generator<Row> {
  const rows = db.prepare<[number], Row>(
    `SELECT rowid AS ${quote(ROW)}, ${columns.map(quote).join(', ')} FROM ${quote(table)}
     WHERE rowid >= ? ORDER BY rowid`,
  )
  let next = 0
  for (;;) {
    try {
      for (const { [ROW]: at, ...row } of rows.iterate(next)) {
        next = Number(at) + 1
        yield row
      }
      return
    } catch (error) {
      if (!isUnreadable(error)) throw error
      const found = seekRow(db, table, next)
      if (found === 'end') return
      const resumed = found === 'unreadable' ? findReadable(db, table, next) : found + 1
      // nobody knows how many there were at the end
      onLost(resumed === null ? 1 : resumed - next)
      if (resumed === null) return
      next = resumed
    }
  }
}

/** Rows of a table without row numbers, by the first column of its key. */
export function* readDamagedRowsOf(
  { db, table, columns }: DamagedTable,
  key: { readonly column: string; readonly values: Iterable<number> },
  onLost: OnLost,
): Generator<Row> {
  const rows = db.prepare<[number], Row>(
    `SELECT ${columns.map(quote).join(', ')} FROM ${quote(table)} WHERE ${quote(key.column)} = ?`,
  )
  for (const value of key.values) {
    try {
      yield* rows.iterate(value)
    } catch (error) {
      if (!isUnreadable(error)) throw error
      onLost(1)
    }
  }
}

/** Whatever SQLite says about content that makes no sense; not what the disk or the file system says. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  !/^SQLITE_(IOERR|FULL|BUSY|NOMEM|READONLY|CANTOPEN)/.test(error.code)

/** The first row number from `from` on. */
export function seekRow(db: Database.Database, table: string, from: number): number | 'end' | 'unreadable' {
  try {
    const found = db
      .prepare<[number], number>(`SELECT rowid FROM ${quote(table)} WHERE rowid >= ? ORDER BY rowid LIMIT 1`)
      .pluck()
      .get(from)
    return found ?? 'end'
  } catch (error) {
    if (isUnreadable(error)) return 'unreadable'
    throw error
  }
}

/** Null: none until the end. */
function findReadable(db: Database.Database, table: string, from: number): number | null {
  let step = 1
  let unreadable = from
  for (let at = from + 1; at < LAST_ROW; at += step) {
    const found = seekRow(db, table, at)
    if (found === 'end') return step === 1 ? null : narrow(db, table, unreadable, at)
    if (found !== 'unreadable') return step === 1 ? found : narrow(db, table, unreadable, at)
    unreadable = at
    if (at - from >= ONE_BY_ONE) step *= 2
  }
  return null
}

/** Between a row number that cannot be looked for and one that can: the first that can. */
function narrow(db: Database.Database, table: string, unreadable: number, readable: number): number | null {
  let low = unreadable
  let high = readable
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    if (seekRow(db, table, middle) === 'unreadable') low = middle
    else high = middle
  }
  const found = seekRow(db, table, high)
  return typeof found === 'number' ? found : null
}

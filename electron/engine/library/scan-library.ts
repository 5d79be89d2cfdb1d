/**
 * The same for a library that is too large for one long look: its rows by quick_check, its bulk by reading it, a stretch
 * at a time, so that it can say how far it is, be left, and does not hold up the write-ahead log.
 */
import type { Database } from 'better-sqlite3'
import { bulkTables, checkLibrary, isDamage, openToCheck } from './check-library.ts'
import { quote, seekRow } from './read-damaged-rows.ts'

export interface ScanOptions {
  /** bytes of bulk that are read */
  readonly report: (progress: { bytes: number }) => Promise<void>
}

const STRETCH = 32
const MAX_PROBLEMS = 20

/** The problems, as checkLibrary tells them. Rejects when `report` does. */
export async function scanLibrary(path: string, { report }: ScanOptions): Promise<string[]> {
  const problems = checkLibrary(path, 'rows')
  if (problems.length > 0) return problems
  using checked = openToCheck(path)
  let bytes = 0
  for (const table of bulkTables) {
    for (const found of readBulk(checked.db, table)) {
      if (typeof found === 'string') problems.push(found)
      else bytes += found
      await report({ bytes })
      if (problems.length >= MAX_PROBLEMS) return problems
    }
  }
  return problems
}

/** Bytes that were read, and problems. */
function* readBulk(db: Database, table: string): Generator<number | string> {
  const stretch = db.prepare<[number], { id: number; bytes: number }>(
    // by way of hex() of the last byte: all of the value has to be read for it
    `SELECT id, length(data) AS bytes, hex(substr(data, -1)) FROM ${quote(table)} WHERE id > ? ORDER BY id LIMIT ${STRETCH}`,
  )
  let after = 0
  for (;;) {
    try {
      const rows = stretch.all(after)
      const last = rows.at(-1)
      if (!last) break
      yield rows.reduce((sum, row) => sum + row.bytes, 0)
      after = last.id
    } catch (error) {
      if (!isDamage(error)) throw error
      yield `${table}, behind row ${after}: ${error.message}`
      const next = seekRow(db, table, after + STRETCH)
      if (typeof next !== 'number') return
      after = next - 1
    }
  }
  try {
    db.prepare(
      `SELECT count(*) FROM ${quote(table)} INDEXED BY ${quote(`sqlite_autoindex_${table}_1`)}`,
    ).get()
  } catch (error) {
    if (!isDamage(error)) throw error
    yield `the index of ${table}: ${error.message}`
  }
}

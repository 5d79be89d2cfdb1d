/** From a damaged library into a new one, table by table and row by row. */
import type Database from 'better-sqlite3'
import {
  type DamagedTable,
  isUnreadable,
  quote,
  type Row,
  readDamagedRows,
  readDamagedRowsOf,
} from './read-damaged-rows.ts'

export interface CopyTables {
  readonly damaged: Database.Database
  /** with the same schema, and empty; foreign keys off */
  readonly fresh: Database.Database
  /** awaited after each stretch of rows */
  readonly pace: (progress: { table: string; rows: number }) => Promise<void>
}

const STRETCH = 200

/** The rows that could not be read or do not fit, by table, where there are any. */
export async function copyDamagedTables(copy: CopyTables): Promise<Map<string, number>> {
  const { damaged, fresh } = copy
  const lost = new Map<string, number>()
  // counters kept by triggers are copied as they are
  const triggers = fresh
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all()
  for (const { name } of triggers) fresh.exec(`DROP TRIGGER ${quote(name)}`)
  for (const table of ownTables(fresh)) {
    const missed = await copyTable(copy, table)
    if (missed > 0) lost.set(table.name, missed)
  }
  copySequences(damaged, fresh)
  for (const { sql } of triggers) fresh.exec(sql)
  return lost
}

interface OwnTable {
  readonly name: string
  /** it has no row numbers */
  readonly keyed: boolean
}

/** Without the search index, which is made anew. Parents come before what refers to them. */
const ownTables = (db: Database.Database): OwnTable[] =>
  db
    .prepare<[], { name: string; wr: number }>(
      `SELECT list.name, wr FROM pragma_table_list AS list JOIN sqlite_schema USING (name)
       WHERE list.schema = 'main' AND list.type = 'table' AND list.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       ORDER BY sqlite_schema.rowid`,
    )
    .all()
    .map(({ name, wr }) => ({ name, keyed: wr === 1 }))

async function copyTable({ damaged, fresh, pace }: CopyTables, { name, keyed }: OwnTable): Promise<number> {
  let lost = 0
  const onLost = (rows: number) => {
    lost += rows
  }
  const columns = sharedColumns(damaged, fresh, name)
  // the table itself is not known any more
  if (columns.length === 0) return 1
  const insert = fresh.prepare(
    `INSERT INTO ${quote(name)} (${columns.map(quote).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const store = fresh.transaction((rows: readonly Row[]) => {
    for (const row of rows) {
      try {
        insert.run(...columns.map((column) => row[column]))
      } catch (error) {
        // read, but it makes no sense: a wrong type, the same key twice
        if (!isUnreadable(error)) throw error
        onLost(1)
      }
    }
  })
  let rows = 0
  let stretch: Row[] = []
  const source: DamagedTable = { db: damaged, table: name, columns }
  for (const row of keyed ? keyedRows(source, fresh, onLost) : readDamagedRows(source, onLost)) {
    rows++
    stretch.push(row)
    if (stretch.length < STRETCH) continue
    store.immediate(stretch)
    stretch = []
    await pace({ table: name, rows })
  }
  store.immediate(stretch)
  await pace({ table: name, rows })
  return lost
}

/** Tables without row numbers belong to a capture or a profile, by the first column of their key. */
function keyedRows(
  source: DamagedTable,
  fresh: Database.Database,
  onLost: (rows: number) => void,
): Generator<Row> {
  const { parent, column, parentColumn } = fresh
    .prepare<[string], { parent: string; column: string; parentColumn: string }>(
      `SELECT "table" AS parent, "from" AS "column", "to" AS parentColumn FROM pragma_foreign_key_list(?)`,
    )
    .get(source.table)!
  const values = fresh
    .prepare<[], number>(`SELECT ${quote(parentColumn)} FROM ${quote(parent)}`)
    .pluck()
    .all()
  return readDamagedRowsOf(source, { column, values }, onLost)
}

const columnsOf = (db: Database.Database, table: string): string[] =>
  db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)

function sharedColumns(damaged: Database.Database, fresh: Database.Database, table: string): string[] {
  try {
    const there = new Set(columnsOf(damaged, table))
    return columnsOf(fresh, table).filter((column) => there.has(column))
  } catch (error) {
    if (isUnreadable(error)) return []
    throw error
  }
}

/** So that no number is given twice. */
function copySequences(damaged: Database.Database, fresh: Database.Database): void {
  try {
    const rows = damaged
      .prepare<[], { name: string; seq: number }>('SELECT name, seq FROM sqlite_sequence')
      .all()
    for (const { name, seq } of rows) {
      const { changes } = fresh
        .prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?')
        .run(seq, name)
      if (changes === 0 && ownTables(fresh).some((table) => table.name === name))
        fresh.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, seq)
    }
  } catch (error) {
    // the numbers of the rows that were read stand already
    if (!isUnreadable(error)) throw error
  }
}

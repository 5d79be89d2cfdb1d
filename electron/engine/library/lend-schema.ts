/**
 * The schema of a new library for a file whose own cannot be read: with auto_vacuum the tables of a library begin on
 * the same pages as those of any other, https://sqlite.org/fileformat.html#pointer_map_or_ptrmap_pages. For reading only.
 */
import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type Migration, migrate, migrations } from './migrate.ts'

/** https://sqlite.org/fileformat.html#the_database_header: 0 lets SQLite take the file's own size */
const SIZE_IN_PAGES_AT = 28
/** https://sqlite.org/fileformat.html#b_tree_pages: the first page has its b-tree behind the header of the file */
const TREE_AT = 100
const INTERIOR_TABLE = 0x05
const CELL_COUNT_AT = TREE_AT + 3
const RIGHT_CHILD_AT = TREE_AT + 8
const CELLS_AT = TREE_AT + 12

/** Overwrites the first page; the schema's other pages are put behind the last one, where nothing else was. */
export function lendSchema(path: string, version: number): void {
  const { first, pages } = makeSchema(`${path}.model`, migrations.slice(0, version))
  const file = openSync(path, 'r+')
  try {
    const pageBytes = first.length
    const end = Math.ceil(fstatSync(file).size / pageBytes)
    for (const [index, { pointer, page }] of pages.entries()) {
      first.writeUInt32BE(end + index + 1, pointer)
      writeSync(file, page, 0, pageBytes, (end + index) * pageBytes)
    }
    first.writeUInt32BE(0, SIZE_IN_PAGES_AT)
    writeSync(file, first, 0, pageBytes, 0)
  } finally {
    closeSync(file)
  }
}

interface Schema {
  readonly first: Buffer
  /** the leaves, and where the first page points to each of them */
  readonly pages: readonly { readonly pointer: number; readonly page: Buffer }[]
}

function makeSchema(path: string, steps: readonly Migration[]): Schema {
  rmSync(path, { force: true })
  try {
    const db = new Database(path)
    db.pragma('auto_vacuum = INCREMENTAL')
    // it is thrown away
    db.pragma('synchronous = OFF')
    migrate(db, path, steps)
    const pageBytes = Number(db.pragma('page_size', { simple: true }))
    db.close()
    const file = openSync(path, 'r')
    try {
      const read = (number: number): Buffer => {
        const page = Buffer.alloc(pageBytes)
        readSync(file, page, 0, pageBytes, (number - 1) * pageBytes)
        return page
      }
      const first = read(1)
      if (first[TREE_AT] !== INTERIOR_TABLE) return { first, pages: [] }
      const cells = Array.from({ length: first.readUInt16BE(CELL_COUNT_AT) }, (_, i) =>
        first.readUInt16BE(CELLS_AT + 2 * i),
      )
      const pages = [...cells, RIGHT_CHILD_AT].map((pointer) => ({
        pointer,
        page: read(first.readUInt32BE(pointer)),
      }))
      return { first, pages }
    } finally {
      closeSync(file)
    }
  } finally {
    rmSync(path, { force: true })
  }
}

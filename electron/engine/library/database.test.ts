import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { openForReading, openForWriting } from './database.ts'
import { makeFolder, newCapture, openTestLibrary, receive } from './library-fixture.ts'
import { APPLICATION_ID, migrate, migrations } from './migrate.ts'
import { classifyFileError, classifySqliteError } from './sqlite-errors.ts'

const rejectionOf = (path: string): SmokejumperError => {
  let error: unknown
  try {
    openForWriting(path).close()
  } catch (thrown) {
    error = thrown
  }
  if (!(error instanceof SmokejumperError)) throw new Error(`Not an expected error: ${error}`)
  expect(error.remedy).not.toBe('')
  expect(error.facts).toMatchObject({ path })
  return error
}

/** All that lies there, its bytes and times. */
const describeFolder = (path: string) =>
  readdirSync(dirname(path)).map((name) => {
    const file = join(dirname(path), name)
    return [name, statSync(file).mtimeMs, readFileSync(file).toString('base64')]
  })

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('opening a library', () => {
  it('makes its file and folder for their owner only', async () => {
    const folder = join(makeFolder(), 'made', 'here')
    const library = await openTestLibrary(join(folder, 'library.db'))
    expect(modeOf(folder)).toBe('700')
    expect(modeOf(library.path)).toBe('600')
    expect(modeOf(`${library.path}-wal`)).toBe('600')
    expect(await library.sizeBytes()).toBeGreaterThan(0)
  })

  it('folds the write-ahead log into the file when it is closed', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture())
    await library.close()
    expect(existsSync(`${library.path}-wal`)).toBe(false)
  })

  it('has write-ahead log, foreign keys and strict tables', async () => {
    const db = openForWriting(join(makeFolder(), 'library.db'))
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(db.pragma('synchronous', { simple: true })).toBe(1)
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
    const lax = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND schema = 'main' ORDER BY name",
      )
      .pluck()
      .all()
    expect(lax).toEqual(['sqlite_schema', 'sqlite_sequence'])
    expect(() => openForReading(db.name).exec("INSERT INTO marks VALUES ('x')")).toThrow('readonly')
    db.close()
  })
})

describe('a file that cannot be opened as a library', () => {
  it('is no SQLite file: it says so and leaves it as it is', async () => {
    const path = join(makeFolder(), 'notes.txt')
    writeFileSync(path, 'Buy milk. This is no database at all.')
    const error = rejectionOf(path)
    expect(error.code).toBe('library.foreign')
    expect(error.message).toBe(`${path} is not an SQLite file. It was left as it is.`)
    expect(readFileSync(path, 'utf8')).toBe('Buy milk. This is no database at all.')
    expect(existsSync(`${path}-wal`)).toBe(false)
  })

  it('is shorter than a header', async () => {
    const path = join(makeFolder(), 'library.db')
    writeFileSync(path, 'SQL')
    expect(rejectionOf(path).code).toBe('library.foreign')
  })

  it('is a folder', async () => {
    const path = join(makeFolder(), 'library.db')
    mkdirSync(path)
    expect(rejectionOf(path).code).toBe('library.foreign')
  })

  it('is an SQLite file that is damaged: it is left as it is', async () => {
    const path = join(makeFolder(), 'library.db')
    const library = await openTestLibrary(path)
    await library.close()
    const bytes = readFileSync(path)
    bytes.fill(0x5a, 100, 40_000)
    writeFileSync(path, bytes)
    const error = rejectionOf(path)
    expect(error.code).toBe('library.corrupt')
    expect(error.message).toContain(path)
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })

  it('is another program’s database', async () => {
    const path = join(makeFolder(), 'places.sqlite')
    const other = new Database(path)
    other.exec('CREATE TABLE bookmarks (url TEXT)')
    other.close()
    const before = readFileSync(path)
    const error = rejectionOf(path)
    expect(error.code).toBe('library.foreign')
    expect(error.message).toContain('not a Smokejumper library')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('is of a newer version: it is not touched, nor is anything made beside it', async () => {
    const path = join(makeFolder(), 'library.db')
    openForWriting(path).close()
    const future = new Database(path)
    future.pragma(`user_version = ${migrations.length + 1}`)
    future.close()
    const before = describeFolder(path)
    const error = rejectionOf(path)
    expect(error.code).toBe('library.newer')
    expect(error.facts).toEqual({ path, version: migrations.length + 1, known: migrations.length })
    expect(error.message).toContain(
      `of version ${migrations.length + 1}, and this Smokejumper knows versions up to ${migrations.length}`,
    )
    expect(describeFolder(path)).toEqual(before)
  })

  it('is of a newer version that is still in its write-ahead log', async () => {
    const path = join(makeFolder(), 'library.db')
    openForWriting(path).close()
    const future = new Database(path)
    future.pragma('journal_mode = WAL')
    future.pragma('wal_autocheckpoint = 0')
    future.exec("INSERT INTO marks VALUES ('x')")
    future.pragma(`user_version = ${migrations.length + 3}`)
    const copy = join(makeFolder(), 'library.db')
    for (const suffix of ['', '-wal']) copyFileSync(path + suffix, copy + suffix)
    future.close()
    const before = describeFolder(copy)
    expect(rejectionOf(copy).facts).toMatchObject({ version: migrations.length + 3 })
    expect(describeFolder(copy)).toEqual(before)
  })

  it('cannot be written', async () => {
    const path = join(makeFolder(), 'library.db')
    openForWriting(path).close()
    // a write version above 2 lets nobody write, root included: https://sqlite.org/fileformat.html
    const bytes = readFileSync(path)
    bytes[18] = 3
    writeFileSync(path, bytes)
    const error = rejectionOf(path)
    expect(error.code).toBe('library.read-only')
    expect(error.message).toContain(path)
  })

  it('lies in a folder that is a file', async () => {
    const folder = join(makeFolder(), 'file')
    writeFileSync(folder, '')
    expect(rejectionOf(join(folder, 'library.db')).code).toBe('library.read-only')
  })

  it.skipIf(process.getuid?.() === 0)('lies in a folder that may not be written', async () => {
    const folder = makeFolder()
    chmodSync(folder, 0o500)
    expect(rejectionOf(join(folder, 'library.db')).code).toBe('library.read-only')
  })
})

describe('trouble while it is open', () => {
  it('is damage in the middle: what is hit says so, the rest goes on', async () => {
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path)
    await before.createCapture(newCapture())
    const noise = Uint8Array.from({ length: 500_000 }, (_, i) => (i * 2_654_435_761) >>> 13)
    const artifactId = await receive(before, 'capture-1', noise, 500_000)
    await before.close()
    const db = new Database(path)
    db.exec('UPDATE artifact_chunks SET data = zeroblob(1000)')
    db.close()

    const library = await openTestLibrary(path)
    await expect(library.readArtifact('capture-1', artifactId, 0, 10)).rejects.toMatchObject({
      code: 'library.corrupt',
      facts: { artifactId, offset: 0 },
    })
    expect((await library.getCapture('capture-1')).bytes).toBe(500_000)
  })

  it('is a full disk: what was there stays, and writing goes on when there is space', () => {
    const path = join(makeFolder(), 'library.db')
    const db = openForWriting(path)
    db.exec("INSERT INTO marks VALUES ('before')")
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 2}`)
    const fill = () => db.prepare('INSERT INTO marks VALUES (?)').run('x'.repeat(100_000))
    try {
      fill()
      expect.unreachable()
    } catch (error) {
      expect(classifySqliteError(error, path)).toMatchObject({ code: 'library.disk-full', facts: { path } })
    }
    db.pragma('max_page_count = 1000000')
    fill()
    expect(db.prepare('SELECT count(*) FROM marks').pluck().get()).toBe(2)
    db.close()
  })

  it('is another program that holds it', () => {
    const path = join(makeFolder(), 'library.db')
    const db = openForWriting(path)
    const other = new Database(path, { timeout: 0 })
    db.exec('BEGIN IMMEDIATE')
    try {
      other.exec('BEGIN IMMEDIATE')
      expect.unreachable()
    } catch (error) {
      expect(classifySqliteError(error, path)).toMatchObject({ code: 'library.locked', facts: { path } })
    }
    other.close()
    db.close()
  })

  it('is told from a bug, which stays what it is', () => {
    const bug = new TypeError('not about the file')
    expect(classifySqliteError(bug, '/x')).toBe(bug)
    expect(classifyFileError(bug, '/x')).toBe(bug)
    const sql = new Database.SqliteError('no such table: x', 'SQLITE_ERROR')
    expect(classifySqliteError(sql, '/x')).toBe(sql)
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    expect(classifyFileError(full, '/x')).toMatchObject({ code: 'library.disk-full' })
  })
})

describe('migrations', () => {
  it('go on from where the file is, each once', () => {
    const db = new Database(':memory:')
    const first = 'CREATE TABLE a (x INTEGER) STRICT'
    migrate(db, 'memory', [first])
    migrate(db, 'memory', [first, (it) => it.exec('INSERT INTO a VALUES (1)'), 'INSERT INTO a VALUES (2)'])
    migrate(db, 'memory', [first, 'INSERT INTO a VALUES (1)', 'INSERT INTO a VALUES (2)'])
    expect(db.prepare('SELECT x FROM a').pluck().all()).toEqual([1, 2])
    expect(db.pragma('user_version', { simple: true })).toBe(3)
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID)
    db.close()
  })

  it('let streams be counters and keep those that are there with their columns', () => {
    const db = new Database(':memory:')
    migrate(db, 'memory', migrations.slice(0, 1))
    db.pragma('foreign_keys = OFF')
    db.exec(`INSERT INTO profiles VALUES (7, 1, 0, 5);
      INSERT INTO captures (seq, id, name, host_label, recipe_id, recipe_title, first_view, parser_id, state, started_at,
        parameters) VALUES (1, 'a', 'a', '', '', '', 'flame', '', 'done', 0, '{}');
      INSERT INTO streams VALUES (3, 7, 0, 0, 'samples', 'cpu-clock', 'ns', 'CPU time', 1);
      INSERT INTO stream_chunks VALUES (4, 3, 'time', 0, 1, 0, 0, 'delta', x'00')`)
    migrate(db, 'memory')
    db.pragma('foreign_keys = ON')
    db.exec("INSERT INTO streams VALUES (9, 7, 1, 1, 'counter', 'vmstat', 'count', '', 0)")
    expect(db.prepare('SELECT id, kind FROM streams').all()).toEqual([
      { id: 3, kind: 'samples' },
      { id: 9, kind: 'counter' },
    ])
    expect(db.prepare('SELECT stream FROM stream_chunks').pluck().all()).toEqual([3])
    db.exec('DELETE FROM captures')
    expect(db.prepare('SELECT count(*) FROM stream_chunks').pluck().get()).toBe(0)
    db.close()
  })

  it('leave the file at its version when one fails', () => {
    const db = new Database(':memory:')
    migrate(db, 'memory', ['CREATE TABLE a (x INTEGER) STRICT'])
    const failing = ['CREATE TABLE a (x INTEGER) STRICT', 'CREATE TABLE b (x INTEGER) STRICT', 'NONSENSE']
    expect(() => migrate(db, 'memory', failing)).toThrow('syntax error')
    expect(db.pragma('user_version', { simple: true })).toBe(1)
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'b'").all()).toEqual([])
    db.close()
  })
})

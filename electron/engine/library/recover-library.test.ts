import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkLibrary } from './check-library.ts'
import { keepDamagedCopy } from './damaged-copy.ts'
import {
  exportWhole,
  listArgs,
  makeFolder,
  newCapture,
  openTestLibrary,
  readOutput,
  takeCapture,
} from './library-fixture.ts'
import { openLibrary } from './open-library.ts'
import { recoverLibrary } from './recover-library.ts'

const PAGE = 4096
const ignore = async () => {}

/** A library of three captures, with a note; as bytes, closed. */
let whole: Buffer

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'smokejumper-recover-'))
  const library = await openLibrary({ path: join(folder, 'library.db'), samplesDirectory: null })
  for (const [index, id] of ['a', 'b', 'c'].entries())
    await takeCapture(
      library,
      newCapture({ id, name: `capture ${id}`, startedAt: index }),
      readOutput('perf-fp.txt'),
    )
  await library.saveNote({ captureId: 'b', text: 'the note of b' })
  await library.close()
  whole = readFileSync(library.path)
  rmSync(folder, { recursive: true })
}, 60_000)

/** The pages of a table and its indexes, or of all tables but the bulk. */
const pagesOf = (path: string, name: string): number[] => {
  const db = new Database(path, { readonly: true })
  try {
    return db.prepare<[string], number>('SELECT pageno FROM dbstat WHERE name = ?').pluck().all(name)
  } finally {
    db.close()
  }
}

const place = (bytes: Uint8Array): string => {
  const path = join(makeFolder(), 'library.db')
  writeFileSync(path, bytes, { mode: 0o600 })
  return path
}

const damage = (path: string, pages: readonly number[], random = 12345): void => {
  const bytes = readFileSync(path)
  let state = random
  for (const page of pages)
    for (let at = (page - 1) * PAGE; at < page * PAGE; at++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      bytes[at] = state >>> 16
    }
  writeFileSync(path, bytes)
}

const recover = async (path: string) => {
  const copy = await keepDamagedCopy(path, { report: ignore })
  return recoverLibrary(path, { copy, report: ignore })
}

const namesIn = (path: string): string[] => {
  const db = new Database(path, { readonly: true })
  try {
    return db.prepare<[], string>('SELECT name FROM captures ORDER BY seq').pluck().all()
  } finally {
    db.close()
  }
}

describe('a library that is whole', () => {
  it('has no problems, and is recovered as it is', async () => {
    const path = place(whole)
    expect(checkLibrary(path, 'whole')).toEqual([])
    expect(checkLibrary(path, 'rows')).toEqual([])
    expect(await recover(path)).toEqual({
      damaged: expect.stringMatching(/library\.db\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/),
      ...{ whole: 3, incomplete: [], lostCaptures: 0, lostRows: [] },
    })
    expect(checkLibrary(path, 'whole')).toEqual([])
    const library = await openTestLibrary(path)
    const { rows } = await library.listCaptures(listArgs({ search: 'note of b' }))
    expect(rows).toMatchObject([{ id: 'b', noteCount: 1, events: 106, state: 'done' }])
    expect((await exportWhole(library, 'c', 'raw')).bytes).toEqual(readOutput('perf-fp.txt'))
  })
})

describe('a damaged library', () => {
  it('is found to be damaged by the check of its rows when it is one of those that is hit', () => {
    const path = place(whole)
    damage(path, pagesOf(path, 'captures').slice(0, 1))
    expect(checkLibrary(path, 'rows').join('\n')).toMatch(/captures|malformed|btree|Tree/i)
  })

  it('is kept as it is, and the new one has all but what was hit', async () => {
    const path = place(whole)
    damage(path, pagesOf(path, 'notes'))
    const before = readFileSync(path)
    const { damaged, lostRows, whole: kept } = await recover(path)
    expect(readFileSync(damaged).equals(before)).toBe(true)
    // beside it only the copy, both for their owner only
    expect(readdirSync(join(path, '..'))).toHaveLength(2)
    expect([path, damaged].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600])
    expect([kept, lostRows]).toEqual([3, [{ table: 'notes', rows: 1 }]])
    expect(namesIn(path)).toEqual(['capture a', 'capture b', 'capture c'])
  })

  it('that lost columns has them made anew from the raw output', async () => {
    const path = place(whole)
    damage(path, pagesOf(path, 'profile_columns'))
    const { incomplete } = await recover(path)
    expect(incomplete).toEqual(
      ['a', 'b', 'c'].map((id) => ({
        name: `capture ${id}`,
        what: 'its columns are lost and are made anew from its raw output',
      })),
    )
    const library = await openTestLibrary(path)
    expect(await library.getCapture('a')).toMatchObject({ state: 'interrupted', events: null })
    await library.setCaptureState('a', 'ingesting', 'again')
    expect(await library.ingest('a', {})).toEqual({ events: 106 })
  })

  it('that lost raw output keeps its columns and says how much is missing', async () => {
    const path = place(whole)
    damage(path, pagesOf(path, 'artifact_chunks'))
    const { incomplete } = await recover(path)
    expect(incomplete[0]).toEqual({
      name: 'capture a',
      what: expect.stringMatching(/^(all [\d,]+|[\d,]+ of [\d,]+) bytes of its raw output are lost$/),
    })
    const library = await openTestLibrary(path)
    const detail = await library.getCapture('a')
    expect(detail).toMatchObject({ state: 'done', events: 106, incomplete: true })
    expect(detail.losses.at(-1)?.detail).toMatch(/were lost when the library was damaged/)
  })

  it('that lost the rows of its captures still has what they recorded', async () => {
    const path = place(whole)
    damage(path, pagesOf(path, 'captures'))
    const { incomplete } = await recover(path)
    expect(incomplete.map(({ what }) => what)).toEqual(Array(3).fill('its name, host and recipe are lost'))
    expect(namesIn(path)).toEqual([1, 2, 3].map((seq) => `Recovered perf.txt (number ${seq})`))
    const library = await openTestLibrary(path)
    expect((await exportWhole(library, 'recovered-2', 'raw')).bytes).toEqual(readOutput('perf-fp.txt'))
    expect((await exportWhole(library, 'recovered-2', 'folded')).bytes.length).toBeGreaterThan(1000)
  })

  it.each([
    ['its first page', () => [1]],
    ['all of its schema', (path: string) => pagesOf(path, 'sqlite_schema')],
  ])('that lost %s is read with the schema of a new one', async (_, pages) => {
    const path = place(whole)
    damage(path, pages(path))
    expect(checkLibrary(path, 'rows').length).toBeGreaterThan(0)
    expect(await recover(path)).toMatchObject({ whole: 3, incomplete: [], lostRows: [] })
    expect(readdirSync(join(path, '..'))).toHaveLength(2)
    expect(namesIn(path)).toEqual(['capture a', 'capture b', 'capture c'])
  })

  it('of which nothing can be read says so and stays as it is', async () => {
    const path = place(Buffer.alloc(20 * PAGE))
    await expect(recover(path)).rejects.toMatchObject({ code: 'library.corrupt' })
    expect(readFileSync(path).equals(Buffer.alloc(20 * PAGE))).toBe(true)
  })

  it('at any page gives a sound one, whatever the page holds', async () => {
    const pages = whole.length / PAGE
    for (let round = 0; round < 8; round++) {
      const path = place(whole)
      damage(path, [1 + ((round * 7919) % pages), 1 + ((round * 104_729 + 13) % pages)], round + 1)
      const report = await recover(path).catch((error: unknown) => error)
      if (report instanceof Error) {
        expect(report).toMatchObject({ code: 'library.corrupt' })
        continue
      }
      expect(checkLibrary(path, 'whole')).toEqual([])
      const db = new Database(path)
      expect(db.pragma('foreign_key_check')).toEqual([])
      db.close()
    }
  })
})

describe('the copy of a damaged library', () => {
  it('is made once of the same bytes, with the log, and anew of others', async () => {
    const path = place(whole)
    writeFileSync(`${path}-wal`, 'log')
    const first = await keepDamagedCopy(path, { report: ignore, now: new Date(0) })
    expect(readFileSync(`${first}-wal`, 'utf8')).toBe('log')
    expect(await keepDamagedCopy(path, { report: ignore, now: new Date(9e9) })).toBe(first)
    copyFileSync(first, path)
    damage(path, [3])
    const second = await keepDamagedCopy(path, { report: ignore, now: new Date(9e9) })
    expect(second).not.toBe(first)
    expect(readFileSync(first).equals(whole)).toBe(true)
  })
})

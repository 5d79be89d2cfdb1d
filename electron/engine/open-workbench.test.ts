import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Args, MethodName, Result } from '../../shared/contract/contract.ts'
import type { LibraryStatus } from '../../shared/contract/library-status.ts'
import { askToJoin, joinEngine } from './joining/join-running.ts'
import { findHolder } from './library/holder.ts'
import { listArgs, makeFolder } from './library/library-fixture.ts'
import { openWorkbench, type Workbench } from './open-workbench.ts'

const resourcesDirectory = fileURLToPath(new URL('../../resources', import.meta.url))
const PAGE = 4096

const makePath = () => join(makeFolder(), 'library.db')

const open = async (libraryPath: string): Promise<Workbench> => {
  const configDirectory = join(dirname(libraryPath), 'config')
  mkdirSync(configDirectory, { recursive: true })
  const workbench = await openWorkbench({ libraryPath, resourcesDirectory, configDirectory, door: 'browser' })
  let isOpen = true
  const close = async () => {
    if (isOpen) await workbench.close()
    isOpen = false
  }
  onTestFinished(close)
  return { ...workbench, close }
}

const call = <M extends MethodName>(workbench: Workbench, method: M, args: Args<M>): Promise<Result<M>> =>
  workbench.handlers[method](args, { signal: new AbortController().signal, report: () => {} })

const statusOf = (workbench: Workbench): Promise<LibraryStatus> => call(workbench, 'library.status', {})

const until = async <S extends LibraryStatus['state']>(
  workbench: Workbench,
  fits: (status: LibraryStatus) => boolean,
  _state: S,
): Promise<Extract<LibraryStatus, { state: S }>> => {
  const reached = Promise.withResolvers<LibraryStatus>()
  const stop = workbench.on('library.changed', (status) => fits(status) && reached.resolve(status))
  const now = await statusOf(workbench)
  if (fits(now)) reached.resolve(now)
  const status = await reached.promise
  stop()
  return status as Extract<LibraryStatus, { state: S }>
}

/** With the samples, closed. */
const makeWhole = async (): Promise<Buffer> => {
  const path = makePath()
  await (await open(path)).close()
  return readFileSync(path)
}
let whole: Promise<Buffer> | null = null

/** The pages of one of its tables are overwritten. */
const makeDamaged = async (table: string): Promise<{ path: string; bytes: Buffer }> => {
  whole ??= makeWhole()
  const path = makePath()
  writeFileSync(path, await whole)
  const db = new Database(path)
  const pages = db.prepare<[string], number>('SELECT pageno FROM dbstat WHERE name = ?').pluck().all(table)
  db.close()
  const bytes = readFileSync(path)
  for (const page of pages) bytes.fill(0x5a, (page - 1) * PAGE, page * PAGE)
  writeFileSync(path, bytes)
  return { path, bytes }
}

const asked = (workbench: Workbench) =>
  until(workbench, (status) => status.state === 'damaged' && status.copy.state !== 'making', 'damaged')

describe('a second workbench on a library', () => {
  it('is told who has it, joins it over a private socket, and finds it free again afterwards', async () => {
    const path = makePath()
    const first = await open(path)
    first.invite(() => 'http://127.0.0.1:1/?token=secret')
    await expect(open(path)).rejects.toMatchObject({
      code: 'library.in-use',
      facts: { pid: process.pid, door: 'browser' },
    })

    const holder = findHolder(path)
    if (holder === null) throw new Error('nobody holds it')
    expect(readFileSync(`${path}.lock`, 'utf8')).not.toContain('secret')
    expect(await askToJoin(holder)).toEqual({
      version: holder.version,
      url: 'http://127.0.0.1:1/?token=secret',
    })
    const joined = await joinEngine(holder, holder.version)
    expect((await joined?.client.call('captures.list', listArgs()))?.total).toBe(3)
    joined?.close()
    expect(await joinEngine(holder, '0.0.0')).toBe(null)

    await first.close()
    expect(findHolder(path)).toBe(null)
    expect(await askToJoin(holder)).toBe(null)
    expect(await joinEngine(holder, holder.version)).toBe(null)
  })
})

describe('a workbench on a damaged library', () => {
  it('keeps a copy, asks, and answers nothing else until somebody has chosen', async () => {
    const { path, bytes } = await makeDamaged('notes')
    const workbench = await open(path)
    const status = await asked(workbench)
    expect(status).toMatchObject({ path, bytes: bytes.length, error: null, copy: { state: 'made' } })
    expect(status.problems.length).toBeGreaterThan(0)
    const copy = status.copy.state === 'made' ? status.copy.path : ''
    expect(readFileSync(copy).equals(bytes)).toBe(true)
    expect(readFileSync(path).equals(bytes)).toBe(true)
    await expect(call(workbench, 'captures.list', listArgs())).rejects.toMatchObject({
      code: 'library.corrupt',
    })

    await workbench.close()
    expect(readFileSync(path).equals(bytes)).toBe(true)
    // who comes back is asked again, with the same copy
    const again = await asked(await open(path))
    expect(again.copy).toEqual({ state: 'made', path: copy })
  })

  it('recovers what can be read and says what is lost', async () => {
    const { path, bytes } = await makeDamaged('notes')
    const workbench = await open(path)
    await asked(workbench)
    await call(workbench, 'library.recover', {})
    const status = await until(workbench, ({ state }) => state === 'open', 'open')
    expect(status.recovered).toMatchObject({ whole: 3, incomplete: [], lostRows: [{ table: 'notes' }] })
    expect(readFileSync(status.recovered?.damaged ?? '').equals(bytes)).toBe(true)
    expect((await call(workbench, 'captures.list', listArgs())).total).toBe(3)
  })

  it('begins anew when that is chosen, with the damaged one kept', async () => {
    const { path, bytes } = await makeDamaged('captures')
    const workbench = await open(path)
    await asked(workbench)
    await call(workbench, 'library.beginAnew', {})
    await until(workbench, ({ state }) => state === 'open', 'open')
    const kept = readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.damaged-`))
    expect(kept).toHaveLength(1)
    expect(readFileSync(join(dirname(path), kept[0] ?? '')).equals(bytes)).toBe(true)
  })

  it('says when nothing can be read, and asks again', async () => {
    const path = makePath()
    writeFileSync(path, Buffer.alloc(20 * PAGE))
    const workbench = await open(path)
    await asked(workbench)
    await call(workbench, 'library.recover', {})
    const status = await until(workbench, (now) => now.state === 'damaged' && now.error !== null, 'damaged')
    expect(status.error).toMatchObject({
      code: 'library.corrupt',
      message: expect.stringContaining('Nothing can be read'),
    })
    rmSync(path)
  })
})

describe('a workbench on a library that is too large to be read through before each start', () => {
  /** Damaged where only bulk lies: its rows are whole. */
  const makeLarge = async (): Promise<string> => {
    whole ??= makeWhole()
    const path = makePath()
    writeFileSync(path, await whole)
    const db = new Database(path)
    const artifact = db.prepare<[], number>('SELECT min(id) FROM artifacts').pluck().get()
    const insert = db.prepare(
      'INSERT INTO artifact_chunks (artifact, offset, length, data) VALUES (?, ?, 1048576, zeroblob(1048576))',
    )
    db.transaction(() => {
      for (let chunk = 1; chunk <= 70; chunk++) insert.run(artifact, 1e9 + chunk * 1_048_576)
    })()
    const page = db
      .prepare<[], number>(
        "SELECT pageno FROM dbstat WHERE name = 'artifact_chunks' AND pagetype = 'leaf' LIMIT 1",
      )
      .pluck()
      .get()
    db.close()
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(PAGE, 0x5a), 0, PAGE, ((page ?? 1) - 1) * PAGE)
    closeSync(file)
    return path
  }

  it('opens it and says later what it found, then asks when a person wants to', async () => {
    const workbench = await open(await makeLarge())
    expect(await statusOf(workbench)).toMatchObject({ state: 'open' })
    const found = await until(
      workbench,
      (status) => status.state === 'open' && status.check === 'done',
      'open',
    )
    expect(found.problems.join()).toContain('artifact_chunks')
    await call(workbench, 'library.ask', {})
    expect((await asked(workbench)).problems).toEqual(found.problems)
  })

  it('reads it through first when the last run did not end properly', async () => {
    const path = await makeLarge()
    writeFileSync(`${path}.lock`, 'of a process that was killed', { mode: 0o600 })
    const workbench = await open(path)
    expect((await asked(workbench)).problems.join()).toContain('artifact_chunks')
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { formats } from '../../../shared/formats/registry.ts'
import { createArtifactWriter } from './artifacts.ts'
import { openForWriting } from './database.ts'
import { beginImport } from './import-session.ts'
import type { Library } from './library.ts'
import { exportWhole, listArgs, makeFolder, openTestLibrary, readOutput } from './library-fixture.ts'

/** each time anew: what is appended is given away */
const readPerf = () => readOutput('perf-fp.txt')
const owner = { pid: process.pid, start: '', session: 's' }

const begin = (library: Library, id: string, bytes: number | null = null) =>
  library.beginImport({ id, name: `${id}.txt`, bytes, startedAt: 1_700_000_000_000 })

const importBytes = async (library: Library, id: string, bytes: Uint8Array, piece = 10_000) => {
  await begin(library, id, bytes.length)
  let offset = 0
  while (offset < bytes.length)
    offset = await library.appendImport(id, offset, bytes.slice(offset, offset + piece))
  return library.finishImport(id)
}

const idsIn = async (library: Library) => (await library.listCaptures(listArgs())).rows.map(({ id }) => id)

describe('an import', () => {
  it.each([
    ['as it is', readPerf(), 'application/octet-stream'],
    ['gzipped', gzipSync(readPerf()), 'application/gzip'],
    ['in zstd', zstdCompressSync(readPerf()), 'application/zstd'],
  ])('of a file %s keeps it byte for byte and holds what it says', async (_, bytes, mediaType) => {
    const library = await openTestLibrary()
    const done = await importBytes(library, 'a', Uint8Array.from(bytes))
    expect(done).toEqual({ events: 106, format: 'perf script', incomplete: false })
    expect(await library.getCapture('a')).toMatchObject({
      name: 'a.txt',
      hostId: null,
      recipeId: 'import',
      recipeTitle: 'Imported: perf script',
      state: 'done',
      events: 106,
      firstView: 'flame',
      states: [{ state: 'draft' }, { state: 'ingesting' }, { state: 'done', why: 'read as perf script' }],
      artifacts: [{ name: 'a.txt', mediaType, bytes: bytes.length }],
      losses: [],
    })
    expect((await exportWhole(library, 'a', 'raw')).bytes).toEqual(Uint8Array.from(bytes))
    expect((await exportWhole(library, 'a', 'folded')).bytes.length).toBeGreaterThan(1000)
  })

  it('is out of sight until it is finished', async () => {
    const library = await openTestLibrary()
    await begin(library, 'a')
    await library.appendImport('a', 0, readPerf().slice(0, 20_000))
    expect(await idsIn(library)).toEqual([])
    await library.appendImport('a', 20_000, readPerf().slice(20_000))
    await library.finishImport('a')
    expect(await idsIn(library)).toEqual(['a'])
    const { rows } = await library.listCaptures(listArgs({ search: 'imported perf' }))
    expect(rows.map(({ id }) => id)).toEqual(['a'])
  })

  it('of compressed bytes that break holds what came before, and says where', async () => {
    const library = await openTestLibrary()
    const whole = gzipSync(readPerf())
    expect((await importBytes(library, 'a', Uint8Array.from(whole.subarray(0, 3000)))).incomplete).toBe(true)
    const { incomplete, losses, events } = await library.getCapture('a')
    expect(incomplete).toBe(true)
    expect(events).toBeGreaterThan(10)
    expect(losses.map(({ detail }) => detail).at(-1)).toMatch(/^The gzip data breaks near byte 3000: /)
  })

  it('that no format knows is refused with its first piece, and gone', async () => {
    const library = await openTestLibrary()
    const letter = new TextEncoder().encode('Dear Sir or Madam, please find enclosed nothing.\n'.repeat(4000))
    await begin(library, 'a')
    await expect(library.appendImport('a', 0, letter)).rejects.toMatchObject({ code: 'format.unrecognised' })
    await expect(library.getCapture('a')).rejects.toMatchObject({ code: 'capture.unknown' })
    await expect(library.appendImport('a', letter.length, readPerf())).rejects.toMatchObject({
      code: 'import.unknown',
    })
    // a short one at its end
    await expect(importBytes(library, 'b', Uint8Array.of(1, 2, 3))).rejects.toMatchObject({
      code: 'format.unrecognised',
    })
    await expect(library.getCapture('b')).rejects.toMatchObject({ code: 'capture.unknown' })
  })

  it('of a known format that cannot be read stays, failed, with the file and the reason', async () => {
    const library = await openTestLibrary()
    const bytes = new TextEncoder().encode('# tracer: function_graph\n#\n')
    await expect(importBytes(library, 'a', bytes)).rejects.toMatchObject({
      code: 'format.unrecognised',
      facts: { captureId: 'a', looksLike: 'ftrace' },
    })
    const { state, error } = await library.getCapture('a')
    expect(state).toBe('failed')
    expect(error?.message).toMatch(/^It most looks like ftrace, but could not be read as that: /)
    expect((await exportWhole(library, 'a', 'raw')).bytes).toEqual(bytes)
    expect(await idsIn(library)).toEqual(['a'])
  })

  it('that is cancelled leaves nothing, at any time', async () => {
    const library = await openTestLibrary()
    await begin(library, 'a')
    await library.appendImport('a', 0, readPerf().slice(0, 20_000))
    await library.cancelImport('a')
    await expect(library.getCapture('a')).rejects.toMatchObject({ code: 'capture.unknown' })
    await library.cancelImport('a')
  })

  it('that is cancelled while it is finished leaves nothing', async () => {
    const db = openForWriting(join(makeFolder(), 'library.db'))
    onTestFinished(() => void db.close())
    const context = { db, owner, artifacts: createArtifactWriter(db), formats }
    const session = await beginImport(context, { id: 'a', name: 'a', startedAt: 0, bytes: null })
    await session.append(0, readPerf())
    await expect(session.finish(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' })
    for (const table of ['captures', 'artifacts', 'artifact_chunks', 'profiles'])
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
  })

  it('takes the time of what it holds where that is a wall clock', async () => {
    const library = await openTestLibrary()
    const lines = [1, 2, 3].map((i) => `4242  1690000000.12345${i} read(3, "x", 1) = 1 <0.00002${i}>\n`)
    await importBytes(library, 'a', new TextEncoder().encode(lines.join('')))
    const { startedAt } = await library.getCapture('a')
    expect(startedAt).toBe(1_690_000_000_123)
  })
})

describe('an import into a full disk', () => {
  it('stops, says how much is needed and free, and leaves what was there', async () => {
    const db = openForWriting(join(makeFolder(), 'library.db'))
    onTestFinished(() => void db.close())
    const context = { db, owner, artifacts: createArtifactWriter(db), formats }
    const first = await beginImport(context, { id: 'a', name: 'a', startedAt: 0, bytes: null })
    await first.append(0, readPerf())
    await first.finish(new AbortController().signal)

    const lines = Array.from({ length: 200_000 }, (_, i) => `a;${(i * 2_654_435_761) >>> 0};b ${i + 1}\n`)
    const bytes = new TextEncoder().encode(lines.join(''))
    const second = await beginImport(context, { id: 'b', name: 'b', startedAt: 0, bytes: 2 * bytes.length })
    await second.append(0, bytes.subarray(0, 1_048_576))
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 20}`)
    await expect(second.append(1_048_576, bytes.subarray(1_048_576))).rejects.toMatchObject({
      code: 'library.disk-full',
      facts: { needed: expect.any(Number), free: expect.any(Number) },
    })
    db.pragma('max_page_count = 1000000')
    expect(db.prepare('SELECT id FROM captures').pluck().all()).toEqual(['a'])
    expect(db.prepare('SELECT count(DISTINCT artifact) FROM artifact_chunks').pluck().get()).toBe(1)
  })
})

describe('an import whose process is killed', () => {
  const script = fileURLToPath(new URL('./import-until-killed.ts', import.meta.url))

  /** Kills it when it has said a line that fits, and gives all that it had said. */
  const killAt = async (path: string, fits: (line: string, count: number) => boolean): Promise<string[]> => {
    const importing = spawn(process.execPath, [script, path, '10'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const said: string[] = []
    for await (const line of createInterface({ input: importing.stdout })) {
      said.push(line)
      if (fits(line, said.length)) importing.kill('SIGKILL')
    }
    if (importing.exitCode === null && importing.signalCode === null) await once(importing, 'exit')
    return said
  }

  it.each([
    ['after its first piece', (_: string, count: number) => count === 1, []],
    ['in the middle', (_: string, count: number) => count === 5, []],
    ['when it is finished', (line: string) => line === 'finished', ['import-1']],
  ])('%s is gone or whole, and what it wrote is given back', async (_, fits, left) => {
    const path = join(makeFolder(), 'library.db')
    await killAt(path, fits)
    const library = await openTestLibrary(path)
    expect(await idsIn(library)).toEqual(left)
    if (left.length === 0)
      await expect(library.getCapture('import-1')).rejects.toMatchObject({ code: 'capture.unknown' })
    else expect((await library.getCapture('import-1')).events).toBe(200_000)
  })

  it('while it is finishing is gone or whole', async () => {
    for (let round = 0; round < 3; round++) {
      const path = join(makeFolder(), 'library.db')
      await killAt(path, (line) => line === 'finishing')
      const library = await openTestLibrary(path)
      const ids = await idsIn(library)
      if (ids.length === 0)
        await expect(library.getCapture('import-1')).rejects.toMatchObject({ code: 'capture.unknown' })
      else expect(await library.getCapture('import-1')).toMatchObject({ state: 'done', events: 200_000 })
    }
  })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  exportWhole,
  makeFolder,
  newCapture,
  openTestLibrary,
  readOutput,
  receive,
  takeCapture,
} from './library-fixture.ts'
import { beginSession, endSession, isOwnerAlive, listOpenSessions } from './owner.ts'

const appendUntilKilled = fileURLToPath(new URL('./append-until-killed.ts', import.meta.url))

/** Resolves when it has confirmed so many bytes. */
async function startAppending(
  path: string,
  bytes: number,
): Promise<{ child: ChildProcess; confirmed: () => number }> {
  const child = spawn(process.execPath, [appendUntilKilled, path, 'capture-1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let confirmed = 0
  await new Promise<void>((resolve, reject) => {
    child.on('exit', (status) => reject(new Error(`It ended by itself (${status})`)))
    createInterface({ input: child.stdout! }).on('line', (line) => {
      confirmed = Number(line)
      if (confirmed >= bytes) resolve()
    })
  })
  return { child, confirmed: () => confirmed }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'close')
  child.kill('SIGKILL')
  await gone
}

describe('a process that is killed while it appends', () => {
  it('leaves all that was confirmed, and the capture interrupted', async () => {
    const path = join(makeFolder(), 'library.db')
    const { child, confirmed } = await startAppending(path, 2_500_000)
    await kill(child)

    const library = await openTestLibrary(path)
    const detail = await library.getCapture('capture-1')
    expect(detail).toMatchObject({
      state: 'interrupted',
      incomplete: true,
      error: { code: 'capture.interrupted', remedy: expect.stringContaining('Collect') },
    })
    expect(detail.states.map(({ state, why }) => [state, why])).toEqual([
      ['draft', 'asked for'],
      ['running', 'the tool runs'],
      ['interrupted', 'the app ended while it ran'],
    ])
    const { bytes } = await exportWhole(library, 'capture-1', 'raw')
    expect(bytes.length).toBe(detail.bytes)
    expect(bytes.length).toBeGreaterThanOrEqual(confirmed())
    const pattern = Uint8Array.from({ length: bytes.length }, (_, i) => i % 251)
    expect(Buffer.from(bytes).equals(pattern)).toBe(true)

    // the client comes back and goes on at the same byte
    expect(await library.captureRecord('capture-1')).toMatchObject({
      ...{ state: 'interrupted', received: bytes.length, ownedElsewhere: false },
    })
    const { artifactId } = await library.beginArtifact('capture-1', 'perf.txt', 'text/plain')
    await library.appendArtifact(artifactId, bytes.length, Uint8Array.of(1, 2, 3))
    const whole = Buffer.concat([bytes, Uint8Array.of(1, 2, 3)])
    expect(await library.finishArtifact(artifactId, null)).toEqual({
      ...{ bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') },
    })
  })

  it('keeps its capture to itself while it lives', async () => {
    const path = join(makeFolder(), 'library.db')
    const { child } = await startAppending(path, 100_000)
    const library = await openTestLibrary(path)
    expect((await library.getCapture('capture-1')).state).toBe('running')
    expect(await library.activeCaptures()).toMatchObject([{ id: 'capture-1', ownedElsewhere: true }])
    // both write
    await library.createCapture(newCapture({ id: 'capture-2' }))
    expect(await library.activeCaptures()).toMatchObject([
      { id: 'capture-1', ownedElsewhere: true },
      { id: 'capture-2', ownedElsewhere: false },
    ])
    await kill(child)
    expect(await library.captureRecord('capture-1')).toMatchObject({
      state: 'running',
      ownedElsewhere: false,
    })
  })
})

describe('what an earlier run left', () => {
  it('is interrupted whatever its state was, and its artifact can be read again', async () => {
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path)
    const output = readOutput('perf-fp.txt')
    await before.createCapture(newCapture())
    await before.finishArtifact(await receive(before, 'capture-1', output), null)
    await before.setCaptureState('capture-1', 'ingesting', 'the tool has ended')
    await before.createCapture(newCapture({ id: 'capture-2' }))
    await before.createCapture(newCapture({ id: 'capture-3' }))
    await before.setCaptureState('capture-3', 'failed', 'no perf')
    await before.close()

    const library = await openTestLibrary(path)
    expect(await library.activeCaptures()).toEqual([])
    expect((await library.getCapture('capture-1')).state).toBe('interrupted')
    expect((await library.getCapture('capture-2')).state).toBe('interrupted')
    expect((await library.getCapture('capture-3')).state).toBe('failed')
    expect((await library.ingest('capture-1', {})).events).toBeGreaterThan(0)
    await library.setCaptureState('capture-1', 'done', 'read again')
    expect(await library.getCapture('capture-1')).toMatchObject({
      state: 'done',
      incomplete: false,
      error: null,
    })
  })

  it('that was removed can be brought back until the library is opened again', async () => {
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path)
    const output = readOutput('perf-fp.txt')
    await takeCapture(before, newCapture(), output)
    await before.saveNote({ captureId: 'capture-1', text: 'a note' })
    const whole = await before.getCapture('capture-1')
    await before.removeCaptures(['capture-1'])
    await expect(before.getCapture('capture-1')).rejects.toMatchObject({ code: 'capture.unknown' })

    // another window does not take away this one's undo
    const beside = await openTestLibrary(path)
    await beside.close()
    await before.restoreCaptures(['capture-1'])
    expect(await before.getCapture('capture-1')).toEqual(whole)
    await before.removeCaptures(['capture-1'])
    await before.close()

    const library = await openTestLibrary(path)
    await expect(library.restoreCaptures(['capture-1'])).rejects.toMatchObject({ code: 'capture.unknown' })
    const { rows } = await library.listCaptures({
      ...{
        search: 'note',
        hostId: null,
        recipeId: null,
        sort: 'name',
        descending: false,
        offset: 0,
        limit: 10,
      },
    })
    expect(rows).toEqual([])
  })

  it('cannot be removed while it runs, and then none of those asked for is', async () => {
    const library = await openTestLibrary()
    await takeCapture(library, newCapture(), readOutput('perf-fp.txt'))
    await library.createCapture(newCapture({ id: 'capture-2', name: 'runs' }))
    await expect(library.removeCaptures(['capture-1', 'capture-2'])).rejects.toMatchObject({
      ...{ code: 'capture.busy', facts: { name: 'runs' } },
    })
    expect((await library.getCapture('capture-1')).state).toBe('done')
    await library.eraseCapture('capture-2')
    await expect(library.captureRecord('capture-2')).rejects.toMatchObject({ code: 'capture.unknown' })
  })
})

describe('an owner', () => {
  it('lives while its process has that library open', () => {
    const owner = beginSession()
    expect(isOwnerAlive(owner, listOpenSessions())).toBe(true)
    endSession(owner)
    expect(isOwnerAlive(owner, listOpenSessions())).toBe(false)
  })

  it.runIf(process.platform === 'linux')('is not a later process with the same PID', () => {
    const parent = { pid: process.ppid, session: 'other' }
    expect(isOwnerAlive({ ...parent, start: '1' }, [])).toBe(false)
  })
})

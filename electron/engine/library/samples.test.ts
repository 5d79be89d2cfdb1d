import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  exportWhole,
  listArgs,
  makeFolder,
  newCapture,
  openTestLibrary,
  readOutput,
} from './library-fixture.ts'
import type { Sample } from './sample.ts'

const output = readOutput('perf-fp.txt')
const makeSample = (change: Partial<Sample> = {}): Sample => ({
  format: 1,
  name: 'orderd: before the fix',
  hostLabel: 'orders-1',
  recipeId: 'cpu-profile',
  recipeTitle: 'CPU',
  startedAt: 1_700_000_000_000,
  commands: [{ purpose: 'record', line: 'perf record' }],
  toolMessages: 'woken up',
  cost: { tracerCpuSeconds: 0.1, wallSeconds: 10, hostBusyBefore: null, hostBusyDuring: null },
  probe: null,
  anchors: [{ wall: 1, monotonic: 2, error: 3 }],
  firstView: 'flame',
  parserId: 'perf-script',
  parameters: { seconds: 15 },
  artifact: {
    ...{ name: 'perf.txt', mediaType: 'text/plain' },
    sha256: createHash('sha256').update(output).digest('hex'),
  },
  notes: ['It scans.'],
  ...change,
})

function writeSample(folder: string, name: string, sample: unknown, raw: Uint8Array = output): void {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(sample))
  writeFileSync(join(folder, `${name}.raw.gz`), gzipSync(raw))
}

const byName = listArgs({ sort: 'startedAt', descending: false })

describe('samples', () => {
  it('are in a new library, ready to be looked at', async () => {
    const folder = makeFolder()
    writeSample(folder, '1-before', makeSample())
    const library = await openTestLibrary(undefined, folder)
    const { rows } = await library.listCaptures(byName)
    expect(rows).toEqual([
      {
        ...{ id: expect.any(String), name: 'orderd: before the fix', hostId: null, hostLabel: 'orders-1' },
        ...{ recipeId: 'cpu-profile', recipeTitle: 'CPU', state: 'done', startedAt: 1_700_000_000_000 },
        ...{
          duration: expect.any(Number),
          events: expect.any(Number),
          lost: 0,
          incomplete: false,
          sample: true,
        },
        ...{ bytes: output.length, tracerCpuPercent: 1, error: null, noteCount: 1, pinCount: 0 },
      },
    ])
    const id = rows[0]?.id ?? ''
    expect(await library.getCapture(id)).toMatchObject({
      ...{ commands: makeSample().commands, toolMessages: 'woken up', anchors: makeSample().anchors },
      artifacts: [{ ...makeSample().artifact, verified: true }],
    })
    expect(await library.listNotes(id)).toMatchObject([{ text: 'It scans.' }])
    expect((await exportWhole(library, id, 'raw')).bytes).toEqual(output)
  })

  it('come once: what was removed stays away', async () => {
    const folder = makeFolder()
    writeSample(folder, '1-before', makeSample())
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path, folder)
    const { rows } = await before.listCaptures(byName)
    await before.removeCaptures(rows.map(({ id }) => id))
    await before.close()
    const library = await openTestLibrary(path, folder)
    expect((await library.listCaptures(byName)).total).toBe(0)
  })

  it('do not come into a library that had a capture, even if it is gone', async () => {
    const folder = makeFolder()
    writeSample(folder, '1-before', makeSample())
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path)
    await before.createCapture(newCapture())
    await before.eraseCapture('capture-1')
    await before.close()
    const library = await openTestLibrary(path, folder)
    expect((await library.listCaptures(byName)).total).toBe(0)
  })

  it('are done again when their process died over them', async () => {
    const folder = makeFolder()
    writeSample(folder, '1-before', makeSample())
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path, null)
    await before.createCapture(newCapture({ id: '1-before', sample: true }))
    await before.close()
    const library = await openTestLibrary(path, folder)
    expect((await library.listCaptures(byName)).rows).toMatchObject([
      { state: 'done', name: 'orderd: before the fix' },
    ])
  })

  it('that are broken are kept as failed, with the reason, and keep nothing from opening', async () => {
    const folder = makeFolder()
    writeSample(folder, '1-no-json', makeSample({ startedAt: 1 }))
    writeFileSync(join(folder, '1-no-json.json'), '{ "format": 1, ')
    writeSample(folder, '2-other-schema', { ...makeSample(), format: 99 })
    writeSample(folder, '3-other-bytes', makeSample({ name: 'bytes' }), output.slice(1))
    writeSample(folder, '4-no-parser', makeSample({ name: 'parser', parserId: 'unheard-of' }))
    writeSample(folder, '5-good', makeSample({ name: 'good' }))
    const library = await openTestLibrary(undefined, folder)
    const { rows } = await library.listCaptures(listArgs({ sort: 'name', descending: false }))
    expect(rows.map(({ name, state, error }) => [name, state, error?.code])).toEqual([
      ['1-no-json', 'failed', 'format.broken'],
      ['2-other-schema', 'failed', 'format.broken'],
      ['bytes', 'failed', 'format.broken'],
      ['good', 'done', undefined],
      ['parser', 'failed', 'format.unrecognised'],
    ])
    expect(rows[2]?.error?.message).toContain('its SHA-256 is')
  })

  it('come once when several processes make the library at the same time', async () => {
    const folder = makeFolder()
    for (const name of ['1', '2', '3', '4']) writeSample(folder, name, makeSample({ name }))
    const path = join(makeFolder(), 'library.db')
    const program = `
      const { openLibrary } = await import(${JSON.stringify(new URL('./open-library.ts', import.meta.url).href)})
      const [path, samplesDirectory] = process.argv.slice(2)
      await (await openLibrary({ path, samplesDirectory })).close()`
    const script = join(makeFolder(), 'open.mjs')
    writeFileSync(script, program)
    const run = () => promisify(execFile)(process.execPath, [script, path, folder])
    await Promise.all([run(), run(), run()])
    const { rows } = await (await openTestLibrary(path, folder)).listCaptures(
      listArgs({ sort: 'name', descending: false }),
    )
    expect(rows.map(({ name, state }) => `${name} ${state}`)).toEqual([
      '1 done',
      '2 done',
      '3 done',
      '4 done',
    ])
  })

  it('may not be there at all', async () => {
    const library = await openTestLibrary(undefined, join(makeFolder(), 'nowhere'))
    expect((await library.listCaptures(byName)).total).toBe(0)
  })
})

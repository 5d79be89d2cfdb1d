import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PinDraft } from '../../../shared/model/finding.ts'
import {
  listArgs,
  makeFolder,
  newCapture,
  openTestLibrary,
  readOutput,
  takeCapture,
} from './library-fixture.ts'

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const perfOutput = readOutput('perf-fp.txt')

describe('what is found', () => {
  const pin: PinDraft = {
    captureId: 'capture-1',
    otherCaptureId: 'capture-2',
    view: 'flame',
    sentence: 'Half of it is in gzip',
    state: {
      selection: { time: { from: 1, to: 2 } },
      streamId: 0,
      flame: { order: 'top-down', group: 'none', zoom: [], search: 'gz', icicle: true, shown: 'graph' },
      histogram: { shown: 'graph' },
      timeline: { range: null, shown: 'graph' },
    },
    otherState: null,
    numbers: [{ label: 'share', text: '50 %', exact: 0.5 }],
    picture: { mediaType: 'image/png', bytes: Uint8Array.of(137, 80, 78, 71) },
  }

  it('is kept with the hashes of what is behind it', async () => {
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path)
    await takeCapture(before, newCapture(), perfOutput)
    const other = readOutput('bpftrace-syscalls.txt')
    await takeCapture(before, newCapture({ id: 'capture-2', parserId: 'bpftrace-syscalls' }), other)
    const saved = await before.savePin(pin)
    expect(saved).toEqual({
      ...pin,
      ...{ id: expect.any(String), createdAt: expect.any(Number) },
      artifactHashes: [sha256Of(perfOutput), sha256Of(other)],
    })
    expect(await before.editPin(saved.id, 'A third of it is in gzip')).toEqual({ captureId: 'capture-1' })
    const note = await before.saveNote({ captureId: 'capture-1', text: 'Assumption: compression is cheap' })
    expect(note).toEqual({
      ...{ id: expect.any(String), captureId: 'capture-1', text: 'Assumption: compression is cheap' },
      ...{ createdAt: note.createdAt, editedAt: note.createdAt },
    })
    const second = await before.saveNote({ captureId: 'capture-1', text: 'second' })
    const edited = await before.saveNote({ id: note.id, captureId: 'capture-1', text: 'It is not' })
    await before.close()

    const library = await openTestLibrary(path)
    expect(await library.listPins('capture-1')).toEqual([{ ...saved, sentence: 'A third of it is in gzip' }])
    expect(await library.listNotes('capture-1')).toEqual([edited, second])
    expect(await library.getCapture('capture-1')).toMatchObject({ noteCount: 2, pinCount: 1 })
    expect(await library.removePin(saved.id)).toEqual({ captureId: 'capture-1' })
    expect(await library.removeNote(note.id)).toEqual({ captureId: 'capture-1' })
    expect(await library.getCapture('capture-1')).toMatchObject({ noteCount: 1, pinCount: 0 })
    await expect(library.removePin(saved.id)).rejects.toMatchObject({ code: 'library.not-found' })
    await expect(library.editPin(saved.id, 'x')).rejects.toMatchObject({ code: 'library.not-found' })
    await expect(library.removeNote(note.id)).rejects.toMatchObject({ code: 'library.not-found' })
    const gone = library.saveNote({ id: note.id, captureId: 'capture-1', text: 'x' })
    await expect(gone).rejects.toMatchObject({ code: 'library.not-found' })
  })

  it('finds its capture, as do name, host and recipe', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture())
    await library.createCapture(
      newCapture({ id: 'capture-2', name: 'say "hi" OR bye*', hostLabel: 'größe-1' }),
    )
    await library.savePin({ ...pin, otherCaptureId: null, sentence: 'find_price_by_scan dominates' })
    await library.saveNote({ captureId: 'capture-2', text: 'the journal\nis slow' })
    const found = async (search: string) =>
      (await library.listCaptures(listArgs({ search, sort: 'name', descending: false }))).rows.map(
        ({ id }) => id,
      )
    expect(await found('')).toEqual(['capture-1', 'capture-2'])
    expect(await found('orde')).toEqual(['capture-1'])
    expect(await found('find_price')).toEqual(['capture-1'])
    expect(await found('scan orders')).toEqual(['capture-1'])
    expect(await found('JOURN')).toEqual(['capture-2'])
    expect(await found('GRÖẞE')).toEqual(['capture-2'])
    expect(await found('grosse')).toEqual([])
    expect(await found('große')).toEqual(['capture-2'])
    expect(await found('"hi" OR')).toEqual(['capture-2'])
    expect(await found('cpu')).toEqual(['capture-1', 'capture-2'])
    for (const syntax of [
      '"',
      'a"',
      'name:orders',
      'NEAR(',
      '^x',
      'a AND',
      '(',
      '*',
      "'; DROP TABLE captures",
      '\0',
    ])
      expect(await found(syntax)).toEqual(expect.any(Array))
    await library.renameCapture('capture-1', 'fast now')
    expect(await found('orders')).toEqual([])
    expect(await found('fast')).toEqual(['capture-1'])
  })
})

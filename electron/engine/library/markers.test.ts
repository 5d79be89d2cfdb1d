import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ExportId } from '../../../shared/formats/export-heads.ts'
import type { Library } from './library.ts'
import {
  listArgs,
  makeFolder,
  newCapture,
  openTestLibrary,
  readOutput,
  takeCapture,
} from './library-fixture.ts'

const perfOutput = readOutput('perf-fp.txt')
const captureIds = ['capture-1']

/** A capture whose tool's clock says `origin` at time 0. */
const openWithCapture = async (path?: string) => {
  const library = await openTestLibrary(path)
  await takeCapture(library, newCapture(), perfOutput)
  const [first] = /\d+\.\d{9}(?=:)/.exec(Buffer.from(perfOutput).toString()) ?? []
  const origin = Math.round(Number(first) * 1e9)
  const anchors = [0, 10e9].map((after) => ({
    wall: 1.7e18 + after,
    monotonic: origin - 1e9 + after,
    error: 5,
  }))
  await library.updateCapture('capture-1', { anchors })
  return { library, origin }
}
const markersOf = async (library: Library) => (await library.getCapture('capture-1')).markers
const find = async (library: Library, search: string) =>
  (await library.listCaptures(listArgs({ search }))).rows.map(({ id }) => id)

describe('markers', () => {
  it('are kept at once, and placed on the capture’s axis when the host’s clock is known', async () => {
    const path = join(makeFolder(), 'library.db')
    const { library: before, origin } = await openWithCapture(path)
    const moment = { monotonic: 2e9, wall: 1_700_000_002_000 }
    const [made] = await before.addMarkers({ captureIds, text: 'deployed', moment })
    const marker = { id: made?.markerId, kind: 'mark', text: 'deployed', madeAt: moment.wall }
    expect(await markersOf(before)).toEqual([{ ...marker, time: null, error: null }])

    const ours = { monotonic: 4e9, wall: 1_700_000_004_000 }
    const offset = origin + 1e9 - 4e9
    expect(await before.storeHostClock('capture-1', { ours, low: offset - 1e7, high: offset + 1e7 })).toBe(1)
    // two seconds before what is time 1 s of the capture, and 100 ppm of those for the drift of the clocks
    expect(await markersOf(before)).toEqual([{ ...marker, time: -1e9, error: 1e7 + 2e5 }])
    // what knows less does not move it
    expect(await before.storeHostClock('capture-1', { ours, low: offset - 5e7, high: offset + 1e7 })).toBe(0)
    await before.close()

    const library = await openTestLibrary(path)
    expect(await markersOf(library)).toEqual([{ ...marker, time: -1e9, error: 1e7 + 2e5 }])
    // by another process, while nobody asks the host: by what was kept of its clock
    await library.addMarkers({ captureIds, text: '', moment: ours })
    expect((await markersOf(library))?.at(-1)).toMatchObject({ time: 1e9 - 2e7, error: 3e7 })
  })

  it('are found by their words, renamed, removed and brought back', async () => {
    const { library } = await openWithCapture()
    const moment = { monotonic: 0, wall: 0 }
    const made = await library.addMarkers({ captureIds, text: 'cache warmed', moment })
    const markerIds = made.map(({ markerId }) => markerId)
    expect(await find(library, 'warmed')).toEqual(captureIds)
    expect(await library.renameMarkers(markerIds, 'cache flushed')).toEqual({ captureIds })
    expect([await find(library, 'warmed'), await find(library, 'flushed')]).toEqual([[], captureIds])
    await library.removeMarkers(markerIds, false)
    expect([await markersOf(library), await find(library, 'flushed')]).toEqual([[], []])
    await library.removeMarkers(markerIds, true)
    expect([(await markersOf(library))?.length, await find(library, 'flushed')]).toEqual([1, captureIds])
    await expect(library.renameMarkers([...markerIds, 'none'], 'x')).rejects.toMatchObject({
      code: 'library.not-found',
    })
    expect((await markersOf(library))?.[0]?.text).toBe('cache flushed')
    await expect(library.addMarkers({ captureIds: ['none'], text: '', moment })).rejects.toMatchObject({
      code: 'capture.unknown',
    })
  })

  it('of the host come once, and go out with what has a place for them', async () => {
    const { library, origin } = await openWithCapture()
    const host = { at: origin + 5e8, error: 1e7 }
    const marker = { captureId: 'capture-1', kind: 'workload-start', text: 'Workload started', host } as const
    expect([await library.addHostMarker(marker), await library.addHostMarker(marker)]).toEqual([true, false])
    const exported = async (format: ExportId) => {
      const { exportId } = await library.beginExport({ captureId: 'capture-1', format, options: {} })
      return JSON.parse(Buffer.from((await library.readExport(exportId)).bytes).toString())
    }
    expect((await exported('chrome-trace')).traceEvents).toContainEqual({
      ...{ ph: 'i', s: 'g', cat: 'marker', name: 'Workload started', pid: 0, tid: 0, ts: 500_000 },
    })
    const { threads, shared } = await exported('firefox')
    const { name, startTime, endTime, phase } = threads.at(-1).markers
    expect([shared.stringArray[name[0]], startTime, endTime, phase]).toEqual([
      ...['Workload started', [500], [null], [0]],
    ])
  })
})

describe('a workload', () => {
  const workload = { command: 'curl localhost', stopWhenDone: true }

  it('is kept from its request to its output', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture({ workload }))
    const nothing = { exitStatus: null, start: null, end: null, stoppedFor: '', stdout: null, stderr: null }
    expect((await library.getCapture('capture-1')).workload).toEqual({
      ...workload,
      ...nothing,
      state: 'waiting',
    })
    await expect(library.workloadOutput('capture-1', 'stdout')).rejects.toMatchObject({
      code: 'library.not-found',
    })
    await library.updateCapture('capture-1', {
      anchors: [{ wall: 1.7e18, monotonic: 1e12, error: 0 }],
      workload: { state: 'ended', started: 1e12 + 1e9, ended: 1e12 + 3e9, exitStatus: 22 },
    })
    const [bytes, empty] = [Buffer.from('a\u001b[31m'), new Uint8Array()]
    await library.updateCapture('capture-1', {
      workload: { stdout: { bytes, leftOut: 7 }, stderr: { bytes: empty, leftOut: null } },
    })
    expect((await library.getCapture('capture-1')).workload).toEqual({
      ...{ ...workload, state: 'ended', exitStatus: 22, start: 1e9, end: 3e9, stoppedFor: '' },
      ...{ stdout: { bytes: 6, leftOut: 7 }, stderr: { bytes: 0, leftOut: null } },
    })
    expect(await library.workloadOutput('capture-1', 'stdout')).toEqual(Uint8Array.from(bytes))
    expect(await library.workloadOutput('capture-1', 'stderr')).toEqual(empty)
  })

  it('is null for a capture without one', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture())
    expect((await library.getCapture('capture-1')).workload).toBeNull()
  })
})

import { createHash } from 'node:crypto'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FlameArgs } from '../../../shared/contract/views.ts'
import { foldToText } from '../../../shared/formats/folded.ts'
import { perfScript } from '../../../shared/formats/perf-script.ts'
import { type ProbeReport, THIS_MACHINE } from '../../../shared/model/host.ts'
import {
  exportWhole,
  makeFolder,
  newCapture,
  openTestLibrary,
  readOutput,
  receive,
  takeCapture,
} from './library-fixture.ts'

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const perfOutput = readOutput('perf-fp.txt')

const probe: ProbeReport = {
  at: 1,
  took: 20,
  facts: {
    ...{ hostname: 'web-3', kernel: '6.1', distribution: 'Debian 12', distributionId: 'debian', cpus: 2 },
    ...{
      architecture: 'x86_64',
      uptime: 5,
      user: 'deploy',
      uid: 1000,
      privilege: 'none',
      kptrRestrict: null,
    },
    ...{ perfEventParanoid: 2, cgroup: '2', spoolFree: 1e9, spoolDirectory: '/tmp', loadAverage: '0.1' },
  },
  abilities: [],
  raw: 'kernel=6.1',
}

describe('a capture', () => {
  it('goes all the way, and all of it is there when the library is opened again', async () => {
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path)
    const artifactId = await takeCapture(before, newCapture(), perfOutput)
    await before.updateCapture('capture-1', {
      startedAt: 1_700_000_000_500,
      commands: [{ purpose: 'record', line: 'perf record -a' }],
      toolMessages: '[ perf record: Woken up 1 times ]',
      cost: {
        ...{ tracerCpuSeconds: 0.05, renderCpuSeconds: 1.5, wallSeconds: 5 },
        ...{ hostBusyBefore: null, hostBusyDuring: 0.25 },
      },
      probe,
      anchors: [{ wall: 1_700_000_000_500_000_000, monotonic: 8e15, error: 1200 }],
      spool: null,
      toolLosses: [{ kind: 'lost', count: 7, detail: 'perf lost 7 events' }],
    })
    await before.close()

    const library = await openTestLibrary(path)
    const detail = await library.getCapture('capture-1')
    const parser = perfScript.createParser()
    parser.push(perfOutput)
    const profile = parser.finish()
    const [stream] = profile.streams
    expect(detail).toEqual({
      ...{ id: 'capture-1', name: 'orders are slow', hostId: THIS_MACHINE, hostLabel: 'This machine' },
      ...{ recipeId: 'cpu-profile', recipeTitle: 'Where does the CPU time go?', firstView: 'flame' },
      ...{
        state: 'done',
        error: null,
        sample: false,
        ...{ markers: [], workload: null, estimate: null, budgets: [], ladder: null },
        startedAt: 1_700_000_000_500,
        duration: profile.duration,
      },
      ...{
        events: stream?.length,
        lost: 7,
        incomplete: false,
        bytes: perfOutput.length,
        tracerCpuPercent: 1,
      },
      ...{ noteCount: 0, pinCount: 0, parameters: { seconds: 5, pids: [42], callGraph: 'fp' }, probe },
      commands: [{ purpose: 'record', line: 'perf record -a' }],
      toolMessages: '[ perf record: Woken up 1 times ]',
      cost: {
        ...{ tracerCpuSeconds: 0.05, renderCpuSeconds: 1.5, wallSeconds: 5 },
        ...{ hostBusyBefore: null, hostBusyDuring: 0.25 },
      },
      anchors: [{ wall: 1_700_000_000_500_000_000, monotonic: 8e15, error: 1200 }],
      states: ['draft', 'running', 'ingesting', 'done'].map((state) => ({
        ...{ state, at: expect.any(Number), why: expect.any(String) },
      })),
      losses: [{ kind: 'lost', count: 7, detail: 'perf lost 7 events' }],
      streams: profile.streams.map(({ id, kind, event, unit, title, length }) => ({
        ...{ id, kind, event, unit, title, length },
      })),
      threads: expect.arrayContaining([{ pid: 15873, tid: 15873, name: 'gzip', process: 'gzip' }]),
      artifacts: [
        {
          ...{ id: artifactId, name: 'perf.txt', mediaType: 'text/plain', bytes: perfOutput.length },
          ...{ storedBytes: expect.any(Number), sha256: sha256Of(perfOutput), verified: null },
        },
      ],
    })
    expect(detail.threads.length).toBe(profile.threads.length)
    expect(detail.artifacts[0]?.storedBytes).toBeLessThan(perfOutput.length / 2)

    expect(await exportWhole(library, 'capture-1', 'raw')).toEqual({
      ...{ name: 'perf.txt', mediaType: 'text/plain', bytes: perfOutput },
    })
    expect(await library.readArtifact('capture-1', artifactId, 100, 50)).toEqual({
      ...{ bytes: perfOutput.slice(100, 150), total: perfOutput.length },
    })
    expect(await library.readArtifact('capture-1', artifactId, perfOutput.length - 3, 50)).toEqual({
      ...{ bytes: perfOutput.slice(-3), total: perfOutput.length },
    })
    const folded = Buffer.concat([...foldToText(profile)]).toString()
    expect(new TextDecoder().decode((await exportWhole(library, 'capture-1', 'folded')).bytes)).toBe(folded)
  })

  it('answers the views again and again', async () => {
    const library = await openTestLibrary()
    await takeCapture(library, newCapture(), perfOutput)
    const target = { captureId: 'capture-1', streamId: 0, selection: {} }
    const flame: FlameArgs = {
      ...{ ...target, order: 'top-down', group: 'none', zoom: [], minShare: 0, maxNodes: 9999, search: '' },
    }
    const first = await library.flame(flame)
    expect(first.total[0]).toBe(first.streamTotal)
    expect(first.streamCount).toBe((await library.getCapture('capture-1')).events)
    expect(await library.flame(flame)).toEqual(first)

    const functions = {
      ...target,
      sort: 'self',
      descending: true,
      search: '',
      offset: 0,
      limit: 5000,
    } as const
    const table = await library.functions(functions)
    expect(table.self.reduce((sum, self) => sum + self, 0)).toBe(first.streamTotal)
    expect(await library.functions(functions)).toEqual(table)

    const timeline = { ...target, from: 0, to: 1e9, columns: 100, overviewColumns: 100, maxLanes: 10 }
    const density = await library.timeline(timeline)
    expect(density.overview.reduce((sum, count) => sum + count, 0)).toBe(first.streamCount)
    expect(await library.timeline(timeline)).toEqual(density)

    const heatmap = { ...target, kind: 'subsecond', columns: 100, rows: 50 } as const
    const heat = await library.heatmap(heatmap)
    expect(heat.count).toBe(first.streamCount)
    expect(await library.heatmap(heatmap)).toEqual(heat)

    const { captureId: _captureId, streamId: _streamId, selection: _selection, ...drawn } = flame
    const halves = { ...drawn, norm: 'samples', a: target, b: target } as const
    const diff = await library.diff(halves)
    expect(diff.totalA).toEqual(diff.totalB)
    expect(diff.countA).toEqual(first.count)
    expect(await library.diff(halves)).toEqual(diff)
  })

  it('shows the slow calls and the distribution of all calls', async () => {
    const library = await openTestLibrary()
    await takeCapture(
      library,
      newCapture({ parserId: 'bpftrace-syscalls' }),
      readOutput('bpftrace-syscalls.txt'),
    )
    const detail = await library.getCapture('capture-1')
    expect(detail.streams.map(({ id, kind, unit }) => ({ id, kind, unit }))).toEqual([
      { id: 0, kind: 'slices', unit: 'ns' },
      { id: 1, kind: 'distribution', unit: 'ns' },
    ])
    expect(detail.events).toBe(detail.streams[0]?.length)
    const histogram = await library.histogram({ captureId: 'capture-1', selection: {} })
    expect(histogram.selected?.count).toBe(detail.events)
    const slices = await library.slices({
      ...{ captureId: 'capture-1', streamId: 0, selection: {}, sort: 'duration', descending: true },
      ...{ offset: 0, limit: 1 },
    })
    expect(slices.rows).toBe(detail.events)
    expect(slices.duration[0]).toBe(94_202_610)
  })

  it('is another one after it was read anew', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture())
    const half = perfOutput.length >> 1
    await receive(library, 'capture-1', perfOutput.slice(0, half))
    const { events } = await library.ingest('capture-1', {})
    const partial = await library.getCapture('capture-1')
    expect(partial.incomplete).toBe(true)
    expect(partial.artifacts[0]?.sha256).toBe(sha256Of(perfOutput.slice(0, half)))
    const histogram = { captureId: 'capture-1', streamId: 0, selection: {} }
    const lanes = { ...histogram, from: 0, to: 1e9, columns: 10, overviewColumns: 10, maxLanes: 10 }
    const countOf = ({ overview }: { overview: Float64Array }) =>
      overview.reduce((sum, count) => sum + count, 0)
    expect(countOf(await library.timeline(lanes))).toBe(events)

    const artifactId = await receive(library, 'capture-1', perfOutput)
    await library.finishArtifact(artifactId, sha256Of(perfOutput))
    await library.setCaptureState('capture-1', 'done', 'collected')
    const again = await library.ingest('capture-1', {})
    expect(again.events).toBeGreaterThan(events)
    expect(countOf(await library.timeline(lanes))).toBe(again.events)
    const whole = await library.getCapture('capture-1')
    expect(whole).toMatchObject({ events: again.events, incomplete: false, losses: [] })
    expect(whole.artifacts[0]).toMatchObject({ sha256: sha256Of(perfOutput), verified: true })
  })

  it('reports how far the reading is, and can be cancelled, leaving nothing behind', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture())
    const long = Buffer.concat(Array.from({ length: 100 }, () => perfOutput))
    await receive(library, 'capture-1', long, 1_000_000)
    const controller = new AbortController()
    const seen: number[] = []
    const cancelled = library.ingest('capture-1', {
      signal: controller.signal,
      onProgress: ({ bytes, total }) => {
        expect(total).toBe(long.length)
        seen.push(bytes)
        controller.abort()
      },
    })
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
    expect(seen.length).toBeGreaterThan(0)
    expect(await library.getCapture('capture-1')).toMatchObject({ events: null, streams: [] })
    seen.length = 0
    const whole = { onProgress: ({ bytes }: { bytes: number }) => void seen.push(bytes) }
    expect((await library.ingest('capture-1', whole)).events).toBeGreaterThan(0)
    expect(seen.at(-1)).toBe(long.length)
  })

  it('of which nothing can be read says what was expected, and keeps its raw output', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture())
    const bytes = new TextEncoder().encode('ERROR: failed to attach\n')
    await receive(library, 'capture-1', bytes)
    await expect(library.ingest('capture-1', {})).rejects.toMatchObject({ code: 'format.unrecognised' })
    expect((await exportWhole(library, 'capture-1', 'raw')).bytes).toEqual(bytes)
    await expect(exportWhole(library, 'capture-1', 'folded')).rejects.toMatchObject({
      code: 'query.no-stream',
    })
  })

  it('that is not there is said to be unknown, whatever is asked', async () => {
    const library = await openTestLibrary()
    const unknown = { code: 'capture.unknown', facts: { captureId: 'gone' } }
    await expect(library.getCapture('gone')).rejects.toMatchObject(unknown)
    await expect(library.captureRecord('gone')).rejects.toMatchObject(unknown)
    await expect(library.setCaptureState('gone', 'done', '')).rejects.toMatchObject(unknown)
    await expect(library.beginArtifact('gone', 'a', 'b')).rejects.toMatchObject(unknown)
    await expect(library.ingest('gone', {})).rejects.toMatchObject(unknown)
    await expect(exportWhole(library, 'gone', 'raw')).rejects.toMatchObject(unknown)
    await expect(library.readArtifact('gone', 1, 0, 1)).rejects.toMatchObject(unknown)
    await expect(library.listNotes('gone')).rejects.toMatchObject(unknown)
    await expect(library.removeCaptures(['gone'])).rejects.toMatchObject(unknown)
    await expect(exportWhole(library, 'gone', 'folded')).rejects.toMatchObject(unknown)
  })
})

describe('an artifact', () => {
  it('of several chunks comes back from any place', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture())
    const bytes = Uint8Array.from({ length: 2_500_000 }, (_, i) => (i * 2_654_435_761) >>> 11)
    const artifactId = await receive(library, 'capture-1', bytes, 300_001)
    expect(await library.finishArtifact(artifactId, sha256Of(bytes).toUpperCase())).toEqual({
      ...{ bytes: bytes.length, sha256: sha256Of(bytes) },
    })
    const stretch = await library.readArtifact('capture-1', artifactId, 1_048_000, 1_048_576)
    expect(Buffer.from(stretch.bytes).equals(bytes.subarray(1_048_000, 2_096_576))).toBe(true)
    const exported = await exportWhole(library, 'capture-1', 'raw')
    expect(sha256Of(exported.bytes)).toBe(sha256Of(bytes))
  })

  it('takes bytes only where it ends, and does not care for a Buffer out of the pool', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture())
    const { artifactId } = await library.beginArtifact('capture-1', 'perf.txt', 'text/plain')
    expect(await library.appendArtifact(artifactId, 0, Buffer.from('hello '))).toBe(6)
    await expect(library.appendArtifact(artifactId, 5, Buffer.from('x'))).rejects.toThrow('has received 6')
    await expect(library.appendArtifact(artifactId, 7, Buffer.from('x'))).rejects.toThrow('has received 6')
    expect(await library.appendArtifact(artifactId, 6, Buffer.from('world'))).toBe(11)
    expect(await library.beginArtifact('capture-1', 'perf.txt', 'text/plain')).toEqual({
      artifactId,
      received: 11,
    })
    expect(new TextDecoder().decode((await exportWhole(library, 'capture-1', 'raw')).bytes)).toBe(
      'hello world',
    )
  })

  it('is gone on with after the library was closed, its hash too', async () => {
    const path = join(makeFolder(), 'library.db')
    const before = await openTestLibrary(path)
    await before.createCapture(newCapture())
    const bytes = Uint8Array.from({ length: 1_500_000 }, (_, i) => i % 251)
    await receive(before, 'capture-1', bytes.slice(0, 1_200_000), 700_000)
    await before.close()
    const library = await openTestLibrary(path)
    expect((await library.captureRecord('capture-1')).received).toBe(1_200_000)
    const artifactId = await receive(library, 'capture-1', bytes, 99_999)
    expect((await library.finishArtifact(artifactId, sha256Of(bytes))).sha256).toBe(sha256Of(bytes))
  })

  it('that is not what the host has is kept and marked', async () => {
    const library = await openTestLibrary()
    await library.createCapture(newCapture())
    const artifactId = await receive(library, 'capture-1', perfOutput)
    const finished = library.finishArtifact(artifactId, '0'.repeat(64))
    await expect(finished).rejects.toMatchObject({
      ...{ code: 'capture.hash-mismatch', facts: { bytes: perfOutput.length, here: sha256Of(perfOutput) } },
    })
    await library.setCaptureState('capture-1', 'failed', 'it arrived damaged')
    await library.ingest('capture-1', {})
    const detail = await library.getCapture('capture-1')
    expect(detail).toMatchObject({ incomplete: true, artifacts: [{ verified: false }] })
  })
})

describe('a library whose file is moved away while it is open', () => {
  it('takes nothing new, which would be lost, and goes on when the file is back', async () => {
    const path = join(makeFolder(), 'library.db')
    const library = await openTestLibrary(path)
    renameSync(path, `${path}.away`)
    const gone = { code: 'library.gone', message: expect.stringContaining('moved or removed') }
    await expect(library.createCapture(newCapture())).rejects.toMatchObject(gone)
    await expect(library.saveNote({ captureId: 'capture-1', text: 'x' })).rejects.toMatchObject(gone)
    renameSync(`${path}.away`, path)
    await library.createCapture(newCapture())
    expect((await library.getCapture('capture-1')).state).toBe('draft')
  })
})

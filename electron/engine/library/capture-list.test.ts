import { expect, it } from 'vitest'
import type { Library } from './library.ts'
import { listArgs, newCapture, openTestLibrary, readOutput, takeCapture } from './library-fixture.ts'

async function fill(library: Library): Promise<void> {
  const { id: hostId } = await library.saveHost({
    ...{ label: 'web-3', address: 'web-3', port: 22, user: 'me', spoolDirectory: '' },
    authentication: { method: 'agent' },
  })
  await takeCapture(library, newCapture({ id: 'a', name: 'beta', startedAt: 3 }), readOutput('perf-fp.txt'))
  await takeCapture(
    library,
    newCapture({
      ...{ id: 'b', name: 'Alpha', startedAt: 2, hostId, hostLabel: 'web-3', parserId: 'bpftrace-syscalls' },
      ...{ recipeId: 'syscall-latency', recipeTitle: 'Which calls are slow?', firstView: 'histogram' },
    }),
    readOutput('bpftrace-syscalls.txt'),
  )
  await library.createCapture(newCapture({ id: 'c', name: 'gamma', startedAt: 1 }))
  await library.updateCapture('b', {
    cost: { tracerCpuSeconds: 1, wallSeconds: 4, hostBusyBefore: 0.1, hostBusyDuring: 0.2 },
    toolLosses: [
      { kind: 'lost', count: 5, detail: 'lost' },
      { kind: 'throttled', count: 2, detail: 'throttled' },
      { kind: 'truncated', count: 1, detail: 'cut short' },
    ],
  })
  await library.saveNote({ captureId: 'b', text: 'slow' })
}

const idsOf = async (library: Library, change: Parameters<typeof listArgs>[0]) =>
  (await library.listCaptures(listArgs(change))).rows.map(({ id }) => id).join(' ')

it('lists captures with what is known of each', async () => {
  const library = await openTestLibrary()
  await fill(library)
  const { rows, total } = await library.listCaptures(listArgs())
  expect(total).toBe(3)
  expect(rows.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(rows[1]).toEqual({
    ...{
      id: 'b',
      name: 'Alpha',
      hostId: expect.any(String),
      hostLabel: 'web-3',
      recipeId: 'syscall-latency',
    },
    ...{ recipeTitle: 'Which calls are slow?', state: 'done', startedAt: 2, duration: expect.any(Number) },
    ...{
      events: expect.any(Number),
      lost: 7,
      incomplete: true,
      bytes: readOutput('bpftrace-syscalls.txt').length,
    },
    ...{ tracerCpuPercent: 25, error: null, sample: false, noteCount: 1, pinCount: 0 },
  })
  expect(rows[2]).toMatchObject({
    state: 'draft',
    duration: null,
    events: null,
    lost: 0,
    tracerCpuPercent: null,
  })
  for (const row of rows) {
    const { duration, events, incomplete } = await library.getCapture(row.id)
    expect(row).toMatchObject({ duration, events, incomplete })
  }
})

it('sorts by each column in both directions, what is not known last', async () => {
  const library = await openTestLibrary()
  await fill(library)
  expect(await idsOf(library, { sort: 'startedAt', descending: false })).toBe('c b a')
  expect(await idsOf(library, { sort: 'name', descending: false })).toBe('b a c')
  expect(await idsOf(library, { sort: 'hostLabel', descending: true })).toBe('b c a')
  expect(await idsOf(library, { sort: 'recipeTitle', descending: false })).toBe('c a b')
  expect(await idsOf(library, { sort: 'lost', descending: true })).toBe('b c a')
  expect(await idsOf(library, { sort: 'bytes', descending: true })).toBe('a b c')
  expect(await idsOf(library, { sort: 'tracerCpuPercent', descending: false })).toBe('b c a')
  for (const sort of ['duration', 'events'] as const) {
    const up = await idsOf(library, { sort, descending: false })
    const down = await idsOf(library, { sort, descending: true })
    expect([up, down].toSorted()).toEqual(['a b c', 'b a c'])
  }
})

it('filters by host and recipe, and gives a page with the total', async () => {
  const library = await openTestLibrary()
  await fill(library)
  expect(await idsOf(library, { hostId: 'this-machine' })).toBe('a c')
  expect(await idsOf(library, { recipeId: 'syscall-latency' })).toBe('b')
  expect(await idsOf(library, { recipeId: 'syscall-latency', hostId: 'this-machine' })).toBe('')
  const page = await library.listCaptures(listArgs({ offset: 1, limit: 1 }))
  expect(page.rows.map(({ id }) => id)).toEqual(['b'])
  expect(page.total).toBe(3)
})

it('shows what was discarded only while its spool is still on the host', async () => {
  const library = await openTestLibrary()
  await library.createCapture(newCapture())
  const spool = { directory: '/tmp/spool', hostBootId: 'boot', elevated: true }
  await library.updateCapture('capture-1', { spool })
  await library.setCaptureState('capture-1', 'discarded', 'by hand')
  expect(await idsOf(library, {})).toBe('capture-1')
  expect((await library.captureRecord('capture-1')).spool).toEqual(spool)
  await library.updateCapture('capture-1', { spool: null })
  expect(await idsOf(library, {})).toBe('')
})

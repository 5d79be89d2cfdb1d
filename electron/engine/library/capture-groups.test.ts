import { expect, it } from 'vitest'
import type { Library } from './library.ts'
import { listArgs, newCapture, openTestLibrary, readOutput, takeCapture } from './library-fixture.ts'

const ms = 1e6
const noon = 1_795_000_000_000

/** Three captures started together, the last of which failed; and one alone. */
const fill = async (library: Library): Promise<void> => {
  await library.createCapture(newCapture({ id: 'alone' }))
  for (const [position, id] of ['a', 'b', 'c'].entries()) {
    const group = { id: 'g', name: 'all web hosts', position }
    const capture = newCapture({ id, hostLabel: `web-${id}`, startedAt: noon + position, group })
    if (id === 'c') await library.createCapture(capture)
    else await takeCapture(library, capture, readOutput('perf-fp.txt'))
  }
  await library.planGroup('g', noon)
  const anchor = (wall: number) => [{ wall: wall * ms, monotonic: 1e9, error: 0 }]
  await library.updateCapture('a', {
    anchors: anchor(noon + 5000 + 2),
    clock: {
      start: { offset: 5000 * ms, error: 1 * ms, at: noon },
      end: { offset: 5001 * ms, error: 2 * ms, at: noon },
    },
  })
  await library.updateCapture('b', {
    anchors: anchor(noon + 9),
    clock: { start: { offset: 0, error: 3 * ms, at: noon } },
  })
  await library.setCaptureState('c', 'failed', 'no perf', {
    ...{ code: 'preflight.tool-missing', message: 'There is no perf.', remedy: 'Install it.', facts: {} },
  })
}

it('captures of a group are told together, with what lies between their starts', async () => {
  const library = await openTestLibrary()
  await fill(library)
  const group = await library.getGroup('g')
  expect(group).toMatchObject({ id: 'g', name: 'all web hosts', plannedAt: noon })
  expect(
    group.members.map(({ captureId, hostLabel, state, start, late, error }) => [
      ...[captureId, hostLabel, state, start, late, error?.code],
    ]),
  ).toEqual([
    ['a', 'web-a', 'done', { at: 0, error: 1 * ms }, 2 * ms, undefined],
    ['b', 'web-b', 'done', { at: 7 * ms, error: 3 * ms }, 9 * ms, undefined],
    ['c', 'web-c', 'failed', null, null, 'preflight.tool-missing'],
  ])
  expect(group.spread).toEqual({ by: 7 * ms, error: 4 * ms })
  expect(group.members[0]?.clock.end).toEqual({ offset: 5001 * ms, error: 2 * ms, at: noon })
  expect((await library.captureRecord('a')).groupId).toBe('g')
  expect((await library.captureRecord('alone')).groupId).toBeNull()
})

it('the list names the group of each, and can be of one group', async () => {
  const library = await openTestLibrary()
  await fill(library)
  const { rows } = await library.listCaptures(listArgs())
  const named = { id: 'g', name: 'all web hosts', size: 3 }
  expect(Object.fromEntries(rows.map(({ id, group }) => [id, group]))).toEqual({
    ...{ a: named, b: named, c: named, alone: undefined },
  })
  const { rows: together, total } = await library.listCaptures(listArgs({ groupId: 'g', descending: false }))
  expect([together.map(({ id }) => id), total]).toEqual([['a', 'b', 'c'], 3])
  expect((await library.getCapture('b')).group).toEqual(named)
})

it('a group is what is left of it', async () => {
  const library = await openTestLibrary()
  await fill(library)
  await library.removeCaptures(['b'])
  expect((await library.getCapture('a')).group?.size).toBe(2)
  expect((await library.getGroup('g')).members.map(({ captureId }) => captureId)).toEqual(['a', 'c'])
  for (const id of ['a', 'b', 'c']) await library.eraseCapture(id)
  await expect(library.getGroup('g')).rejects.toMatchObject({ code: 'capture.unknown' })
})

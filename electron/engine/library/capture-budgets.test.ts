import { expect, it } from 'vitest'
import type { Estimate } from '../../../shared/model/budget.ts'
import { newCapture, openTestLibrary } from './library-fixture.ts'

const uses = [{ id: 'tracer-cpu', used: 1.5, peak: 2, limit: 25, unit: 'percent' }] as const
const estimate: Estimate = {
  ...{ seconds: 5, cpus: 2, rate: 19, probes: 2, events: 190, eventsPerThread: null, bytes: 1_000 },
  ...{ tracerCpuPercent: 0.1, microsecondsPerHit: null, costClass: 'low' },
}
const cost = { tracerCpuSeconds: 0.1, wallSeconds: 5, hostBusyBefore: 0.1, hostBusyDuring: 0.2 }

it('an estimate, and what was used in the end, stand side by side', async () => {
  const library = await openTestLibrary()
  await library.createCapture(newCapture({ estimate }))
  const bpf = { cpuSeconds: 0.4, runs: 12_000, wallSeconds: 4 }
  await library.updateCapture('capture-1', { uses, cost: { ...cost, bpf } })
  expect(await library.getCapture('capture-1')).toMatchObject({
    ...{ estimate, budgets: uses, ladder: { id: 'capture-1', after: null } },
    cost: { ...cost, bpf },
  })
})

it('a capture that nobody estimated has what it used', async () => {
  const library = await openTestLibrary()
  await library.createCapture(newCapture())
  expect(await library.getCapture('capture-1')).toMatchObject({ estimate: null, budgets: [], ladder: null })
  await library.updateCapture('capture-1', { uses })
  expect(await library.getCapture('capture-1')).toMatchObject({ estimate: null, budgets: uses })
})

it('captures that were taken one after the other are a ladder, from its first one on', async () => {
  const library = await openTestLibrary()
  await library.createCapture(newCapture({ id: 'first', estimate }))
  await library.createCapture(newCapture({ id: 'second', after: 'first', estimate }))
  await library.createCapture(newCapture({ id: 'alone', estimate }))
  await library.createCapture(newCapture({ id: 'third', after: 'second' }))
  const ladderOf = async (id: string) => (await library.getLadder(id)).map(({ capture }) => capture.id)
  expect(await ladderOf('second')).toEqual(['first', 'second', 'third'])
  expect(await ladderOf('alone')).toEqual(['alone'])
  expect(await library.getCapture('third')).toMatchObject({ ladder: { id: 'first', after: 'second' } })
  // the first one of a ladder may go; the others stay together
  await library.setCaptureState('first', 'done', 'came to its planned end')
  await library.removeCaptures(['first'])
  expect(await ladderOf('third')).toEqual(['second', 'third'])
  await expect(library.createCapture(newCapture({ id: 'fourth', after: 'first' }))).rejects.toMatchObject({
    code: 'capture.unknown',
  })
})

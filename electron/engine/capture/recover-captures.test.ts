import { expect, it } from 'vitest'
import type { Library } from '../library/library.ts'
import { makeFolder, newCapture, openTestLibrary, readOutput, receive } from '../library/library-fixture.ts'
import { recoverCaptures, type SetState } from './recover-captures.ts'

const output = readOutput('perf-fp.txt')
const setStateOf =
  (library: Library): SetState =>
  (captureId, state, why, error = null) =>
    library.setCaptureState(captureId, state, why, error)

const spool = { directory: '/var/tmp/smokejumper-0/capture-1', hostBootId: 'b', elevated: false }

/** A library whose process ended when its one capture was in this state. */
const reopenAfter = async (leave: (library: Library) => Promise<unknown>): Promise<Library> => {
  const path = `${makeFolder()}/library.db`
  const first = await openTestLibrary(path)
  await first.createCapture(newCapture())
  await leave(first)
  await first.close()
  const library = await openTestLibrary(path)
  await recoverCaptures(library, setStateOf(library))
  return library
}

it('reads a capture that had all arrived when the process ended', async () => {
  const library = await reopenAfter(async (first) => {
    await first.setCaptureState('capture-1', 'running', 'started')
    const artifactId = await receive(first, 'capture-1', output)
    await first.finishArtifact(artifactId, null)
    await first.setCaptureState('capture-1', 'ingesting', 'all of it has arrived')
  })
  const capture = await library.getCapture('capture-1')
  expect(capture.state).toBe('done')
  expect(capture.error).toBeNull()
  expect(capture.events).toBeGreaterThan(0)
})

it('reads what had arrived of one that still waits on its host, and leaves it to be collected', async () => {
  const library = await reopenAfter(async (first) => {
    await first.setCaptureState('capture-1', 'running', 'started')
    await first.updateCapture('capture-1', { spool })
    await receive(first, 'capture-1', output.subarray(0, output.length / 2))
  })
  const capture = await library.getCapture('capture-1')
  expect(capture.state).toBe('interrupted')
  expect(capture.incomplete).toBe(true)
  expect(capture.events).toBeGreaterThan(0)
  expect((await library.captureRecord('capture-1')).spool).toEqual(spool)
})

it('leaves alone one that had not begun', async () => {
  const library = await reopenAfter((first) => first.setCaptureState('capture-1', 'preflight', 'asked for'))
  const capture = await library.getCapture('capture-1')
  expect(capture.state).toBe('interrupted')
  expect(capture.events).toBeNull()
})

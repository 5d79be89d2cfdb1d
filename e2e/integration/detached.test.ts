/** Captures that need nobody: they go on without a client, and are taken over, stopped or thrown away by another one. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostDefaults } from '../../shared/model/host.ts'
import { hasSshd, type Sshd, startSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { type Bench, isRoot, openBench, readStatus } from './capture-fixture.ts'
import { expectExact, startedFor } from './fault-fixture.ts'
import { startSteady } from './fault-requests.ts'
import { makeFaultResources } from './fault-resources.ts'

const canRun = isRoot && hasSshd()
let folder: string
let resources: string
let sshd: Sshd
let uid: string

beforeAll(async () => {
  if (!canRun) return
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-detached-'))
  resources = makeFaultResources(folder)
  // a user of its own: all that this one started is stopped, and nothing of the tests that run beside these
  sshd = await startSshd({ user: {} })
  uid = execFileSync('id', ['-u', sshd.user], { encoding: 'utf8' }).trim()
  chmodSync(folder, 0o755)
})
afterAll(async () => {
  if (!canRun) return
  await sshd[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** A library of its own, with the host whose spools are in the folder of that name. */
const openLibraryOf = async (library: string, base: string): Promise<{ bench: Bench; hostId: string }> => {
  const spoolDirectory = join(folder, base)
  mkdirSync(spoolDirectory, { recursive: true })
  chmodSync(spoolDirectory, 0o777)
  mkdirSync(join(folder, library))
  const bench = await openBench({ directory: join(folder, library), resourcesDirectory: resources })
  const { id } = await bench.call('hosts.save', {
    ...hostDefaults,
    ...{ label: base, address: sshd.address, port: sshd.port, user: sshd.user, spoolDirectory },
    authentication: { method: 'key', path: sshd.key.path },
  })
  return { bench, hostId: id }
}
const spoolOf = (base: string, captureId: string) => join(folder, base, `smokejumper-${uid}`, captureId)

/** Starts captures and goes away. */
const leave = async (base: string, requests: readonly { seconds: number; detached: boolean }[]) => {
  const { bench, hostId } = await openLibraryOf(`${base}-first`, base)
  const ids: string[] = []
  // without a grace period to speak of: whoever is attached ends at once
  for (const request of requests) ids.push(await startSteady(bench, { hostId, ...request, graceSeconds: 1 }))
  await bench.engine.close()
  const again = await openBench({
    ...{ directory: bench.directory, resourcesDirectory: resources, attaches: 'never' },
  })
  const states = await Promise.all(
    ids.map(async (captureId) => {
      const { state, error } = await again.get(captureId)
      return [state, error?.code]
    }),
  )
  await again.engine.close()
  return { ids, states }
}

describe.skipIf(!canRun)('a detached capture', () => {
  it('goes on without any client, and is adopted by a new library to the last byte', async () => {
    const { ids, states } = await leave('left', [{ seconds: 300, detached: true }])
    const [captureId = ''] = ids
    expect(states).toEqual([['interrupted', 'capture.detached']])
    await until(
      'the grace period to be long over',
      () => readStatus(spoolOf('left', captureId), 'client_ms') > 2500,
    )
    expect(readStatus(spoolOf('left', captureId), 'tool_pid')).toBeGreaterThan(0)

    const { bench, hostId } = await openLibraryOf('left-second', 'left')
    const found = await bench.call('captures.onHost', { hostId, look: true })
    expect(found.spools).toMatchObject([
      { captureId, recipeId: 'steady', detached: true, state: 'recording', running: true, isKnown: false },
    ])
    expect(found.strays).toEqual([])
    await bench.call('captures.adopt', { hostId, captureId })
    await bench.reached(captureId, 'some bytes', ({ received }) => received > 0)
    await bench.call('captures.stop', { captureId })
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('done')
    expect(capture.states.at(-1)?.why).toBe('stopped by hand')
    expect(capture.losses).toEqual([])
    expect((await expectExact(bench, capture)).wasFlushed).toBe(true)
    expect(readdirSync(join(folder, 'left'))).toEqual([])
    expect(startedFor(captureId)).toEqual([])
    await bench.engine.close()
  })

  it('is taken in part as often as somebody asks, opened, and goes on at the same byte', async () => {
    const { ids } = await leave('part', [{ seconds: 300, detached: true }])
    const [captureId = ''] = ids
    await until('output', () => readStatus(spoolOf('part', captureId), 'artifact_bytes') > 0)
    const { bench, hostId } = await openLibraryOf('part-second', 'part')
    await bench.call('captures.adopt', { hostId, captureId, partial: true })
    const first = await bench.ended(captureId)
    expect([first.state, first.error?.code, first.incomplete]).toEqual([
      'interrupted',
      'capture.detached',
      true,
    ])
    expect(first.states.at(-1)?.why).toMatch(
      /^what was there by now is here, \d+ bytes; it goes on on the host$/,
    )
    expect(first.events).toBeGreaterThan(0)
    expect(readStatus(spoolOf('part', captureId), 'tool_pid')).toBeGreaterThan(0)

    await until('more', () => readStatus(spoolOf('part', captureId), 'artifact_bytes') > first.bytes)
    await bench.call('captures.collect', { captureId, partial: true })
    const second = await bench.ended(captureId)
    expect(second.state).toBe('interrupted')
    expect(second.bytes).toBeGreaterThan(first.bytes)
    expect(second.events ?? 0).toBeGreaterThan(first.events ?? 0)

    await bench.call('captures.collect', { captureId })
    await bench.call('captures.stop', { captureId })
    const capture = await bench.ended(captureId)
    expect([capture.state, capture.incomplete, capture.losses]).toEqual(['done', false, []])
    expect((await expectExact(bench, capture)).wasFlushed).toBe(true)
    expect(readdirSync(join(folder, 'part'))).toEqual([])
    await bench.engine.close()
  })

  it('is deleted with what waits on its host, once that is there again', async () => {
    const { ids } = await leave('deleted', [{ seconds: 300, detached: true }])
    const [captureId = ''] = ids
    const directory = join(folder, 'deleted-first')
    const bench = await openBench({ directory, resourcesDirectory: resources })
    const { hostId } = await bench.get(captureId)
    await sshd.stop()
    await bench.call('captures.remove', { captureIds: ids, onHost: true })
    expect((await bench.get(captureId)).state).toBe('discarded')
    expect(existsSync(spoolOf('deleted', captureId))).toBe(true)
    await sshd.restart()
    await bench.call('captures.onHost', { hostId: hostId ?? '', look: true })
    await until('nothing to be left', () => readdirSync(join(folder, 'deleted')).length === 0)
    await until('the row to go', () =>
      bench.get(captureId).then(
        () => false,
        () => true,
      ),
    )
    expect(startedFor(captureId)).toEqual([])
    await bench.engine.close()
  })

  it('is stopped with everything else on the host, and kept until somebody collects it or throws it away', async () => {
    const { ids } = await leave('all', [
      { seconds: 300, detached: true },
      { seconds: 300, detached: true },
    ])
    const [first = '', second = ''] = ids
    const { bench, hostId } = await openLibraryOf('all-second', 'all')
    // what nobody looks after: its supervisor is gone
    const supervisor = readStatus(spoolOf('all', second), 'supervisor')
    process.kill(supervisor, 'SIGKILL')
    const strays = (await bench.call('captures.onHost', { hostId, look: true })).strays
    expect(new Set(strays.map(({ directory }) => directory))).toEqual(new Set([spoolOf('all', second)]))

    const stopped = await bench.call('captures.stopAll', { hostId })
    expect(stopped).toMatchObject({ stopped: 1, still: 0 })
    expect(stopped.strays).toBeGreaterThan(0)
    expect(ids.map((captureId) => existsSync(spoolOf('all', captureId)))).toEqual([true, true])
    await until('all to end', () => ids.every((captureId) => startedFor(captureId).length === 0))

    await bench.call('captures.throwAway', { hostId, captureId: first })
    await bench.call('captures.adopt', { hostId, captureId: second })
    await expectExact(bench, await bench.ended(second))
    expect(readdirSync(join(folder, 'all'))).toEqual([])
    await bench.engine.close()
  })
})

/** Captures on this machine when clocks jump, the library's disk is full, or the supervisor does not come up. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { recipeSchema } from '../../shared/model/recipe.ts'
import { until } from '../sshd/until.ts'
import { runningFor } from '../support/tracing.ts'
import { type Bench, hasCommand, isRoot, openBench, resourcesDirectory, spoolsIn } from './capture-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'smokejumper-unlucky-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const base = '/var/tmp'

/** A copy that a test may spoil. */
const copyResources = (name: string): string => {
  const resources = join(folder, name, 'resources')
  mkdirSync(resources, { recursive: true })
  cpSync(join(resourcesDirectory, '..', 'package.json'), join(folder, name, 'package.json'))
  for (const part of ['recipes', 'remote'])
    cpSync(join(resourcesDirectory, part), join(resources, part), { recursive: true })
  return resources
}

const start = async (bench: Bench, seconds: number, graceSeconds: number): Promise<string> => {
  const parameters = { seconds, hz: 199, pids: [process.pid] }
  const request = { hostId: THIS_MACHINE, recipeId: 'cpu-profile', parameters, name: '', graceSeconds }
  return (await bench.call('captures.start', request)).captureId
}

/** So that there is something to record of this process, which mostly waits. */
const burn = (ms: number): void => {
  const end = performance.now() + ms
  while (performance.now() < end) Math.sqrt(end)
}

describe.skipIf(!isRoot || !hasCommand('perf'))('a capture of the unlucky', () => {
  it('goes on when the clock of the host is set back', async () => {
    await using bench = await openBench()
    const captureId = await start(bench, 9, 4)
    await bench.reached(captureId, 'a second', ({ elapsedSeconds }) => elapsedSeconds >= 1)
    const spool = join(base, `smokejumper-${process.getuid?.()}`, captureId)
    // what was written before is of the future then
    const future = Date.now() / 1000 + 3600
    for (const name of readdirSync(spool)) {
      if (name !== 'status' && name !== 'status.new') utimesSync(join(spool, name), future, future)
    }
    const capture = await bench.ended(captureId)
    expect(capture.states.at(-1)?.why).toBe('came to its planned end')
  })

  it('is failed, with what stood before, when the output ends in the middle of a line', async () => {
    const resources = copyResources('cut')
    const path = join(resources, 'recipes/cpu-profile.json')
    const recipe = recipeSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    const render = ['sh', '-c', '"$@" | head -c 3000', 'sh', ...(recipe.render ?? [])]
    writeFileSync(path, JSON.stringify({ ...recipe, render }))
    await using bench = await openBench({ resourcesDirectory: resources })
    const request = { hostId: THIS_MACHINE, recipeId: 'cpu-profile', parameters: { seconds: 2 }, name: '' }
    const capture = await bench.ended((await bench.call('captures.start', request)).captureId)
    expect(capture.state).toBe('failed')
    expect(capture.error?.code).toBe('format.broken')
    expect(capture.error?.message).toMatch(/ends in the middle of a record, at line \d+ \(byte \d+\)/)
    expect(capture.events).toBeGreaterThan(0)
  })

  it('leaves no spool when the supervisor does not come up', async () => {
    const resources = copyResources('down')
    writeFileSync(join(resources, 'remote/supervisor.sh'), 'echo out of luck >&2\nexit 3\n')
    await using bench = await openBench({ resourcesDirectory: resources })
    let captureId = ''
    bench.engine.on('capture.progress', (progress) => {
      captureId = progress.captureId
    })
    await expect(start(bench, 1, 5)).rejects.toMatchObject({
      code: 'capture.spool',
      message: expect.stringContaining('out of luck'),
    })
    expect(captureId).not.toBe('')
    expect(spoolsIn(base)).not.toContain(captureId)
  })

  it('that is closed while the tool is being started leaves nothing, and no fault', async () => {
    const bench = await openBench()
    const starting = Promise.withResolvers<string>()
    bench.engine.on('capture.progress', ({ captureId, phase }) => {
      if (phase === 'starting the tool') starting.resolve(captureId)
    })
    const refused = expect(start(bench, 5, 5)).rejects.toMatchObject({ name: 'AbortError' })
    const captureId = await starting.promise
    const again = await bench.reopen()
    try {
      await refused
      await expect(again.get(captureId)).rejects.toMatchObject({ code: 'capture.unknown' })
      expect(spoolsIn(base)).not.toContain(captureId)
      expect(runningFor(captureId)).toEqual([])
    } finally {
      await again[Symbol.asyncDispose]()
    }
  })

  it('waits for room when the disk of the library is full, then says what became of it', async () => {
    const directory = join(folder, 'small')
    mkdirSync(directory)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', directory])
    try {
      const bench = await openBench({
        directory,
        followTimes: { pollMs: 200, reconnectMs: 2000, longestBackoffMs: 200 },
      })
      try {
        const captureId = await start(bench, 4, 30)
        await bench.reached(captureId, 'a second', ({ elapsedSeconds }) => elapsedSeconds >= 1)
        burn(300)
        execFileSync('sh', ['-c', 'cat /dev/zero >"$1"/other 2>/dev/null || :', 'sh', directory])
        await until(
          'the full disk to be said',
          () => bench.progress.get(captureId)?.phase.includes('disk is full') === true,
          30_000,
        )
        rmSync(join(directory, 'other'))
        const capture = await bench.ended(captureId)
        expect(capture.state).toBe('interrupted')
        expect(capture.error?.code).toBe('library.disk-full')
        await bench.call('captures.collect', { captureId })
        const collected = await bench.ended(captureId)
        expect(collected.state).toBe('done')
        expect(collected.artifacts[0]?.verified).toBe(true)
        expect(runningFor(captureId)).toEqual([])
      } finally {
        await bench.engine.close()
      }
    } finally {
      execFileSync('umount', [directory])
    }
  })
})

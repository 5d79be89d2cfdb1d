/** Captures on this machine when clocks jump, the library's disk is full, or the supervisor does not come up. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { until } from '../sshd/until.ts'
import {
  type Bench,
  hasCommand,
  isRoot,
  openBench,
  resourcesDirectory,
  runningFor,
  spoolsIn,
} from './capture-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'smokejumper-unlucky-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const base = '/var/tmp'

const start = async (bench: Bench, seconds: number, graceSeconds: number): Promise<string> => {
  const parameters = { seconds, pids: [process.pid] }
  const request = { hostId: THIS_MACHINE, recipeId: 'cpu-profile', parameters, name: '', graceSeconds }
  return (await bench.call('captures.start', request)).captureId
}

describe.skipIf(!isRoot || !hasCommand('perf'))('a capture of the unlucky', () => {
  it('goes on when the clock of the host is set back', async () => {
    await using bench = await openBench()
    const captureId = await start(bench, 6, 2)
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

  it('leaves no spool when the supervisor does not come up', async () => {
    const app = join(folder, 'app')
    mkdirSync(app)
    cpSync(join(resourcesDirectory, '..', 'package.json'), join(app, 'package.json'))
    for (const name of ['recipes', 'remote'])
      cpSync(join(resourcesDirectory, name), join(app, 'resources', name), { recursive: true })
    writeFileSync(join(app, 'resources/remote/supervisor.sh'), 'echo out of luck >&2\nexit 3\n')
    await using bench = await openBench({ resourcesDirectory: join(app, 'resources') })
    const before = spoolsIn(base)
    await expect(start(bench, 1, 5)).rejects.toMatchObject({
      code: 'capture.spool',
      message: expect.stringContaining('out of luck'),
    })
    expect(spoolsIn(base)).toEqual(before)
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

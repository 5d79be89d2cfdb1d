/** Captures of this machine whose workbench ends before they do. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { until } from '../sshd/until.ts'
import { runningFor } from '../support/tracing.ts'
import { setUpBusy } from './busy-machine.ts'
import { hasCommand, isRoot, openBench, recordProfile, spoolsIn } from './capture-fixture.ts'

const canCapture = isRoot && hasCommand('perf') && hasCommand('gcc')
const busy = setUpBusy(!canCapture)

describe.skipIf(!canCapture)('a capture whose workbench is killed', () => {
  it('leaves no tracer behind, is interrupted, and can be collected', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'smokejumper-abandoned-'))
    const script = fileURLToPath(new URL('abandoned-engine.ts', import.meta.url))
    const args = [script, directory, String(busy.pid()), '4']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    child.stdout.on('data', (chunk) => {
      printed += chunk
    })
    await until('the capture to record', () => printed.endsWith('\n'), 30_000)
    const captureId = printed.trim()
    expect(runningFor(captureId).join()).toContain('perf record')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await until('all to end on the host', () => runningFor(captureId).length === 0, 30_000)

    await using bench = await openBench({ directory })
    expect((await bench.get(captureId)).state).toBe('interrupted')
    await bench.call('captures.collect', { captureId })
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('done')
    expect(capture.events).toBeGreaterThan(0)
    expect(spoolsIn('/var/tmp')).not.toContain(captureId)
  })
})

describe.skipIf(!canCapture)('a capture whose workbench is closed', () => {
  it('goes on on the host, and is taken up again by the next', async () => {
    const first = await openBench()
    const captureId = await recordProfile(first, { hostId: THIS_MACHINE, pids: [busy.pid()], seconds: 60 })
    await using second = await first.reopen()
    expect((await second.get(captureId)).state).toBe('interrupted')
    expect(runningFor(captureId).join()).toContain('perf record')
    await second.call('captures.collect', { captureId })
    await second.reached(captureId, 'it to be followed', ({ phase }) => phase === 'recording')
    await second.call('captures.stop', { captureId })
    const capture = await second.ended(captureId)
    expect(capture.error).toBeNull()
    expect(capture.state).toBe('done')
    expect(capture.losses).toEqual([])
    expect(capture.events).toBeGreaterThan(0)
  })
})

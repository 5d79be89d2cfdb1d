/** Markers of captures that run, held against moments that are known: this machine's clock is the host's here. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CaptureDetail } from '../../shared/model/capture.ts'
import { hostDefaults, THIS_MACHINE } from '../../shared/model/host.ts'
import type { Marker } from '../../shared/model/marker.ts'
import type { Nanoseconds } from '../../shared/units/units.ts'
import { hasSshd, startSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { makePerson } from '../support/person.ts'
import { runCli } from '../support/run-cli.ts'
import { type Bench, hasCommand, isRoot, openBench } from './capture-fixture.ts'
import { openSteadyBench } from './steady-bench.ts'

/** By the machine's monotonic clock. */
interface Span {
  readonly from: Nanoseconds
  readonly to: Nanoseconds
}

/** Gives between which moments it was made. */
const mark = async (bench: Bench, text: string, captureId?: string): Promise<Span> => {
  const from = Number(process.hrtime.bigint())
  await bench.call('captures.mark', { text, ...(captureId === undefined ? {} : { captureId }) })
  return { from, to: Number(process.hrtime.bigint()) }
}

const markerOf = (
  { markers = [] }: CaptureDetail,
  text: string,
): Marker & { time: number; error: number } => {
  const { time, error, ...marker } = markers.find((each) => each.text === text) ?? raise(`no ${text}`)
  return { ...marker, time: time ?? raise('no time'), error: error ?? raise('no error') }
}
const raise = (why: string): never => {
  throw new Error(why)
}

/** That the marker stands where it was made, as exactly as it says; and that it says something, on however busy a machine. */
const expectAt = ({ time, error }: { time: number; error: number }, made: Span, zero: Nanoseconds) => {
  expect(time).toBeGreaterThanOrEqual(made.from - zero - error)
  expect(time).toBeLessThanOrEqual(made.to - zero + error)
  expect(error).toBeLessThan(1e10)
}

describe.skipIf(!isRoot).concurrent('a marker', () => {
  it('stands among the calls of a traced process where it was made', async () => {
    if (!hasCommand('bpftrace') || !hasCommand('python3')) return
    await using bench = await openBench()
    const sleeper = `import time
t = time.monotonic_ns()
time.sleep(0.45)
print(t)`
    const { captureId } = await bench.call('captures.start', {
      ...{ hostId: THIS_MACHINE, recipeId: 'syscall-latency', name: '' },
      parameters: { seconds: 60, thresholdUs: 400_000 },
      workload: {
        command: `exec python3 -c '${sleeper.replaceAll('\n', '; ')}'`,
        startAfterSeconds: 1,
        stopWhenDone: true,
      },
    })
    await bench.reached(captureId, 'the workload to run', ({ workload }) => workload?.state === 'running')
    const made = await mark(bench, 'now')
    const capture = await bench.ended(captureId)
    expect(capture.error).toBeNull()
    const [stream] = capture.streams.filter(({ kind }) => kind === 'slices')
    const python = capture.threads.filter(({ name }) => name.startsWith('python3'))
    const { start } = await bench.call('views.slices', {
      ...{ captureId, streamId: stream?.id ?? -1, sort: 'start', descending: false, offset: 0, limit: 1 },
      selection: { threads: python.map(({ pid, tid }) => ({ pid, tid })), call: 'clock_nanosleep' },
    })
    const { bytes } = await bench.call('captures.workloadOutput', { captureId, stream: 'stdout' })
    const slept = Number(Buffer.from(bytes).toString())
    const zero = slept - (start[0] ?? raise('no sleep'))
    expectAt(markerOf(capture, 'now'), made, zero)
    const [began, ended] = capture.markers?.filter(({ kind }) => kind !== 'mark') ?? []
    expect(began?.time).toBeLessThanOrEqual(slept - zero)
    expect(ended?.time).toBeGreaterThanOrEqual(slept - zero + 4.5e8)
  })

  it('is kept when the connection is lost, and when the tool has not started', async () => {
    if (!hasSshd()) return
    await using sshd = await startSshd()
    await using bench = await openSteadyBench()
    const { id: hostId } = await bench.call('hosts.save', {
      ...{ ...hostDefaults, label: 'test host', address: sshd.address, port: sshd.port, user: sshd.user },
      ...{ authentication: { method: 'key', path: sshd.key.path }, spoolDirectory: '' },
    })
    const preflight = Promise.withResolvers<void>()
    const stop = bench.engine.on('capture.progress', ({ state }) => {
      if (state === 'preflight') preflight.resolve()
    })
    const starting = bench.call('captures.start', {
      ...{ hostId, recipeId: 'steady', parameters: { seconds: 60, mode: 'steady' }, name: '' },
    })
    await preflight.promise
    stop()
    const early = await mark(bench, 'before it started')
    const { captureId } = await starting
    await bench.reached(captureId, 'bytes to arrive', ({ received }) => received > 0)
    const connected = await mark(bench, 'while it ran', captureId)
    await sshd.stop()
    await bench.reached(captureId, 'the loss to be said', ({ connection }) => connection === 'lost')
    const lost = await mark(bench, 'while it was lost')
    // kept, and placed by what is known
    expect(markerOf(await bench.get(captureId), 'while it was lost').error).toBeGreaterThan(0)
    await sshd.restart()
    await bench.reached(captureId, 'the connection to be back', ({ connection }) => connection === 'up')
    await bench.call('captures.stop', { captureId })
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('done')
    const zero = capture.anchors[0]?.monotonic ?? raise('no anchor')
    expectAt(markerOf(capture, 'before it started'), early, zero)
    expect(markerOf(capture, 'before it started').time).toBeLessThan(0)
    expectAt(markerOf(capture, 'while it ran'), connected, zero)
    expectAt(markerOf(capture, 'while it was lost'), lost, zero)
    await expect(mark(bench, 'too late', captureId)).rejects.toMatchObject({ code: 'capture.not-running' })
    await expect(mark(bench, 'too late')).rejects.toMatchObject({ code: 'capture.not-running' })
  })

  it('made by another command lies on the capture that the first one follows', async () => {
    if (!hasCommand('perf')) return
    const person = await makePerson()
    const busy = spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' })
    try {
      const capturing = runCli(person, [
        ...['capture', '--recipe', 'cpu-profile', '--pid', String(busy.pid), '--seconds', '600', '--json'],
        ...['--workload', 'until [ -e marked ]; do sleep 0.1; done; exit 4', '--stop-with-workload'],
      ])
      // until it records there is nothing that could be marked
      const mark = async () => (await runCli(person, ['mark', 'from outside', '--json'])).status === 0
      await until('a marker to be made', mark, 60_000)
      writeFileSync(join(person.home, 'marked'), '')
      const captured = await capturing
      expect(captured.status, captured.stderr).toBe(0)
      const { id, workload } = JSON.parse(captured.stdout.toString())
      expect(workload).toMatchObject({ state: 'ended', exitStatus: 4 })
      const { stdout } = await runCli(person, ['export', id, '--to', 'chrome-trace'])
      const { traceEvents } = JSON.parse(stdout.toString())
      expect(traceEvents).toContainEqual(
        expect.objectContaining({ ph: 'i', name: 'from outside', ts: expect.any(Number) }),
      )
      expect((await runCli(person, ['list', '--search', 'outside', '--json'])).stdout.toString()).toContain(
        id,
      )
    } finally {
      busy.kill()
      await person.remove()
    }
  })
})

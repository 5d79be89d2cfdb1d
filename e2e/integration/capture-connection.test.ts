/** Captures of a host behind a real sshd, when the host or the connection lets them down. */
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Host, hostDefaults } from '../../shared/model/host.ts'
import { hasSshd, type Sshd, startSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { runningFor } from '../support/tracing.ts'
import { setUpBusy } from './busy-machine.ts'
import {
  type Bench,
  hasCommand,
  hasTracefs,
  isRoot,
  openBench,
  recordProfile,
  spoolsIn,
} from './capture-fixture.ts'

const canCapture = isRoot && hasCommand('perf') && hasCommand('gcc') && hasSshd()
const canTrace = canCapture && hasCommand('bpftrace')

const busy = setUpBusy(!canCapture)
let sshd: Sshd
beforeAll(async () => {
  if (!canCapture) return
  if (!hasTracefs()) execFileSync('mount', ['-t', 'tracefs', 'tracefs', '/sys/kernel/tracing'])
  sshd = await startSshd()
})
afterAll(async () => {
  if (canCapture) await sshd[Symbol.asyncDispose]()
})

const saveHost = (bench: Bench, spoolDirectory: string): Promise<Host> =>
  bench.call('hosts.save', {
    ...hostDefaults,
    label: 'test host',
    address: sshd.address,
    port: sshd.port,
    user: sshd.user,
    authentication: { method: 'key', path: sshd.key.path },
    spoolDirectory,
  })
const target = (host: Host) => ({ hostId: host.id, pids: [busy.pid()] })

describe.skipIf(!canCapture)('a capture over a real sshd', () => {
  it('goes on at the same byte when the connection is cut', async () => {
    await using bench = await openBench()
    const base = busy.makeBase('cut')
    const host = await saveHost(bench, base)
    const captureId = await recordProfile(bench, { ...target(host), seconds: 4 })
    expect(spoolsIn(base)).toEqual([captureId])
    const logins = async () => (await sshd.log()).match(/Accepted publickey/g)?.length ?? 0
    const before = await logins()
    sshd.killSessions()
    const capture = await bench.ended(captureId)
    expect(capture.error).toBeNull()
    expect(capture.state).toBe('done')
    expect(capture.artifacts[0]?.verified).toBe(true)
    expect(await logins()).toBe(before + 1)
    expect(existsSync(join(base, `smokejumper-${process.getuid?.()}`))).toBe(false)
  })

  it('is interrupted when the host stays away, and collected when it is back', async () => {
    await using bench = await openBench({
      followTimes: { pollMs: 200, reconnectMs: 1500, longestBackoffMs: 300 },
    })
    const base = busy.makeBase('away')
    const host = await saveHost(bench, base)
    const captureId = await recordProfile(bench, { ...target(host), seconds: 60, graceSeconds: 4 })
    await sshd.stop()
    const interrupted = await bench.ended(captureId)
    expect(interrupted.state).toBe('interrupted')
    expect(interrupted.error?.code).toBe('capture.connection-lost')
    // the grace period over, the host ends it by itself
    await until('it to end on the host', () => runningFor(captureId).length === 0)
    await sshd.restart()
    await bench.call('captures.collect', { captureId })
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('done')
    expect(capture.error).toBeNull()
    expect(capture.events).toBeGreaterThan(0)
    expect(capture.losses.map(({ detail }) => detail).join()).toContain('The workbench was gone')
    expect(spoolsIn(base)).toEqual([])
  })

  it('stops before the host’s disk is full, and keeps what there is', async () => {
    await using bench = await openBench()
    const base = busy.makeBase('small')
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', base])
    try {
      const host = await saveHost(bench, base)
      const captureId = await recordProfile(bench, { ...target(host), seconds: 60 })
      // somebody else's data
      writeFileSync(join(base, 'other'), new Uint8Array(30 * 1024 * 1024))
      const capture = await bench.ended(captureId)
      expect(capture.state).toBe('failed')
      expect(capture.error?.code).toBe('capture.disk-full')
      expect(capture.events).toBeGreaterThan(0)
      expect(spoolsIn(base)).toEqual([])
      await expect(recordProfile(bench, { ...target(host), seconds: 60 })).rejects.toMatchObject({
        code: 'preflight.no-space',
        message: expect.stringContaining(base),
      })
    } finally {
      execFileSync('umount', [base])
    }
  })

  it('does not begin where the spool directory is not there', async () => {
    await using bench = await openBench()
    const host = await saveHost(bench, '/nonexistent/spool')
    await expect(recordProfile(bench, { ...target(host), seconds: 60 })).rejects.toMatchObject({
      code: 'capture.spool',
      message: expect.stringContaining('/nonexistent/spool'),
    })
  })

  it.skipIf(!canTrace)('leaves the tracer and its own connection out of the system calls', async () => {
    await using bench = await openBench()
    const host = await saveHost(bench, busy.makeBase('self'))
    const { captureId } = await bench.call('captures.start', {
      hostId: host.id,
      recipeId: 'syscall-latency',
      parameters: { seconds: 3, thresholdUs: 10 },
      name: '',
    })
    await bench.reached(captureId, 'a second', ({ elapsedSeconds }) => elapsedSeconds >= 1)
    const tracers = runningFor(captureId)
    expect(tracers.join()).toContain(': bpftrace ')
    const sessions = new Set(sshd.sessions().map(({ pid }) => pid))
    const capture = await bench.ended(captureId)
    expect(capture.error).toBeNull()
    expect(capture.events).toBeGreaterThan(0)
    const pids = capture.threads.map(({ pid }) => pid)
    expect(pids.filter((pid) => sessions.has(pid))).toEqual([])
    expect(tracers.filter((row) => pids.includes(Number.parseInt(row, 10)))).toEqual([])
  })
})

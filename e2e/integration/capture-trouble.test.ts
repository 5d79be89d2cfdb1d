/** Captures when the host, the connection or the workbench itself lets them down. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Host, THIS_MACHINE } from '../../shared/model/host.ts'
import { hasSshd, type Sshd, startSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { buildWorkload } from '../workloads/build.ts'
import {
  type Bench,
  hasCommand,
  hasTracefs,
  isRoot,
  openBench,
  resourcesDirectory,
  runningFor,
  spoolsIn,
} from './capture-fixture.ts'

const canCapture = isRoot && hasCommand('perf') && hasCommand('gcc') && hasSshd()
const canTrace = canCapture && hasCommand('bpftrace')

let scratch: string
let sshd: Sshd
let busy: ChildProcess

beforeAll(async () => {
  if (!canCapture) return
  if (!hasTracefs()) execFileSync('mount', ['-t', 'tracefs', 'tracefs', '/sys/kernel/tracing'])
  scratch = await mkdtemp(join(tmpdir(), 'smokejumper-trouble-'))
  sshd = await startSshd()
  busy = spawn(buildWorkload('busy', scratch), ['300'], { stdio: 'ignore' })
})
afterAll(async () => {
  if (!canCapture) return
  busy.kill('SIGKILL')
  await sshd[Symbol.asyncDispose]()
  await rm(scratch, { recursive: true, force: true })
})

const saveHost = (bench: Bench, spoolDirectory: string): Promise<Host> =>
  bench.call('hosts.save', {
    label: 'test host',
    address: sshd.address,
    port: sshd.port,
    user: sshd.user,
    authentication: { method: 'key', path: sshd.key.path },
    spoolDirectory,
  })

const makeBase = (name: string): string => {
  const base = join(scratch, name)
  mkdirSync(base, { recursive: true })
  return base
}

const startProfile = async (bench: Bench, hostId: string, seconds: number, graceSeconds = 30) => {
  // one small process: reading the symbols of everything that runs here would be most of the test
  const parameters = { seconds, pids: [busy.pid ?? 0] }
  const request = { hostId, recipeId: 'cpu-profile', parameters, name: '', graceSeconds }
  const { captureId } = await bench.call('captures.start', request)
  await bench.reached(captureId, 'a second', ({ elapsedSeconds }) => elapsedSeconds >= 1)
  return captureId
}

describe.skipIf(!canCapture)('a capture over a real sshd', () => {
  it('goes on at the same byte when the connection is cut', async () => {
    await using bench = await openBench()
    const base = makeBase('cut')
    const host = await saveHost(bench, base)
    const captureId = await startProfile(bench, host.id, 4)
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
    const base = makeBase('away')
    const host = await saveHost(bench, base)
    const captureId = await startProfile(bench, host.id, 60, 2)
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
    const base = makeBase('small')
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', base])
    try {
      const host = await saveHost(bench, base)
      const captureId = await startProfile(bench, host.id, 60)
      // somebody else's data
      writeFileSync(join(base, 'other'), new Uint8Array(30 * 1024 * 1024))
      const capture = await bench.ended(captureId)
      expect(capture.state).toBe('failed')
      expect(capture.error?.code).toBe('capture.disk-full')
      expect(capture.events).toBeGreaterThan(0)
      expect(spoolsIn(base)).toEqual([])
      await expect(startProfile(bench, host.id, 60)).rejects.toMatchObject({
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
    await expect(startProfile(bench, host.id, 60)).rejects.toMatchObject({
      code: 'capture.spool',
      message: expect.stringContaining('/nonexistent/spool'),
    })
  })

  it.skipIf(!canTrace)('leaves the tracer and its own connection out of the system calls', async () => {
    await using bench = await openBench()
    const host = await saveHost(bench, makeBase('self'))
    const { captureId } = await bench.call('captures.start', {
      hostId: host.id,
      recipeId: 'syscall-latency',
      parameters: { seconds: 3, thresholdUs: 10 },
      name: '',
    })
    const sessions = new Set(sshd.sessions().map(({ pid }) => pid))
    const capture = await bench.ended(captureId)
    expect(capture.error).toBeNull()
    expect(capture.events).toBeGreaterThan(0)
    const pids = capture.threads.map(({ pid }) => pid)
    expect(pids.filter((pid) => sessions.has(pid))).toEqual([])
    expect(capture.threads.map(({ name }) => name)).not.toContain('bpftrace')
  })
})

describe.skipIf(!canCapture)('a capture whose workbench is killed', () => {
  it('leaves no tracer behind, is interrupted, and can be collected', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'smokejumper-abandoned-'))
    const script = fileURLToPath(new URL('abandoned-engine.ts', import.meta.url))
    const child = spawn(process.execPath, [script, directory, '2'], { stdio: ['ignore', 'pipe', 'inherit'] })
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
    const captureId = await startProfile(first, THIS_MACHINE, 60)
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

/** A copy of the recipes with one of them changed. */
const changedResources = (name: string, change: (recipe: Record<string, unknown>) => void): string => {
  const folder = makeBase(name)
  const resources = join(folder, 'resources')
  for (const part of ['recipes', 'remote']) {
    cpSync(join(resourcesDirectory, part), join(resources, part), { recursive: true })
  }
  writeFileSync(join(folder, 'package.json'), '{"version":"0.0.0"}')
  const path = join(resources, 'recipes/cpu-profile.json')
  const recipe: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'))
  change(recipe)
  writeFileSync(path, JSON.stringify(recipe))
  return resources
}

/** Programs that come first on this machine's PATH while `action` runs. */
const withPrograms = async (folder: string, action: () => Promise<void>): Promise<void> => {
  const { PATH } = process.env
  process.env.PATH = `${folder}:${PATH}`
  try {
    await action()
  } finally {
    process.env.PATH = PATH
  }
}

describe.skipIf(!canCapture)('a capture of this machine', () => {
  it('is stopped when it is over its budget, and what it had is kept', async () => {
    const resources = changedResources('budget', (recipe) => {
      recipe.budget = { bytes: 100_000, renderSeconds: 60 }
    })
    await using bench = await openBench({ resourcesDirectory: resources })
    const { captureId } = await bench.call('captures.start', {
      hostId: THIS_MACHINE,
      recipeId: 'cpu-profile',
      parameters: { seconds: 60, hz: 999, pids: [busy.pid ?? 0] },
      name: '',
    })
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('failed')
    expect(capture.error?.code).toBe('capture.over-budget')
    expect(capture.cost?.wallSeconds).toBeLessThan(30)
    expect(capture.events).toBeGreaterThan(0)
  })

  it('is no success when the tool exits with 0 and only complains', async () => {
    const programs = makeBase('fake')
    writeFileSync(join(programs, 'bpftrace'), '#!/bin/sh\necho "ERROR: no such thing" >&2\nexit 0\n')
    chmodSync(join(programs, 'bpftrace'), 0o755)
    await using bench = await openBench()
    await withPrograms(programs, async () => {
      const { captureId } = await bench.call('captures.start', {
        hostId: THIS_MACHINE,
        recipeId: 'syscall-latency',
        parameters: { seconds: 5 },
        name: '',
      })
      const capture = await bench.ended(captureId)
      expect(capture.state).toBe('failed')
      expect(capture.error).toMatchObject({
        code: 'capture.tool-empty',
        message: expect.stringContaining('ERROR: no such thing'),
      })
    })
  })

  it.each(['dash', 'bash', 'busybox'].filter(hasCommand))('works with %s as sh', async (shell) => {
    const programs = makeBase(`sh-${shell}`)
    symlinkSync(
      execFileSync('sh', ['-c', `command -v ${shell}`], { encoding: 'utf8' }).trim(),
      join(programs, 'sh'),
    )
    await using bench = await openBench()
    await withPrograms(programs, async () => {
      const captureId = await startProfile(bench, THIS_MACHINE, 2)
      const capture = await bench.ended(captureId)
      expect(capture.error).toBeNull()
      expect(capture.state).toBe('done')
      expect(capture.cost?.tracerCpuSeconds).toBeGreaterThan(0)
      expect(capture.anchors).toHaveLength(2)
    })
  })

  it('is taken over when its supervisor was killed', async () => {
    await using bench = await openBench()
    const captureId = await startProfile(bench, THIS_MACHINE, 60)
    const status = readFileSync(`/var/tmp/smokejumper-0/${captureId}/status`, 'utf8')
    process.kill(Number(/^supervisor=(\d+)$/m.exec(status)?.[1]), 'SIGKILL')
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('done')
    expect(capture.events).toBeGreaterThan(0)
    expect(capture.losses.map(({ detail }) => detail).join()).toContain('supervisor on the host was killed')
    expect(runningFor(captureId)).toEqual([])
  })
})

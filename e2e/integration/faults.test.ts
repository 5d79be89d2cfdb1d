/**
 * Whatever goes wrong, every byte that the tool wrote arrives or the capture says why not, and nothing stays behind.
 * All of it goes wrong at the same time: each is mostly waiting.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaptureDetail } from '../../shared/model/capture.ts'
import { hostDefaults, THIS_MACHINE } from '../../shared/model/host.ts'
import { startCuttingProxy } from '../sshd/cutting-proxy.ts'
import { hasSshd, type Sshd, startSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { type Bench, isRoot, openBench, readStatus, spoolsIn } from './capture-fixture.ts'
import { expectExact, readArtifact, startedFor } from './fault-fixture.ts'
import { type SteadyRequest, startSteady } from './fault-requests.ts'
import { makeFaultResources } from './fault-resources.ts'

const canRun = isRoot && hasSshd()
const followTimes = { pollMs: 400, reconnectMs: 60_000, longestBackoffMs: 400 }

let folder: string
let resources: string
let bench: Bench
/** one that stays, and one whose end is one of the faults */
let sshd: Sshd
let mortal: Sshd
const children: ChildProcess[] = []

const draft = (server: Sshd, name: string, port = server.port) => {
  const spoolDirectory = join(folder, name)
  mkdirSync(spoolDirectory, { recursive: true })
  return {
    ...hostDefaults,
    ...{ label: name, address: server.address, port, user: server.user, spoolDirectory },
    authentication: { method: 'key' as const, path: server.key.path },
  }
}
const saveHost = async (server: Sshd, name: string, port?: number): Promise<string> =>
  (await bench.call('hosts.save', draft(server, name, port))).id

const spoolOf = (name: string, captureId: string) =>
  join(folder, name, `smokejumper-${process.getuid?.()}`, captureId)

const kill = (pid: number, signal: NodeJS.Signals = 'SIGKILL') => process.kill(pid, signal)

/** Begun together in beforeAll; each test waits for its own. */
const faults = new Map<string, Promise<CaptureDetail>>()
const begin = (name: string, work: () => Promise<CaptureDetail>) => {
  const fault = work()
  // its test says it
  fault.catch(() => undefined)
  faults.set(name, fault)
}
const ended = async (name: string): Promise<CaptureDetail> => {
  const fault = faults.get(name)
  if (fault === undefined) throw new Error(`${name} was not begun`)
  const capture = await fault
  expect(startedFor(capture.id)).toEqual([])
  expect(existsSync(spoolOf(name, capture.id))).toBe(false)
  expect(spoolsIn('/var/tmp')).not.toContain(capture.id)
  return capture
}

const receiving = async (request: SteadyRequest): Promise<string> => {
  const captureId = await startSteady(bench, request)
  await bench.reached(captureId, 'some bytes', ({ received }) => received > 0)
  return captureId
}

/** mulberry32: the same moments in every run */
const randomFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

const startClient = async (server: Sshd, name: string, seconds: number) => {
  const directory = join(folder, `${name}-client`)
  mkdirSync(directory)
  const script = fileURLToPath(new URL('fault-client.ts', import.meta.url))
  const args = [script, directory, resources, JSON.stringify(draft(server, name)), String(seconds)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  await until('the client to receive', () => printed.includes('\n'), 60_000)
  return { child, directory, captureId: printed.trim(), printed: () => printed }
}

/** The library of a client that is gone, in another workbench. */
const afterwards = async (
  directory: string,
  work: (bench: Bench) => Promise<CaptureDetail>,
): Promise<CaptureDetail> => {
  const other = await openBench({ directory, resourcesDirectory: resources, followTimes })
  try {
    const capture = await work(other)
    await expectExact(other, capture)
    return capture
  } finally {
    await other.engine.close()
  }
}

beforeAll(async () => {
  if (!canRun) return
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-faults-'))
  resources = makeFaultResources(folder)
  ;[sshd, mortal] = await Promise.all([
    startSshd({ config: ['ClientAliveInterval 1', 'ClientAliveCountMax 2'] }),
    startSshd(),
  ])
  bench = await openBench({ directory: join(folder, 'bench'), resourcesDirectory: resources, followTimes })
  const hostId = await saveHost(sshd, 'shared')
  const mortalId = await saveHost(mortal, 'mortal')

  const random = randomFrom(4)
  const moments = Array.from({ length: 20 }, () => 200 + Math.floor(random() ** 2 * 60_000))
  begin('cut', async () => {
    // the first connection starts it
    await using proxy = await startCuttingProxy(sshd, [200_000, ...moments])
    const captureId = await startSteady(bench, {
      ...{ hostId: await saveHost(sshd, 'cut', proxy.port), seconds: 600 },
    })
    // the last ones while what is left is fetched and confirmed
    await until('most cuts', () => proxy.cuts() >= moments.length - 3, 90_000)
    await bench.call('captures.stop', { captureId })
    const capture = await bench.ended(captureId)
    expect(proxy.cuts()).toBeGreaterThan(moments.length - 3)
    return capture
  })
  begin('mortal', async () => {
    const captureId = await receiving({ hostId: mortalId, seconds: 6 })
    await mortal.stop()
    await bench.reached(captureId, 'the loss to be said', ({ connection }) => connection === 'lost')
    await mortal.restart()
    bench.engine.captures.retry(captureId)
    return bench.ended(captureId)
  })
  begin('killed client', async () => {
    const { child, directory, captureId } = await startClient(sshd, 'killed client', 12)
    child.kill('SIGKILL')
    await once(child, 'exit')
    return afterwards(directory, async (other) => {
      expect((await other.get(captureId)).state).toBe('interrupted')
      const hosts = await other.call('hosts.list', {})
      const host = hosts.find(({ label }) => label === 'killed client')
      // the host is connected again, for whatever: that is enough
      await other.call('captures.onHost', { hostId: host?.id ?? '', look: true })
      await until('it to be gone on with', async () => (await other.get(captureId)).state !== 'interrupted')
      return other.ended(captureId)
    })
  })
  begin('stopped client', async () => {
    const { child, directory, captureId, printed } = await startClient(sshd, 'stopped client', 12)
    child.kill('SIGSTOP')
    const log = async () => (await sshd.log()).match(/Timeout, client not responding/g)?.length ?? 0
    await until('sshd to give the client up', async () => (await log()) > 0, 30_000)
    child.kill('SIGCONT')
    await until('the client to end', () => printed().includes('ended'), 60_000)
    await once(child, 'exit')
    return afterwards(directory, (other) => other.get(captureId))
  })
  begin('dead supervisor', async () => {
    const captureId = await receiving({ hostId, seconds: 60 })
    kill(readStatus(spoolOf('shared', captureId), 'supervisor'))
    return bench.ended(captureId)
  })
  begin('dead tool', async () => {
    const captureId = await receiving({ hostId, seconds: 60 })
    kill(readStatus(spoolOf('shared', captureId), 'tool_pid'))
    return bench.ended(captureId)
  })
  begin('deaf', async () => {
    const captureId = await receiving({ hostId, seconds: 60, mode: 'deaf' })
    await bench.call('captures.stop', { captureId })
    return bench.ended(captureId)
  })
  begin('forks', async () => bench.ended(await startSteady(bench, { hostId, seconds: 60, mode: 'forks' })))
  begin('floods', async () =>
    bench.ended(await startSteady(bench, { hostId: THIS_MACHINE, seconds: 10, mode: 'floods' })),
  )
  begin('full', async () => {
    const full = await saveHost(sshd, 'full')
    const base = join(folder, 'full')
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', base])
    const captureId = await receiving({ hostId: full, seconds: 60 })
    // somebody else's data, to the last byte
    execFileSync('sh', ['-c', 'cat /dev/zero >"$1"/other 2>/dev/null || :', 'sh', base])
    return bench.ended(captureId)
  })
  begin('restart', async () => {
    const captureId = await receiving({ hostId, seconds: 60 })
    const spool = spoolOf('shared', captureId)
    const status = readFileSync(join(spool, 'status'), 'utf8')
    const [supervisor, tool] = [readStatus(spool, 'supervisor'), readStatus(spool, 'tool_pid')]
    // as it is found when the host is up again: of another boot, and nothing of it runs
    kill(supervisor, 'SIGSTOP')
    kill(-tool)
    writeFileSync(join(spool, 'status'), status.replace(/^boot_id=.*$/m, 'boot_id=another'))
    kill(supervisor)
    return bench.ended(captureId)
  })
}, 60_000)

afterAll(async () => {
  if (!canRun) return
  await Promise.allSettled(faults.values())
  for (const child of children) child.kill('SIGKILL')
  await bench?.engine.close()
  await Promise.all([sshd?.[Symbol.asyncDispose](), mortal?.[Symbol.asyncDispose]()])
  if (existsSync(join(folder, 'full', 'other'))) execFileSync('umount', [join(folder, 'full')])
  await rm(folder, { recursive: true, force: true })
})

describe.skipIf(!canRun)('nothing is lost or left behind when', () => {
  it('the connection is cut at 20 random moments', async () => {
    const capture = await ended('cut')
    expect(capture.state).toBe('done')
    expect(capture.states.at(-1)?.why).toBe('stopped by hand')
    expect((await expectExact(bench, capture)).wasFlushed).toBe(true)
  })

  it('sshd is killed and comes back', async () => {
    const capture = await ended('mortal')
    expect(capture.state).toBe('done')
    await expectExact(bench, capture)
  })

  it('the client is killed, and another one is started', async () => {
    const capture = await ended('killed client')
    expect(capture.state).toBe('done')
  })

  it('the client sleeps for longer than the host waits', async () => {
    const capture = await ended('stopped client')
    expect(capture.state).toBe('done')
    expect(capture.states.map(({ state }) => state)).not.toContain('interrupted')
  })

  it('the supervisor is killed', async () => {
    const capture = await ended('dead supervisor')
    expect(capture.states.at(-1)?.why).toBe('collected after the supervisor on the host was killed')
    expect(capture.losses.map(({ detail }) => detail).join()).toContain('was killed while it recorded')
    expect((await expectExact(bench, capture)).wasFlushed).toBe(true)
  })

  it('the tool is killed', async () => {
    const capture = await ended('dead tool')
    expect(capture.state).toBe('failed')
    expect(capture.error?.code).toBe('capture.tool-failed')
    await expectExact(bench, capture)
  })

  it('the tool does not listen to INT', async () => {
    const capture = await ended('deaf')
    expect(capture.states.at(-1)?.why).toBe('stopped by hand')
    await expectExact(bench, capture)
  })

  it('the tool leaves its process group and goes on', async () => {
    const capture = await ended('forks')
    expect(capture.state).toBe('done')
    expect((await expectExact(bench, capture)).wasFlushed).toBe(true)
  })

  it('the tool writes far more than its budget', async () => {
    const capture = await ended('floods')
    expect(capture.error?.code).toBe('capture.over-budget')
    expect(capture.artifacts[0]?.verified).toBe(true)
    expect(capture.bytes).toBeGreaterThan(50_000_000)
    expect(capture.bytes).toBeLessThanOrEqual(62_500_000)
    const bytes = await readArtifact(bench, capture)
    expect(bytes.subarray(0, 10).toString()).toBe('main;00000')
  })

  it('the file system of the spool is full', async () => {
    const capture = await ended('full')
    expect(capture.error?.code).toBe('capture.disk-full')
    await expectExact(bench, capture)
  })

  it('the host is restarted', async () => {
    const capture = await ended('restart')
    expect(capture.states.at(-1)?.why).toBe(
      'ended by a restart of the host; what was written before is collected',
    )
    expect(capture.losses.map(({ detail }) => detail).join()).toContain('The host was restarted after')
    await expectExact(bench, capture)
  })
})

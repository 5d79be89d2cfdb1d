/** Captures by a user who is not root: with sudo, and without. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostDefaults } from '../../shared/model/host.ts'
import { hasSshd, type Sshd, startSshd } from '../sshd/sshd.ts'
import { buildWorkload } from '../workloads/build.ts'
import { type Bench, hasCommand, isRoot, openBench, spoolsIn } from './capture-fixture.ts'

const canRun = isRoot && hasCommand('perf') && hasCommand('gcc') && hasCommand('sudo') && hasSshd()

const openWithHost = async (sshd: Sshd): Promise<{ bench: Bench; hostId: string }> => {
  const bench = await openBench()
  const { id } = await bench.call('hosts.save', {
    ...hostDefaults,
    label: 'test host',
    address: sshd.address,
    port: sshd.port,
    user: sshd.user,
    authentication: { method: 'key', path: sshd.key.path },
    spoolDirectory: '',
  })
  return { bench, hostId: id }
}

const profile = (bench: Bench, hostId: string, pids: number[]) =>
  bench.call('captures.start', {
    hostId,
    recipeId: 'cpu-profile',
    parameters: { seconds: 2, pids },
    name: '',
  })

describe.skipIf(!canRun)('a user with sudo, and with login files that print', () => {
  it('captures the whole system as root, and leaves no spool', async () => {
    await using sshd = await startSshd({ user: { sudo: true, bashrc: 'echo Welcome; echo noise >&2\n' } })
    const { bench, hostId } = await openWithHost(sshd)
    await using _ = bench
    const { captureId } = await profile(bench, hostId, [])
    const capture = await bench.ended(captureId)
    expect(capture.error).toBeNull()
    expect(capture.state).toBe('done')
    expect(capture.states.map(({ why }) => why)).toContain('started through sudo')
    expect(capture.probe?.facts.privilege).toBe('sudo')
    expect(capture.events).toBeGreaterThan(0)
    expect(spoolsIn('/var/tmp')).not.toContain(captureId)
  })
})

describe.skipIf(!canRun)('a user without sudo', () => {
  let sshd: Sshd
  let bench: Bench
  let hostId: string
  let busy: ChildProcess
  let uid: number

  beforeAll(async () => {
    if (!canRun) return
    sshd = await startSshd({ user: {} })
    ;({ bench, hostId } = await openWithHost(sshd))
    uid = Number(execFileSync('id', ['-u', sshd.user], { encoding: 'utf8' }))
    const program = buildWorkload('busy', sshd.directory)
    busy = spawn(program, ['120'], { stdio: 'ignore', uid, gid: uid })
  })
  afterAll(async () => {
    if (!canRun) return
    busy.kill('SIGKILL')
    await bench[Symbol.asyncDispose]()
    await sshd[Symbol.asyncDispose]()
  })

  it('is told before the start why not the whole system, and what to do', async () => {
    await expect(profile(bench, hostId, [])).rejects.toMatchObject({
      code: 'preflight.not-permitted',
      message: expect.stringContaining('kernel.perf_event_paranoid is 2'),
      remedy: expect.stringContaining('sysctl -w kernel.perf_event_paranoid=0'),
    })
    const { rows } = await bench.call('captures.list', {
      search: '',
      hostId,
      recipeId: null,
      sort: 'startedAt',
      descending: true,
      offset: 0,
      limit: 10,
    })
    expect(rows.map(({ state, error }) => [state, error?.code])).toEqual([
      ['failed', 'preflight.not-permitted'],
    ])
  })

  it('captures a process of their own', async () => {
    const { captureId } = await profile(bench, hostId, [busy.pid ?? 0])
    const capture = await bench.ended(captureId)
    expect(capture.error).toBeNull()
    expect(capture.state).toBe('done')
    expect(capture.events).toBeGreaterThan(0)
    expect(existsSync(`/var/tmp/smokejumper-${uid}`)).toBe(false)
  })

  it('is told by perf itself that a process of somebody else is not theirs', async () => {
    const { captureId } = await profile(bench, hostId, [1])
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('failed')
    expect(capture.error).toMatchObject({
      code: 'capture.not-permitted',
      message: expect.stringContaining('kernel.perf_event_paranoid is 2'),
    })
  })
})

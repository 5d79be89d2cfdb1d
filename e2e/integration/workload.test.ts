/** Commands that are run on the host beside the tool: real processes, of a tool whose every byte is known. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hostDefaults, THIS_MACHINE } from '../../shared/model/host.ts'
import type { WorkloadRequest, WorkloadStream } from '../../shared/model/workload.ts'
import { hasSshd, type Sshd, startSshd } from '../sshd/sshd.ts'
import { until } from '../sshd/until.ts'
import { type Bench, hasCommand, isRoot, openBench } from './capture-fixture.ts'
import { startedFor } from './fault-fixture.ts'
import { openSteadyBench } from './steady-bench.ts'

interface Wish extends WorkloadRequest {
  readonly hostId?: string
  readonly seconds?: number
}

const startWith = async (
  bench: Bench,
  { hostId = THIS_MACHINE, seconds = 60, ...workload }: Wish,
): Promise<string> =>
  (
    await bench.call('captures.start', {
      ...{ hostId, recipeId: 'steady', parameters: { seconds, mode: 'steady' } },
      ...{ name: '', graceSeconds: 30, workload },
    })
  ).captureId

const saveHost = async (bench: Bench, sshd: Sshd, spoolDirectory = ''): Promise<string> =>
  (
    await bench.call('hosts.save', {
      ...{ ...hostDefaults, label: 'test host', address: sshd.address, port: sshd.port, user: sshd.user },
      ...{ authentication: { method: 'key', path: sshd.key.path }, spoolDirectory },
    })
  ).id

const output = async (bench: Bench, captureId: string, stream: WorkloadStream): Promise<string> =>
  Buffer.from((await bench.call('captures.workloadOutput', { captureId, stream })).bytes).toString()

const nothingLeft = (captureId: string) =>
  until('no process of it to be left', () => startedFor(captureId).length === 0)

describe.skipIf(!isRoot).concurrent('a workload command', () => {
  it('runs beside the tool; its end ends the capture, its output and exit status are kept', async () => {
    await using bench = await openSteadyBench()
    const captureId = await startWith(bench, {
      command: `echo "it's $((1 + 1))"; echo bad >&2; pwd; exit 3`,
      stopWhenDone: true,
    })
    const capture = await bench.ended(captureId)
    expect(capture).toMatchObject({
      state: 'done',
      error: null,
      workload: {
        ...{ state: 'ended', exitStatus: 3, stoppedFor: '', stopWhenDone: true },
        ...{ stdout: { leftOut: 0 }, stderr: { bytes: 4, leftOut: 0 } },
      },
    })
    expect(await output(bench, captureId, 'stdout')).toBe(`it's 2\n${process.env.HOME}\n`)
    expect(await output(bench, captureId, 'stderr')).toBe('bad\n')
    expect(capture.states.at(-1)?.why).toBe('ended with its workload command')
    const [begin, end] = capture.markers ?? []
    expect([begin, end]).toMatchObject([
      { kind: 'workload-start', text: 'Workload started', time: capture.workload?.start },
      { kind: 'workload-end', text: 'Workload ended, exit status 3', time: capture.workload?.end },
    ])
    expect(begin?.time).toBeGreaterThan(0)
    expect(end?.time).toBeGreaterThanOrEqual(begin?.time ?? 0)
    await nothingLeft(captureId)
  })

  it('that ignores TERM, and one that has left its group, are ended with the capture', async () => {
    await using bench = await openSteadyBench()
    const captureId = await startWith(bench, {
      command: `trap '' TERM; setsid sh -c 'echo away; sleep 1000' & echo here; while :; do sleep 1; done`,
    })
    await bench.reached(captureId, 'the workload to run', ({ workload }) => workload?.state === 'running')
    await until('it to have forked', () => startedFor(captureId).some((line) => line.includes('sleep 1000')))
    await bench.call('captures.stop', { captureId })
    const capture = await bench.ended(captureId)
    expect(capture.workload).toMatchObject({ state: 'ended', exitStatus: 137, stoppedFor: 'stop' })
    expect((await output(bench, captureId, 'stdout')).split('\n').sort()).toEqual(['', 'away', 'here'])
    expect(capture.markers?.at(-1)?.text).toBe('Workload ended, stopped')
    await nothingLeft(captureId)
  })

  it('goes on to its own end behind the recording where that is asked for', async () => {
    await using bench = await openSteadyBench()
    const captureId = await startWith(bench, { command: 'sleep 3; echo done', toItsOwnEnd: true, seconds: 1 })
    const capture = await bench.ended(captureId)
    expect(capture).toMatchObject({ state: 'done', workload: { exitStatus: 0, stoppedFor: '' } })
    expect(await output(bench, captureId, 'stdout')).toBe('done\n')
    expect(capture.workload?.end).toBeGreaterThan(capture.duration ?? 0)
  })

  it('of a capture that runs through sudo is run as the user who logged in', async () => {
    if (!hasSshd() || !hasCommand('perf') || !hasCommand('sudo')) return
    await using sshd = await startSshd({ user: { sudo: true } })
    await using bench = await openBench()
    const hostId = await saveHost(bench, sshd)
    const { captureId } = await bench.call('captures.start', {
      ...{ hostId, recipeId: 'cpu-profile', parameters: { seconds: 60, pids: [] }, name: '' },
      workload: { command: 'id -un; echo "$HOME"; umask; kill -9 $$', stopWhenDone: true },
    })
    const capture = await bench.ended(captureId)
    expect(capture).toMatchObject({ state: 'done', workload: { exitStatus: 137, stoppedFor: '' } })
    expect(await output(bench, captureId, 'stdout')).toBe(`${sshd.user}\n${sshd.home}\n0022\n`)
  })

  it('tells how it ended also when the disk of the host is full', async () => {
    if (!hasSshd()) return
    await using sshd = await startSshd()
    await using bench = await openSteadyBench()
    const base = join(bench.directory, 'full')
    mkdirSync(base)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', base])
    try {
      const hostId = await saveHost(bench, sshd, base)
      const captureId = await startWith(bench, {
        hostId,
        command: `echo before; cat /dev/zero >${base}/other 2>/dev/null; echo behind; exit 5`,
      })
      const capture = await bench.ended(captureId)
      expect(capture.error?.code).toBe('capture.disk-full')
      expect(capture.workload).toMatchObject({ state: 'ended', exitStatus: 5, stoppedFor: '' })
      expect(await output(bench, captureId, 'stdout')).toMatch(/^before\n/)
      await nothingLeft(captureId)
    } finally {
      execFileSync('umount', [base])
    }
  })

  it('may write more than is kept, which is said', async () => {
    await using bench = await openSteadyBench()
    const captureId = await startWith(bench, {
      command: 'head -c 1500000 /dev/zero | tr "\\0" x; echo whole >&2',
      stopWhenDone: true,
    })
    const { workload } = await bench.ended(captureId)
    expect(workload).toMatchObject({
      ...{ exitStatus: 0, stdout: { bytes: 1_048_576, leftOut: 451_424 }, stderr: { bytes: 6, leftOut: 0 } },
    })
  })
})

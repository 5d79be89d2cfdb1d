import { describe, expect, it } from 'vitest'
import { checkWorkload, parseWorkloadStatus, workloadFiles, workloadVariables } from './workload-job.ts'

const status = (lines: Record<string, string>) => parseWorkloadStatus(new Map(Object.entries(lines)))

describe('what the host is told of a workload', () => {
  it('is nothing where there is none', () => {
    expect(workloadVariables(undefined, '')).toMatchObject({ workload: '', workload_after: 0 })
    expect(workloadFiles(undefined, 'script')).toEqual([])
  })
  it('is the line as it was typed, and never as root unless asked', () => {
    const command = `echo 'a' "$(b)" \\`
    expect(workloadVariables({ command, startAfterSeconds: 3, stopWhenDone: true }, 'mark')).toEqual({
      ...{ workload: 'yes', workload_after: 3, workload_stops: 'yes', workload_stays: 0 },
      ...{ workload_as: 'login', attached_mark: 'mark' },
    })
    expect(new Map(workloadFiles({ command }, 'script')).get('workload.command')).toBe(command)
    expect(workloadVariables({ command, asRoot: true, toItsOwnEnd: true }, '')).toMatchObject({
      ...{ workload_as: 'root', workload_stays: 600, workload_stops: '' },
    })
  })
  it('is refused as root where the capture is not', () => {
    expect(() => checkWorkload({ command: 'x', asRoot: true }, false, 'deploy')).toThrow(
      /cannot be run as root/,
    )
    for (const [elevated, user] of [
      [true, 'deploy'],
      [false, 'root'],
    ] as const)
      checkWorkload({ command: 'x', asRoot: true }, elevated, user)
  })
})

describe('what the host tells of a workload', () => {
  it('has begun behind its stamp and ended before it, as exactly as the clock is', () => {
    expect(
      status({
        ...{ workload_state: 'ended', workload_from: '1000000000', workload_to: '3000000000' },
        ...{ workload_rc: '3', workload_why: 'stop', workload_coarse: '10000000' },
      }),
    ).toEqual({
      ...{ state: 'ended', exitStatus: 3, stoppedFor: 'stop' },
      started: { at: 1_015_000_000, error: 15_000_000 },
      ended: { at: 2_995_000_000, error: 15_000_000 },
    })
  })
  it('never ends before it begins, however short it was', () => {
    const short = status({ workload_state: 'ended', workload_from: '1000000000', workload_to: '1004000000' })
    expect([short?.started, short?.ended]).toEqual([
      { at: 1_002_000_000, error: 2_000_000 },
      { at: 1_002_000_000, error: 2_000_000 },
    ])
  })
  it('is nothing where a host makes it up', () => {
    expect(status({})).toBeNull()
    expect(status({ workload_state: '$(x)' })).toBeNull()
    expect(
      status({
        workload_state: 'running',
        workload_from: '-1',
        workload_rc: 'x',
        workload_why: '\u001b[31m',
      }),
    ).toEqual({ state: 'running', exitStatus: null, started: null, ended: null, stoppedFor: '' })
  })
})

/** For tests of captures: a folder, and a small process that is there to be traced. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { buildWorkload } from '../workloads/build.ts'

export interface BusyMachine {
  /** Makes a folder in the one of this file. */
  readonly makeBase: (name: string) => string
  /** the process that is busy while the file is tested */
  readonly pid: () => number
}

/** For the top of a test file; does nothing when its tests are skipped. */
export const setUpBusy = (skipped: boolean): BusyMachine => {
  let folder: string
  let busy: ChildProcess
  beforeAll(async () => {
    if (skipped) return
    folder = await mkdtemp(join(tmpdir(), 'smokejumper-busy-'))
    // a fifth of a CPU gives samples enough, and leaves the rest to the other tests
    busy = spawn(buildWorkload('busy', folder), ['600', '20'], { stdio: 'ignore' })
  })
  afterAll(async () => {
    if (skipped) return
    busy.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  return {
    makeBase(name) {
      const base = join(folder, name)
      mkdirSync(base, { recursive: true })
      return base
    },
    pid: () => busy.pid ?? 0,
  }
}

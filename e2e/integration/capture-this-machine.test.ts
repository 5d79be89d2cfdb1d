/** Captures of this machine with other recipes, programs and shells than it has, and without a supervisor. */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { runningFor } from '../support/tracing.ts'
import { setUpBusy } from './busy-machine.ts'
import {
  hasCommand,
  isRoot,
  openBench,
  recordProfile,
  resourcesDirectory,
  startProfile,
} from './capture-fixture.ts'

const canCapture = isRoot && hasCommand('perf') && hasCommand('gcc')
const busy = setUpBusy(!canCapture)
const target = () => ({ hostId: THIS_MACHINE, pids: [busy.pid()] })

/** A copy of the recipes with one of them changed. */
const changedResources = (name: string, change: (recipe: Record<string, unknown>) => void): string => {
  const folder = busy.makeBase(name)
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
      recipe.budget = { bytes: 3_000_000, renderSeconds: 60 }
    })
    await using bench = await openBench({ resourcesDirectory: resources })
    const { captureId } = await bench.call('captures.start', {
      hostId: THIS_MACHINE,
      recipeId: 'cpu-profile',
      // some 8 KB a sample
      parameters: { seconds: 100, hz: 499, callGraph: 'dwarf', pids: [busy.pid()] },
      name: '',
    })
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('failed')
    expect(capture.error?.code).toBe('capture.over-budget')
    expect(capture.cost?.wallSeconds).toBeLessThan(90)
    expect(capture.events).toBeGreaterThan(0)
  })

  it('is no success when the tool exits with 0 and only complains', async () => {
    const programs = busy.makeBase('fake')
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
    const programs = busy.makeBase(`sh-${shell}`)
    symlinkSync(
      execFileSync('sh', ['-c', `command -v ${shell}`], { encoding: 'utf8' }).trim(),
      join(programs, 'sh'),
    )
    await using bench = await openBench()
    await withPrograms(programs, async () => {
      const captureId = await startProfile(bench, { ...target(), seconds: 2 })
      const capture = await bench.ended(captureId)
      expect(capture.error).toBeNull()
      expect(capture.state).toBe('done')
      expect(capture.cost?.tracerCpuSeconds).toBeGreaterThan(0)
      expect(capture.anchors).toHaveLength(2)
    })
  })

  it('is taken over when its supervisor was killed', async () => {
    await using bench = await openBench()
    const captureId = await recordProfile(bench, { ...target(), seconds: 60 })
    const status = readFileSync(`/var/tmp/smokejumper-0/${captureId}/status`, 'utf8')
    process.kill(Number(/^supervisor=(\d+)$/m.exec(status)?.[1]), 'SIGKILL')
    const capture = await bench.ended(captureId)
    expect(capture.state).toBe('done')
    expect(capture.events).toBeGreaterThan(0)
    expect(capture.losses.map(({ detail }) => detail).join()).toContain('supervisor on the host was killed')
    expect(runningFor(captureId)).toEqual([])
  })
})

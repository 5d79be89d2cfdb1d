/** Detached captures whose output is longer than their budget: the host keeps the newest, and what is gone is said. */
import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { THIS_MACHINE } from '../../shared/model/host.ts'
import { until } from '../sshd/until.ts'
import { type Bench, hasCommand, openBench, readStatus } from './capture-fixture.ts'
import { expectExact, readArtifact, startedFor } from './fault-fixture.ts'
import { startSteady } from './fault-requests.ts'
import { makeFaultResources } from './fault-resources.ts'

// some seconds of what the tool writes, which a client may be late
const budgetBytes = 1_500_000
let folder: string
let resourcesDirectory: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smokejumper-rotation-'))
  resourcesDirectory = makeFaultResources(folder, budgetBytes)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A library of its own on this machine. */
const openLibrary = async (name: string): Promise<Bench> => {
  await mkdir(join(folder, name))
  return openBench({ directory: join(folder, name), resourcesDirectory, attaches: 'never' })
}
const spoolOf = (captureId: string) => `/var/tmp/smokejumper-${process.getuid?.()}/${captureId}`
/** Bytes that the file takes on the disk. */
const onDisk = (captureId: string) => statSync(join(spoolOf(captureId), 'artifact')).blocks * 512

const request = { hostId: THIS_MACHINE, seconds: 300, detached: true, rotate: true } as const

/** The numbers of its lines, but for the flushed one. */
const numbersOf = (text: string) => [...text.matchAll(/^main;work;step(\d+) 1$/gm)].map(([, n]) => Number(n))

describe.skipIf(!hasCommand('fallocate')).concurrent('the output of a rotating capture', () => {
  it('is all here where somebody follows it, though the host has dropped most of it', async () => {
    const bench = await openLibrary('followed')
    const captureId = await startSteady(bench, request)
    await until('drops', () => readStatus(spoolOf(captureId), 'dropped_to') > budgetBytes / 4, 60_000)
    expect(onDisk(captureId)).toBeLessThan(3 * budgetBytes)
    await bench.call('captures.stop', { captureId })
    const capture = await bench.ended(captureId)
    expect([capture.state, capture.losses]).toEqual(['done', []])
    expect(capture.bytes).toBeGreaterThan(budgetBytes)
    expect((await expectExact(bench, capture)).wasFlushed).toBe(true)
    await bench.engine.close()
  })

  it('begins and ends as it did where nobody followed it, and says what is missing between', async () => {
    const first = await openLibrary('left')
    const captureId = await startSteady(first, request)
    await first.engine.close()
    await until('a drop', () => readStatus(spoolOf(captureId), 'dropped_to') > budgetBytes / 4, 60_000)
    const bench = await openLibrary('adopts')
    await bench.call('captures.adopt', { hostId: THIS_MACHINE, captureId, partial: true })
    await bench.ended(captureId)
    await bench.call('captures.collect', { captureId })
    await bench.call('captures.stop', { captureId })
    const capture = await bench.ended(captureId)
    expect([capture.state, capture.artifacts[0]?.verified]).toEqual(['done', true])
    const text = (await readArtifact(bench, capture)).toString('latin1')
    expect(text.endsWith('main;flushed 1\n')).toBe(true)
    const numbers = numbersOf(text)
    expect(text.split('\n').length - 2).toBe(numbers.length)
    const jumps = numbers.flatMap((number, at) => (number === (numbers[at - 1] ?? 0) + 1 ? [] : [at]))
    // behind the first lines, and perhaps while it was taken
    expect(jumps.length).toBeGreaterThan(0)
    let missing = 0
    for (const at of jumps)
      for (let number = (numbers[at - 1] ?? 0) + 1; number < (numbers[at] ?? 0); number++)
        missing += `main;work;step${number} 1\n`.length
    expect(capture.losses.map(({ detail }) => detail)).toEqual([
      expect.stringContaining(`${missing} bytes of output are missing, in whole lines`),
    ])
    expect(startedFor(captureId)).toEqual([])
    expect(existsSync(spoolOf(captureId))).toBe(false)
    await bench.engine.close()
  })
})

/** What is held of a capture of the tool whose every byte is known. */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { CaptureDetail } from '../../shared/model/capture.ts'
import { processes } from '../sshd/processes.ts'
import type { Bench } from './capture-fixture.ts'

/** All bytes of the capture's artifact. */
export const readArtifact = async (bench: Bench, capture: CaptureDetail): Promise<Buffer> => {
  const [artifact] = capture.artifacts
  if (artifact === undefined) throw new Error(`${capture.id} has no artifact: ${capture.error?.message}`)
  const pieces: Uint8Array[] = []
  for (let offset = 0; offset < artifact.bytes; offset += 1_048_576) {
    const place = { captureId: capture.id, artifactId: artifact.id, offset, length: 1_048_576 }
    pieces.push((await bench.call('artifacts.read', place)).bytes)
  }
  return Buffer.concat(pieces)
}

const flushed = 'main;flushed 1\n'

/**
 * That the bytes are those that the tool wrote, from its first on and without a gap, and that the host's own hash of
 * them is ours; says whether the tool came to flush.
 */
export const expectExact = async (bench: Bench, capture: CaptureDetail): Promise<{ wasFlushed: boolean }> => {
  expect(capture.artifacts[0]?.verified).toBe(true)
  const text = (await readArtifact(bench, capture)).toString('latin1')
  const wasFlushed = text.endsWith(flushed)
  const lines = wasFlushed ? text.slice(0, -flushed.length) : text
  let expected = ''
  for (let number = 1; expected.length < lines.length; number++) expected += `main;work;step${number} 1\n`
  expect(lines.length).toBeGreaterThan(0)
  // not toBe: the difference of megabytes is not to be printed
  expect(expected.startsWith(lines)).toBe(true)
  return { wasFlushed }
}

/** Processes of a capture on this machine, also those that have left their group, told by their environment. */
export const startedFor = (captureId: string): string[] =>
  processes().flatMap(({ pid }) => {
    const read = (name: string) => {
      try {
        return readFileSync(`/proc/${pid}/${name}`, 'latin1')
      } catch {
        return ''
      }
    }
    const isIts = `${read('environ')}${read('cmdline')}`.includes(captureId)
    return isIts ? [`${pid}: ${read('cmdline').replaceAll('\0', ' ')}`] : []
  })

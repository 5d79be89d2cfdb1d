/** For tests: libraries in folders that go when the test is over, and what to put in. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Args } from '../../../shared/contract/contract.ts'
import type { ExportId } from '../../../shared/formats/export-heads.ts'
import { THIS_MACHINE } from '../../../shared/model/host.ts'
import type { Library, NewCapture } from './library.ts'
import { openLibrary } from './open-library.ts'

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smokejumper-library-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Closed when the test is over, if it is still open then. */
export async function openTestLibrary(
  path = join(makeFolder(), 'library.db'),
  samplesDirectory: string | null = null,
): Promise<Library> {
  const library = await openLibrary({ path, samplesDirectory })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await library.close()
  }
  onTestFinished(close)
  return { ...library, close }
}

export const newCapture = (change: Partial<NewCapture> = {}): NewCapture => ({
  id: 'capture-1',
  name: 'orders are slow',
  hostId: THIS_MACHINE,
  hostLabel: 'This machine',
  recipeId: 'cpu-profile',
  recipeTitle: 'Where does the CPU time go?',
  firstView: 'flame',
  parserId: 'perf-script',
  parameters: { seconds: 5, pids: [42], callGraph: 'fp' },
  startedAt: 1_700_000_000_000,
  sample: false,
  ...change,
})

/** What a real tool printed; the formats' own fixtures. */
export const readOutput = (name: 'perf-fp.txt' | 'bpftrace-syscalls.txt'): Uint8Array =>
  Uint8Array.from(readFileSync(new URL(`../../../shared/formats/fixtures/${name}`, import.meta.url)))

/** In pieces, as they come from a host. Returns the artifact's id. */
export async function receive(
  library: Library,
  captureId: string,
  bytes: Uint8Array,
  piece = 10_000,
): Promise<number> {
  const { artifactId, received } = await library.beginArtifact(captureId, 'perf.txt', 'text/plain')
  let offset = received
  while (offset < bytes.length)
    offset = await library.appendArtifact(artifactId, offset, bytes.slice(offset, offset + piece))
  return artifactId
}

/** As a capture goes that goes well. */
export async function takeCapture(library: Library, capture: NewCapture, bytes: Uint8Array): Promise<number> {
  await library.createCapture(capture)
  await library.setCaptureState(capture.id, 'running', 'the tool runs')
  const artifactId = await receive(library, capture.id, bytes)
  await library.finishArtifact(artifactId, null)
  await library.setCaptureState(capture.id, 'ingesting', 'the tool has ended')
  await library.ingest(capture.id, {})
  await library.setCaptureState(capture.id, 'done', 'came to its planned end')
  return artifactId
}

/** All of an export. */
export async function exportWhole(
  library: Library,
  captureId: string,
  format: ExportId | 'raw',
): Promise<{ name: string; mediaType: string; bytes: Uint8Array }> {
  const { exportId, name, mediaType } = await library.beginExport({ captureId, format, options: {} })
  const parts: Uint8Array[] = []
  for (let isDone = false; !isDone; ) {
    const { bytes, done } = await library.readExport(exportId)
    parts.push(bytes)
    isDone = done
  }
  return { name, mediaType, bytes: Uint8Array.from(Buffer.concat(parts)) }
}

export const listArgs = (change: Partial<Args<'captures.list'>> = {}): Args<'captures.list'> => ({
  search: '',
  hostId: null,
  recipeId: null,
  sort: 'startedAt',
  descending: true,
  offset: 0,
  limit: 100,
  ...change,
})

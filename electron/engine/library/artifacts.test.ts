import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createArtifactWriter } from './artifacts.ts'
import { createCapture } from './capture-rows.ts'
import { openForWriting } from './database.ts'
import { addThisMachine } from './hosts.ts'
import { makeFolder, newCapture } from './library-fixture.ts'
import { readArtifact } from './read-artifact.ts'

/** Does not compress. */
const makeNoise = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 2_654_435_761) >>> 13)

it('an append that fails for want of space changes nothing, and can be done again', async () => {
  const db = openForWriting(join(makeFolder(), 'library.db'))
  onTestFinished(() => void db.close())
  addThisMachine(db)
  createCapture(db, { pid: 1, start: '', session: 's' }, newCapture())
  const artifacts = createArtifactWriter(db)
  const { artifactId } = await artifacts.begin('capture-1', 'perf.txt', 'text/plain')
  const bytes = makeNoise(1_500_000)
  await artifacts.append(artifactId, 0, bytes.subarray(0, 100_000))

  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 20}`)
  const rest = bytes.subarray(100_000)
  await expect(artifacts.append(artifactId, 100_000, rest)).rejects.toMatchObject({ code: 'SQLITE_FULL' })
  expect(readArtifact(db, 'capture-1', artifactId, 0, 2_000_000).total).toBe(100_000)

  db.pragma('max_page_count = 1000000')
  expect(await artifacts.append(artifactId, 100_000, rest)).toBe(1_500_000)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(await artifacts.finish(artifactId, sha256)).toEqual({ bytes: 1_500_000, sha256 })
  const read = readArtifact(db, 'capture-1', artifactId, 0, 2_000_000).bytes
  expect(Buffer.from(read).equals(bytes)).toBe(true)
})

it('two appends at once are one after the other, and only one of them fits', async () => {
  const db = openForWriting(join(makeFolder(), 'library.db'))
  onTestFinished(() => void db.close())
  addThisMachine(db)
  createCapture(db, { pid: 1, start: '', session: 's' }, newCapture())
  const artifacts = createArtifactWriter(db)
  const { artifactId } = await artifacts.begin('capture-1', 'perf.txt', 'text/plain')
  const both = await Promise.allSettled([
    artifacts.append(artifactId, 0, Uint8Array.of(1, 2)),
    artifacts.append(artifactId, 0, Uint8Array.of(3, 4)),
  ])
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(readArtifact(db, 'capture-1', artifactId, 0, 9).bytes).toEqual(Uint8Array.of(1, 2))
})

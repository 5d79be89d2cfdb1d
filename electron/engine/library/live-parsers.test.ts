import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Format } from '../../../shared/formats/format.ts'
import { fromTheStart } from '../../../shared/formats/live-piece.ts'
import { formatById, formats } from '../../../shared/formats/registry.ts'
import { seededRandom } from '../../../shared/profile/testing/seeded-random.ts'
import { createArtifactWriter } from './artifacts.ts'
import { createCapture } from './capture-rows.ts'
import { openForWriting } from './database.ts'
import { addThisMachine } from './hosts.ts'
import { ingest } from './ingest.ts'
import { makeFolder, newCapture, readOutput } from './library-fixture.ts'
import { createLiveParsers } from './live-parsers.ts'
import { findProfile, loadProfile } from './load-profile.ts'

const owner = { pid: 1, start: '', session: 's' }
const bytes = readOutput('perf-fp.txt')

const arrange = async (ids: readonly string[]) => {
  const db = openForWriting(join(makeFolder(), 'library.db'))
  onTestFinished(() => void db.close())
  addThisMachine(db)
  const artifacts = createArtifactWriter(db)
  const found: number[] = []
  for (const id of ids) {
    createCapture(db, owner, newCapture({ id }))
    found.push((await artifacts.begin(id, 'perf.txt', 'text/plain')).artifactId)
  }
  return { db, artifacts, artifactIds: found, live: createLiveParsers(db, { formatById, formats }) }
}

it('a capture that was read and looked at as it arrived is what it is when it is read back', async () => {
  const { db, artifacts, artifactIds, live } = await arrange(['a', 'b'])
  const random = seededRandom(5)
  for (const artifactId of artifactIds) {
    for (let at = 0, length = 0; at < bytes.length; at += length) {
      length = random.integer(1, 20_000)
      const piece = bytes.slice(at, at + length)
      await artifacts.append(artifactId, at, piece)
      if (artifactId !== artifactIds[0]) continue
      live.push(artifactId, at, piece)
      if (random.chance(0.5)) await live.since('a', fromTheStart, 1000)
    }
  }
  const created: string[] = []
  const counting = (id: string): Format => {
    created.push(id)
    return formatById(id)
  }
  const options = { formatById: counting, live, signal: new AbortController().signal, report: () => {} }
  expect(await ingest(db, artifacts, 'a', options)).toEqual({ events: 106 })
  expect(created).toEqual([])
  expect(await ingest(db, artifacts, 'b', options)).toEqual({ events: 106 })
  expect(created).toEqual(['perf-script'])
  const [a, b] = ['a', 'b'].map((id) => loadProfile(db, findProfile(db, id) ?? 0))
  expect(a).toEqual(b)
  // a parser is finished once
  expect(await ingest(db, artifacts, 'a', options)).toEqual({ events: 106 })
  expect(created).toEqual(['perf-script', 'perf-script'])
})

it('a parser is there for what it was given from the first byte to the last', async () => {
  const { live, artifactIds } = await arrange(['a'])
  const [id = 0] = artifactIds
  const piece = bytes.slice(0, 1000)
  live.push(id, 0, piece)
  expect(live.take(id, 999)).toBeNull()
  live.push(id, 0, piece)
  live.push(id, 1001, piece)
  expect(live.take(id, 2001)).toBeNull()
  live.push(id, 1000, piece)
  expect(live.take(id, 2000)).toBeNull()
  live.push(id, 0, piece)
  live.push(id, 1000, piece)
  expect(live.take(id, 2000)).not.toBeNull()
  expect(live.take(id, 2000)).toBeNull()
})

it('of many captures at a time the first are read back at their end', async () => {
  const { live, artifactIds } = await arrange(['a', 'b', 'c', 'd', 'e'])
  for (const id of artifactIds) live.push(id, 0, bytes)
  expect(artifactIds.map((id) => live.take(id, bytes.length) !== null)).toEqual([
    false,
    ...[true, true, true, true],
  ])
})

it('a parser that throws does not stop what arrives', async () => {
  const { db, artifactIds } = await arrange(['a'])
  const broken = {
    ...formatById('perf-script'),
    createParser: () => ({
      push() {
        throw new TypeError('a bug')
      },
      finish: () => {
        throw new TypeError('a bug')
      },
    }),
  }
  const live = createLiveParsers(db, { formatById: () => broken, formats: [broken] })
  live.push(artifactIds[0] ?? 0, 0, bytes)
  expect(live.take(artifactIds[0] ?? 0, bytes.length)).toBeNull()
})

/** The sample captures: brought into a new library, through the ordinary path. */
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Format } from '../../../shared/formats/format.ts'
import type { StoredError } from '../../../shared/model/capture.ts'
import { CHUNK_BYTES } from './artifact-chunks.ts'
import type { ArtifactWriter } from './artifacts.ts'
import { createCapture, eraseCapture, setCaptureState, updateCapture } from './capture-rows.ts'
import { saveNote } from './findings.ts'
import { ingest } from './ingest.ts'
import type { NewCapture } from './library.ts'
import type { Owner } from './owner.ts'
import { type Sample, sampleSchema } from './sample.ts'

export interface SampleImport {
  readonly db: Database
  readonly owner: Owner
  readonly artifacts: ArtifactWriter
  readonly formatById: (id: string) => Format
  readonly directory: string
}

/**
 * A library is new until it has had a capture of its own or all samples. What was begun by a process that died is
 * done again; what another process is at is left to it. A sample that cannot be read is kept as a failed capture
 * that says why: it must not keep the library from opening.
 */
export async function importSamples(sampleImport: SampleImport): Promise<void> {
  const { db, directory } = sampleImport
  if (!isNew(db)) return
  for (const name of listSamples(directory)) await importSample(sampleImport, name)
  // not while another process is at one of them: it may die over it
  db.prepare(
    `INSERT INTO marks (name) SELECT 'samples' WHERE NOT EXISTS (SELECT 1 FROM captures
       WHERE sample_file IS NOT NULL AND state NOT IN ('done', 'failed')) ON CONFLICT DO NOTHING`,
  ).run()
}

function isNew(db: Database): boolean {
  const row = db
    .prepare<[], { done: number; own: number; ever: number }>(
      `SELECT EXISTS (SELECT 1 FROM marks WHERE name = 'samples') AS done,
         EXISTS (SELECT 1 FROM captures WHERE sample_file IS NULL) AS own,
         coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'captures'), 0)
           > (SELECT coalesce(max(seq), 0) FROM captures) AS ever`,
    )
    .get()
  return row !== undefined && row.done === 0 && row.own === 0 && row.ever === 0
}

/** Without '.json', in the order of their names. A folder that is not there has none. */
function listSamples(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

async function importSample({ db, owner, artifacts, formatById, directory }: SampleImport, name: string) {
  const id = randomUUID()
  const fail = (error: SmokejumperError) => {
    const { code, message, remedy, facts } = error
    const stored: StoredError = { code, message, remedy, facts: { ...facts } }
    setCaptureState(db, owner, id, 'failed', 'the sample could not be read', stored)
  }
  const sample = readSample(directory, name)
  const capture = sample instanceof SmokejumperError ? placeholder(id, name) : rowOf(id, sample)
  if (!claimSample(db, owner, capture, name)) return
  if (sample instanceof SmokejumperError) return fail(sample)
  try {
    const { commands, toolMessages, cost, probe, anchors } = sample
    updateCapture(db, id, {
      ...{ commands, toolMessages, anchors },
      ...(cost === null ? {} : { cost }),
      ...(probe === null ? {} : { probe }),
    })
    const raw = readRaw(directory, name, sample)
    const { artifactId } = await artifacts.begin(id, sample.artifact.name, sample.artifact.mediaType)
    for (let offset = 0; offset < raw.length; offset += CHUNK_BYTES)
      await artifacts.append(artifactId, offset, raw.subarray(offset, offset + CHUNK_BYTES))
    await artifacts.finish(artifactId, sample.artifact.sha256)
    setCaptureState(db, owner, id, 'ingesting', 'came with Smokejumper', null)
    await ingest(db, artifacts, id, { formatById, signal: new AbortController().signal, report: () => {} })
    for (const text of sample.notes) saveNote(db, { captureId: id, text })
    setCaptureState(db, owner, id, 'done', 'came with Smokejumper', null)
  } catch (error) {
    if (!isExpected(error)) throw error
    fail(error)
  }
}

/** False when it is there already, or another process is at it. */
function claimSample(db: Database, owner: Owner, capture: NewCapture, name: string): boolean {
  return db
    .transaction(() => {
      const known = db
        .prepare<[string], { id: string; state: string }>(
          'SELECT id, state FROM captures WHERE sample_file = ?',
        )
        .get(name)
      if (known && known.state !== 'interrupted') return false
      if (known) eraseCapture(db, known.id)
      createCapture(db, owner, capture, name)
      return true
    })
    .immediate()
}

const rowOf = (id: string, sample: Sample) => ({
  id,
  name: sample.name,
  hostId: null,
  hostLabel: sample.hostLabel,
  recipeId: sample.recipeId,
  recipeTitle: sample.recipeTitle,
  firstView: sample.firstView,
  parserId: sample.parserId,
  parameters: sample.parameters,
  startedAt: sample.startedAt,
  sample: true,
})

const placeholder = (id: string, name: string) => ({
  ...{ id, name, hostId: null, hostLabel: '', recipeId: '', recipeTitle: '', parserId: '' },
  ...{ firstView: 'flame' as const, parameters: {}, startedAt: Date.now(), sample: true },
})

const broken = (file: string, why: string, cause?: unknown): SmokejumperError =>
  new SmokejumperError({
    code: 'format.broken',
    message: `The sample ${file} cannot be read: ${why}.`,
    remedy: 'Install Smokejumper again to have its samples; everything else works without them.',
    facts: { file },
    cause,
  })

function readSample(directory: string, name: string): Sample | SmokejumperError {
  const file = join(directory, `${name}.json`)
  try {
    return sampleSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    return broken(file, cause instanceof Error ? cause.message : String(cause), cause)
  }
}

function readRaw(directory: string, name: string, sample: Sample): Uint8Array {
  const file = join(directory, `${name}.raw.gz`)
  let raw: Uint8Array
  try {
    raw = gunzipSync(readFileSync(file))
  } catch (cause) {
    throw broken(file, cause instanceof Error ? cause.message : String(cause), cause)
  }
  const sha256 = createHash('sha256').update(raw).digest('hex')
  if (sha256 === sample.artifact.sha256) return raw
  throw broken(file, `its SHA-256 is ${sha256} instead of ${sample.artifact.sha256}`)
}

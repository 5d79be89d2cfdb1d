/** A recovered library made sound again: each capture is looked through, and says what of it is missing. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { RecoveryReport } from '../../../shared/contract/library-status.ts'
import { isExpected } from '../../../shared/errors/errors.ts'
import type { CaptureState, StoredError } from '../../../shared/model/capture.ts'
import { readChunk } from './artifact-chunks.ts'
import { IMPORT_RECIPE } from './capture-rows.ts'
import { loadProfile } from './load-profile.ts'
import { quote } from './read-damaged-rows.ts'
import { refreshSearch } from './search.ts'
import { storeLosses } from './store-profile.ts'

type Settled = Pick<RecoveryReport, 'whole' | 'incomplete' | 'lostCaptures'>

export async function settleRecovered(
  db: Database,
  pace: (progress: { captures: number; total: number }) => Promise<void>,
): Promise<Settled> {
  const nameless = adoptOrphans(db)
  const lostCaptures = countLost(db)
  removeDangling(db)
  const captures = db.prepare<[], CaptureRow>(`SELECT ${columns} FROM captures ORDER BY seq`).all()
  const incomplete: { name: string; what: string }[] = []
  for (const [index, capture] of captures.entries()) {
    const what = db.transaction(() => settleCapture(db, capture)).immediate()
    const parts = [...(nameless.has(capture.seq) ? ['its name, host and recipe are lost'] : []), ...what]
    if (parts.length > 0) incomplete.push({ name: capture.name, what: parts.join('; ') })
    await pace({ captures: index + 1, total: captures.length })
  }
  return { whole: captures.length - incomplete.length, incomplete, lostCaptures }
}

interface CaptureRow {
  readonly seq: number
  readonly name: string
  readonly state: CaptureState
  readonly events: number | null
  readonly parser_id: string
}
const columns = 'seq, name, state, events, parser_id'

/** What is of use without the row of its capture gets another one. */
function adoptOrphans(db: Database): ReadonlySet<number> {
  const orphans = db
    .prepare<[], { seq: number; name: string | null; events: number | null }>(
      `SELECT seq, (SELECT name FROM artifacts WHERE capture = seq) AS name,
         (SELECT sum(length) FROM streams JOIN profiles ON profiles.id = streams.profile
            WHERE profiles.capture = seq AND kind IN ('samples', 'slices')) AS events
       FROM (SELECT capture AS seq FROM artifacts UNION SELECT capture FROM profiles)
       WHERE seq NOT IN (SELECT seq FROM captures) AND seq > 0`,
    )
    .all()
  const insert = db.prepare(
    `INSERT INTO captures (seq, id, name, host_label, recipe_id, recipe_title, first_view, parser_id, state, started_at,
       events, bytes, parameters)
     VALUES (?, ?, ?, '', ?, 'Recovered', ?, '', 'done', ?, ?,
       (SELECT coalesce(sum(bytes), 0) FROM artifacts WHERE capture = ?), '{}')`,
  )
  for (const { seq, name, events } of orphans)
    insert.run(
      ...[seq, `recovered-${seq}`, `Recovered ${name ?? 'capture'} (number ${seq})`, IMPORT_RECIPE],
      ...[events === null ? 'timeline' : 'flame', Date.now(), events, seq],
    )
  return new Set(orphans.map(({ seq }) => seq))
}

/** Captures that are still spoken of, with nothing left that could be shown. */
const countLost = (db: Database): number =>
  db
    .prepare<[], number>(
      `SELECT count(*) FROM (SELECT capture FROM capture_records UNION SELECT capture FROM capture_states)
       WHERE capture NOT IN (SELECT seq FROM captures)`,
    )
    .pluck()
    .get() ?? 0

interface ForeignKey {
  readonly child: string
  readonly column: string
  readonly parent: string
  readonly target: string
  readonly action: string
}

/** Rows whose parent is gone go as they would have gone with it. Parents first, so that one pass is enough. */
function removeDangling(db: Database): void {
  const keys = db
    .prepare<[], ForeignKey>(
      `SELECT child.name AS child, "from" AS "column", "table" AS parent, "to" AS target, on_delete AS action
       FROM sqlite_schema AS child, pragma_foreign_key_list(child.name)
       WHERE child.type = 'table' ORDER BY child.name = 'streams' DESC`,
    )
    .all()
  const clean = () => {
    for (const { child, column, parent, target, action } of keys) {
      const change =
        action === 'SET NULL'
          ? `UPDATE ${quote(child)} SET ${quote(column)} = NULL`
          : `DELETE FROM ${quote(child)}`
      db.exec(
        `${change} WHERE ${quote(column)} IS NOT NULL
           AND ${quote(column)} NOT IN (SELECT ${quote(target)} FROM ${quote(parent)})`,
      )
    }
  }
  db.transaction(() => {
    // captures, then profiles, then streams, then their chunks
    for (let depth = 0; depth < 4; depth++) clean()
  }).immediate()
}

/** What of it is missing, in words; its row says so too. */
function settleCapture(db: Database, { seq, name, state, events, parser_id }: CaptureRow): string[] {
  const said: string[] = []
  const raw = checkArtifacts(db, seq)
  if (raw.missing > 0) {
    const amount = raw.missing.toLocaleString('en')
    said.push(
      raw.missing === raw.bytes
        ? `all ${amount} bytes of its raw output are lost`
        : `${amount} of ${raw.bytes.toLocaleString('en')} bytes of its raw output are lost`,
    )
    storeLosses(db, seq, 'tool', [
      ...db
        .prepare<[number], { kind: 'lost'; count: number; detail: string }>(
          "SELECT kind, count, detail FROM losses WHERE capture = ? AND source = 'tool' ORDER BY id",
        )
        .all(seq),
      {
        kind: 'truncated',
        count: 1,
        detail: `${raw.missing} of the ${raw.bytes} bytes of its raw output were lost when the library was damaged.`,
      },
    ])
  } else if (raw.changed) {
    said.push('its raw output is not what was recorded (its SHA-256 is another one)')
    db.prepare('UPDATE artifacts SET verified = 0 WHERE capture = ?').run(seq)
  }
  if (!isProfileWhole(db, seq, events !== null && state === 'done')) {
    db.prepare('DELETE FROM profiles WHERE capture = ?').run(seq)
    const canReadAgain = raw.bytes > 0 && raw.missing === 0 && !raw.changed && parser_id !== '' && !raw.packed
    said.push(
      canReadAgain ? 'its columns are lost and are made anew from its raw output' : 'its columns are lost',
    )
    const error = canReadAgain ? null : columnsLost(name, raw.bytes > 0)
    // an interrupted one whose raw output is all here is read again with the next start
    db.prepare('UPDATE captures SET state = ?, error = ?, events = NULL, spool = NULL WHERE seq = ?').run(
      ...[canReadAgain ? 'interrupted' : 'failed', error === null ? null : JSON.stringify(error), seq],
    )
    db.prepare('INSERT INTO capture_states (capture, state, at, why) VALUES (?, ?, ?, ?)').run(
      ...[seq, canReadAgain ? 'interrupted' : 'failed', Date.now(), 'recovered from a damaged library'],
    )
  }
  refreshSearch(db, seq)
  return said
}

interface RawOutput {
  readonly bytes: number
  /** bytes that are not there or do not decode */
  readonly missing: number
  readonly changed: boolean
  /** as it came through gzip or zstd */
  readonly packed: boolean
}

/** Every chunk is decoded: a page in the middle of one is noticed by nothing else. */
function checkArtifacts(db: Database, seq: number): RawOutput {
  const artifacts = db
    .prepare<
      [number],
      { id: number; bytes: number; sha256: string | null; complete: number; media_type: string }
    >('SELECT id, bytes, sha256, complete, media_type FROM artifacts WHERE capture = ?')
    .all(seq)
  let bytes = 0
  let missing = 0
  let changed = false
  for (const artifact of artifacts) {
    bytes += artifact.bytes
    const hash = createHash('sha256')
    let good = 0
    for (let at = 0; at < artifact.bytes; ) {
      const chunk = readWholeChunk(db, artifact.id, at)
      if (chunk === null) {
        at = nextChunk(db, artifact.id, at) ?? artifact.bytes
        continue
      }
      const part = chunk.subarray(0, artifact.bytes - at)
      hash.update(part)
      good += part.length
      at += part.length
    }
    missing += artifact.bytes - good
    if (good === artifact.bytes && artifact.complete === 1 && artifact.sha256 !== null)
      changed ||= hash.digest('hex') !== artifact.sha256
  }
  const packed = artifacts.some(
    ({ media_type: type }) => type === 'application/gzip' || type === 'application/zstd',
  )
  return { bytes, missing, changed, packed }
}

/** Null: it is missing, or does not decode and is then removed. */
function readWholeChunk(db: Database, artifactId: number, offset: number): Uint8Array | null {
  try {
    const chunk = readChunk(db, artifactId, offset)
    return chunk === null ? null : chunk.bytes.subarray(offset - chunk.offset)
  } catch (error) {
    if (!isExpected(error)) throw error
    db.prepare('DELETE FROM artifact_chunks WHERE artifact = ? AND offset = ?').run(artifactId, offset)
    return null
  }
}

const nextChunk = (db: Database, artifactId: number, after: number): number | null =>
  db
    .prepare<[number, number], number>(
      'SELECT offset FROM artifact_chunks WHERE artifact = ? AND offset > ? ORDER BY offset LIMIT 1',
    )
    .pluck()
    .get(artifactId, after) ?? null

function isProfileWhole(db: Database, seq: number, expected: boolean): boolean {
  const id = db.prepare<[number], number>('SELECT id FROM profiles WHERE capture = ?').pluck().get(seq)
  if (id === undefined) return !expected
  try {
    loadProfile(db, id)
    return true
  } catch (error) {
    if (isExpected(error)) return false
    throw error
  }
}

const columnsLost = (name: string, hasRaw: boolean): StoredError => ({
  code: 'library.corrupt',
  message: `What was read out of "${name}" was lost when the library was damaged.`,
  remedy: hasRaw
    ? 'Export its raw output, as far as it is there, and import it again.'
    : 'Take the capture again, or look for it in a backup of the library.',
  facts: {},
})

/** Notes and pins of a capture. */
import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Args } from '../../../shared/contract/contract.ts'
import type { Note, Pin, PinDraft } from '../../../shared/model/finding.ts'
import { findSeq } from './capture-rows.ts'
import { findingUnknown } from './library-errors.ts'
import { refreshSearch } from './search.ts'

/** In the order in which they were made. */
export const listNotes = (db: Database, captureId: string): Note[] =>
  db
    .prepare<[string, number], Note>(
      `SELECT id, ? AS captureId, text, created_at AS createdAt, edited_at AS editedAt
       FROM notes WHERE capture = ? ORDER BY created_at, rowid`,
    )
    .all(captureId, findSeq(db, captureId))

/** With an id, the note of that id is changed. Throws capture.unknown, library.not-found. */
export function saveNote(db: Database, { id, captureId, text }: Args<'notes.save'>): Note {
  return db
    .transaction(() => {
      const seq = findSeq(db, captureId)
      const now = Date.now()
      const noteId = id ?? randomUUID()
      if (id === undefined)
        db.prepare('INSERT INTO notes (id, capture, text, created_at, edited_at) VALUES (?, ?, ?, ?, ?)').run(
          noteId,
          seq,
          text,
          now,
          now,
        )
      else {
        const { changes } = db
          .prepare('UPDATE notes SET text = ?, edited_at = ? WHERE id = ? AND capture = ?')
          .run(text, now, id, seq)
        if (changes === 0) throw findingUnknown('note', id)
      }
      refreshSearch(db, seq)
      return db
        .prepare<[string, string], Note>(
          'SELECT id, ? AS captureId, text, created_at AS createdAt, edited_at AS editedAt FROM notes WHERE id = ?',
        )
        .get(captureId, noteId)!
    })
    .immediate()
}

export const removeNote = (db: Database, id: string): { captureId: string } => removeFinding(db, 'note', id)
export const removePin = (db: Database, id: string): { captureId: string } => removeFinding(db, 'pin', id)

function removeFinding(db: Database, what: 'note' | 'pin', id: string): { captureId: string } {
  return db
    .transaction(() => {
      const owner = findOwner(db, what, id)
      db.prepare(`DELETE FROM ${what}s WHERE id = ?`).run(id)
      refreshSearch(db, owner.seq)
      return { captureId: owner.captureId }
    })
    .immediate()
}

function findOwner(db: Database, what: 'note' | 'pin', id: string): { seq: number; captureId: string } {
  const owner = db
    .prepare<[string], { seq: number; captureId: string }>(
      `SELECT seq, captures.id AS captureId FROM ${what}s JOIN captures ON seq = capture WHERE ${what}s.id = ?`,
    )
    .get(id)
  if (!owner) throw findingUnknown(what, id)
  return owner
}

interface PinRow {
  readonly id: string
  readonly captureId: string
  readonly other_capture_id: string | null
  readonly view: Pin['view']
  readonly sentence: string
  readonly created_at: number
  readonly state: string
  readonly other_state: string | null
  readonly numbers: string
  readonly artifact_hashes: string
  readonly picture_type: Pin['picture']['mediaType']
  readonly picture: Buffer
}

const fromRow = (row: PinRow): Pin => ({
  id: row.id,
  captureId: row.captureId,
  otherCaptureId: row.other_capture_id,
  view: row.view,
  sentence: row.sentence,
  state: JSON.parse(row.state) as Pin['state'],
  otherState: row.other_state === null ? null : (JSON.parse(row.other_state) as Pin['state']),
  numbers: JSON.parse(row.numbers) as Pin['numbers'],
  picture: { mediaType: row.picture_type, bytes: Uint8Array.from(row.picture) },
  createdAt: row.created_at,
  artifactHashes: JSON.parse(row.artifact_hashes) as string[],
})

/** In the order in which they were made. */
export const listPins = (db: Database, captureId: string): Pin[] =>
  db
    .prepare<[string, number], PinRow>(
      'SELECT ? AS captureId, pins.* FROM pins WHERE capture = ? ORDER BY created_at, rowid',
    )
    .all(captureId, findSeq(db, captureId))
    .map(fromRow)

/** Keeps the hashes of the artifacts of its captures as they are now. Throws capture.unknown. */
export function savePin(db: Database, pin: PinDraft): Pin {
  return db
    .transaction(() => {
      const seq = findSeq(db, pin.captureId)
      const others = pin.otherCaptureId === null ? [] : [findSeq(db, pin.otherCaptureId)]
      const hashes = [seq, ...others].flatMap((capture) => hashesOf(db, capture))
      const saved: Pin = { ...pin, id: randomUUID(), createdAt: Date.now(), artifactHashes: hashes }
      db.prepare(
        `INSERT INTO pins (id, capture, other_capture_id, view, sentence, created_at, state, other_state, numbers,
           artifact_hashes, picture_type, picture) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        ...[saved.id, seq, pin.otherCaptureId, pin.view, pin.sentence, saved.createdAt],
        ...[JSON.stringify(pin.state), pin.otherState === null ? null : JSON.stringify(pin.otherState)],
        ...[JSON.stringify(pin.numbers), JSON.stringify(hashes), pin.picture.mediaType, pin.picture.bytes],
      )
      refreshSearch(db, seq)
      return saved
    })
    .immediate()
}

const hashesOf = (db: Database, capture: number): string[] =>
  db
    .prepare<[number], { sha256: string }>(
      'SELECT sha256 FROM artifacts WHERE capture = ? AND sha256 IS NOT NULL ORDER BY id',
    )
    .all(capture)
    .map(({ sha256 }) => sha256)

export function editPin(db: Database, id: string, sentence: string): { captureId: string } {
  return db
    .transaction(() => {
      const owner = findOwner(db, 'pin', id)
      db.prepare('UPDATE pins SET sentence = ? WHERE id = ?').run(sentence, id)
      refreshSearch(db, owner.seq)
      return { captureId: owner.captureId }
    })
    .immediate()
}

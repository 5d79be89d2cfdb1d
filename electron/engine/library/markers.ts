/** Markers of captures, and the clock that they are placed by. */
import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { Marker, MarkerKind } from '../../../shared/model/marker.ts'
import { onCaptureAxis } from '../../../shared/profile/capture-axis.ts'
import type { Nanoseconds } from '../../../shared/units/units.ts'
import { type ClockBounds, type HostMoment, placeOnHost } from '../markers/host-clock.ts'
import type { OurMoment } from '../markers/our-moment.ts'
import { findSeq } from './capture-rows.ts'
import { findingUnknown } from './library-errors.ts'
import { refreshSearch } from './search.ts'

/** All or none. Placed at once where the host's clock is known; otherwise when it is. Throws capture.unknown. */
export function addMarkers(
  db: Database,
  { captureIds, text, moment }: { captureIds: readonly string[]; text: string; moment: OurMoment },
): { captureId: string; markerId: string }[] {
  return db
    .transaction(() =>
      captureIds.map((captureId) => {
        const seq = findSeq(db, captureId)
        const markerId = randomUUID()
        const bounds = readClock(db, seq)
        const placed = bounds && placeOnHost(bounds, moment)
        db.prepare(
          `INSERT INTO markers (id, capture, kind, text, made_at, made_monotonic, host_monotonic, error)
           VALUES (?, ?, 'mark', ?, ?, ?, ?, ?)`,
        ).run(
          ...[markerId, seq, text, moment.wall, moment.monotonic],
          ...[placed?.at ?? null, placed?.error ?? null],
        )
        refreshSearch(db, seq)
        return { captureId, markerId }
      }),
    )
    .immediate()
}

/** One that the host itself has stamped; once for each capture and kind. False: it was there. */
export function addHostMarker(
  db: Database,
  marker: { captureId: string; kind: MarkerKind; text: string; host: HostMoment },
): boolean {
  return db
    .transaction(() => {
      const seq = findSeq(db, marker.captureId)
      const known = db
        .prepare<[number, string], { id: string }>('SELECT id FROM markers WHERE capture = ? AND kind = ?')
        .get(seq, marker.kind)
      if (known) return false
      db.prepare(
        `INSERT INTO markers (id, capture, kind, text, made_at, host_monotonic, error) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        ...[randomUUID(), seq, marker.kind, marker.text, Date.now()],
        ...[marker.host.at, marker.host.error],
      )
      refreshSearch(db, seq)
      return true
    })
    .immediate()
}

interface ClockRow {
  readonly our_monotonic: number
  readonly our_wall: number
  readonly low: number
  readonly high: number
}

function readClock(db: Database, seq: number): ClockBounds | null {
  const row = db
    .prepare<[number], ClockRow>(
      'SELECT our_monotonic, our_wall, low, high FROM capture_clocks WHERE capture = ?',
    )
    .get(seq)
  return row
    ? { ours: { monotonic: row.our_monotonic, wall: row.our_wall }, low: row.low, high: row.high }
    : null
}

interface MadeRow {
  readonly id: string
  readonly made_at: number
  readonly made_monotonic: number
  readonly error: number | null
}

/** Keeps what is known of the host's clock, and places by it what it places better. Gives how many that were. */
export function storeHostClock(db: Database, captureId: string, bounds: ClockBounds): number {
  return db
    .transaction(() => {
      const seq = findSeq(db, captureId)
      db.prepare(
        'INSERT OR REPLACE INTO capture_clocks (capture, our_monotonic, our_wall, low, high) VALUES (?, ?, ?, ?, ?)',
      ).run(seq, bounds.ours.monotonic, bounds.ours.wall, bounds.low, bounds.high)
      const rows = db
        .prepare<[number], MadeRow>(
          'SELECT id, made_at, made_monotonic, error FROM markers WHERE capture = ? AND made_monotonic IS NOT NULL',
        )
        .all(seq)
      const move = db.prepare('UPDATE markers SET host_monotonic = ?, error = ? WHERE id = ?')
      let moved = 0
      for (const { id, made_at: wall, made_monotonic: monotonic, error } of rows) {
        const placed = placeOnHost(bounds, { monotonic, wall })
        if (error !== null && error <= placed.error) continue
        move.run(placed.at, placed.error, id)
        moved += 1
      }
      return moved
    })
    .immediate()
}

interface MarkerRow {
  readonly id: string
  readonly kind: MarkerKind
  readonly text: string
  readonly made_at: number
  readonly host_monotonic: number | null
  readonly error: number | null
}

/** By time; those without one last. `clockOrigin`: the tool's clock at time 0; null: nothing of it was read yet. */
export function readMarkers(
  db: Database,
  seq: number,
  axis: { anchors: CaptureDetail['anchors']; clockOrigin: Nanoseconds | null },
): Marker[] {
  return db
    .prepare<[number], MarkerRow>(
      `SELECT id, kind, text, made_at, host_monotonic, error FROM markers
       WHERE capture = ? AND removed_at IS NULL ORDER BY host_monotonic NULLS LAST, made_at, rowid`,
    )
    .all(seq)
    .map(({ id, kind, text, made_at, host_monotonic, error }) => {
      const placed = host_monotonic === null ? null : onCaptureAxis(axis, host_monotonic)
      return {
        ...{ id, kind, text, madeAt: made_at },
        time: placed === null ? null : Math.round(placed.time),
        error: placed === null || error === null ? null : error + placed.error,
      }
    })
}

/** All or none. Throws library.not-found. */
export function renameMarkers(db: Database, ids: readonly string[], text: string): { captureIds: string[] } {
  return changeEach(db, ids, (id) => db.prepare('UPDATE markers SET text = ? WHERE id = ?').run(text, id))
}

/** Out of sight, or back again. Throws library.not-found. */
export function removeMarkers(
  db: Database,
  ids: readonly string[],
  restore: boolean,
): { captureIds: string[] } {
  const at = restore ? null : Date.now()
  return changeEach(db, ids, (id) => db.prepare('UPDATE markers SET removed_at = ? WHERE id = ?').run(at, id))
}

function changeEach(
  db: Database,
  ids: readonly string[],
  change: (id: string) => unknown,
): { captureIds: string[] } {
  return db
    .transaction(() => {
      const owners = new Map<number, string>()
      for (const id of ids) {
        const owner = db
          .prepare<[string], { seq: number; captureId: string }>(
            'SELECT seq, captures.id AS captureId FROM markers JOIN captures ON seq = capture WHERE markers.id = ?',
          )
          .get(id)
        if (!owner) throw findingUnknown('marker', id)
        owners.set(owner.seq, owner.captureId)
        change(id)
      }
      for (const seq of owners.keys()) refreshSearch(db, seq)
      return { captureIds: [...owners.values()] }
    })
    .immediate()
}

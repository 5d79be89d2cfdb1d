/** Groups of captures that were started together, as rows and as they are shown. */
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { CaptureState, StoredError } from '../../../shared/model/capture.ts'
import type { CaptureGroup, ClockReading, GroupMember } from '../../../shared/model/capture-group.ts'
import type { GroupRef } from '../../../shared/model/group-ref.ts'
import { placeOnGroupAxis, spreadOf, toMicroseconds } from '../../../shared/profile/group-axis.ts'
import type { NewCapture } from './library.ts'

/** With the capture's own row, in one transaction. */
export function addToGroup(
  db: Database,
  seq: number,
  { id, name, position }: NonNullable<NewCapture['group']>,
): void {
  db.prepare('INSERT INTO capture_groups (id, name) VALUES (?, ?) ON CONFLICT (id) DO NOTHING').run(id, name)
  db.prepare('INSERT INTO capture_group_members (capture, group_id, position) VALUES (?, ?, ?)').run(
    ...[seq, id, position],
  )
}

/** What is not given stays. */
export function storeClock(
  db: Database,
  seq: number,
  readings: { readonly start?: ClockReading; readonly end?: ClockReading },
): void {
  for (const end of ['start', 'end'] as const) {
    const reading = readings[end]
    if (reading === undefined) continue
    db.prepare(
      `UPDATE capture_group_members SET ${end}_offset = ?, ${end}_error = ?, ${end}_read_at = ? WHERE capture = ?`,
    ).run(reading.offset, reading.error, reading.at, seq)
  }
}

/** `plannedAt`: epoch ms by our clock. */
export function planGroup(db: Database, groupId: string, plannedAt: number): void {
  db.prepare('UPDATE capture_groups SET planned_at = ? WHERE id = ?').run(plannedAt, groupId)
}

interface GroupRow {
  readonly id: string
  readonly name: string
  readonly planned_at: number | null
}

interface MemberRow {
  readonly seq: number
  readonly id: string
  readonly name: string
  readonly host_id: string | null
  readonly host_label: string
  readonly recipe_id: string
  readonly state: CaptureState
  readonly error: string | null
  readonly events: number | null
  readonly bytes: number
  readonly duration: number | null
  readonly tracer_cpu_percent: number | null
  readonly start_offset: number | null
  readonly start_error: number | null
  readonly start_read_at: number | null
  readonly end_offset: number | null
  readonly end_error: number | null
  readonly end_read_at: number | null
  readonly clock_origin: number | null
}

/** Without what was removed or discarded. Throws capture.unknown when nothing is left of it. */
export function getGroup(db: Database, groupId: string): CaptureGroup {
  return db.transaction(() => readGroup(db, groupId))()
}

function readGroup(db: Database, groupId: string): CaptureGroup {
  const group = db
    .prepare<[string], GroupRow>('SELECT id, name, planned_at FROM capture_groups WHERE id = ?')
    .get(groupId)
  const rows = db
    .prepare<[string], MemberRow>(
      `SELECT seq, captures.id, captures.name, host_id, host_label, recipe_id, state, error, events, bytes,
         captures.duration, tracer_cpu_percent, start_offset, start_error, start_read_at, end_offset, end_error,
         end_read_at, clock_origin
       FROM capture_group_members JOIN captures ON seq = capture_group_members.capture
         LEFT JOIN profiles ON profiles.capture = seq
       WHERE group_id = ? AND listed ORDER BY position`,
    )
    .all(groupId)
  if (!group || rows.length === 0) throw groupUnknown(groupId)
  const anchorsOf = db.prepare<[number], { wall: number; monotonic: number; error: number }>(
    'SELECT wall, monotonic, error FROM capture_anchors WHERE capture = ? ORDER BY position',
  )
  const clocks = rows.map((row) => ({ start: readingOf(row, 'start'), end: readingOf(row, 'end') }))
  const placed = placeOnGroupAxis(
    rows.map((row, index) => ({
      anchors: anchorsOf.all(row.seq),
      clock: clocks[index]?.start ?? null,
      clockOrigin: row.clock_origin,
    })),
  )
  const members = rows.map((row, index): GroupMember => {
    const { start = null, shift = null, startedAt = null } = placed[index] ?? {}
    return {
      captureId: row.id,
      name: row.name,
      hostId: row.host_id,
      hostLabel: row.host_label,
      recipeId: row.recipe_id,
      state: row.state,
      error: row.error === null ? null : (JSON.parse(row.error) as StoredError),
      events: row.events,
      bytes: row.bytes,
      duration: row.duration,
      tracerCpuPercent: row.tracer_cpu_percent,
      clock: clocks[index] ?? { start: null, end: null },
      start,
      late:
        startedAt === null || group.planned_at === null
          ? null
          : toMicroseconds(startedAt - group.planned_at * 1e6),
      shift,
    }
  })
  return {
    id: group.id,
    name: group.name,
    plannedAt: group.planned_at,
    members,
    spread: spreadOf(members.map(({ start }) => start)),
  }
}

function readingOf(row: MemberRow, end: 'start' | 'end'): ClockReading | null {
  const { [`${end}_offset` as const]: offset, [`${end}_error` as const]: error } = row
  const at = row[`${end}_read_at`]
  return offset === null || error === null || at === null ? null : { offset, error, at }
}

/** For the list of captures: columns of the row at `seq`. */
export const groupColumns = `(SELECT json_object('id', id, 'name', name, 'size',
    (SELECT count(*) FROM capture_group_members AS others JOIN captures AS other ON other.seq = others.capture
       WHERE others.group_id = capture_groups.id AND other.listed))
  FROM capture_groups JOIN capture_group_members AS own ON own.group_id = capture_groups.id
  WHERE own.capture = captures.seq) AS capture_group`

export const toGroupRef = (column: string | null): { group?: GroupRef } =>
  column === null ? {} : { group: JSON.parse(column) as GroupRef }

const groupUnknown = (groupId: string) =>
  new SmokejumperError({
    code: 'capture.unknown',
    message: 'There are no captures of this group in the library.',
    remedy: 'They may have been deleted or discarded. Look in the library.',
    facts: { group: groupId },
  })

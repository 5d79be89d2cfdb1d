/** Captures as rows: made, moved through their states, renamed, removed and brought back. */
import type { Database } from 'better-sqlite3'
import { type CaptureState, isActive, type StoredError } from '../../../shared/model/capture.ts'
import { beginBudget, storeBpfCost, storeEstimate, storeUses } from './capture-budgets.ts'
import { addToGroup, storeClock } from './capture-groups.ts'
import { addWorkload, updateWorkload } from './capture-workloads.ts'
import type { CapturePatch, CaptureRecord, NewCapture, SpoolRef } from './library.ts'
import { captureInHand, captureUnknown } from './library-errors.ts'
import { isOwnerAlive, type Owner } from './owner.ts'
import { refreshSearch } from './search.ts'
import { storeLosses } from './store-profile.ts'

/** What stands for the recipe of a capture that was a file. */
export const IMPORT_RECIPE = 'import'

/** The row number of a capture, also of one that was removed but not yet purged. Throws capture.unknown. */
export function findSeq(db: Database, captureId: string): number {
  const row = db.prepare<[string], { seq: number }>('SELECT seq FROM captures WHERE id = ?').get(captureId)
  if (!row) throw captureUnknown(captureId)
  return row.seq
}

/** In state draft, with this process as its owner. */
export function createCapture(
  db: Database,
  owner: Owner,
  capture: NewCapture,
  sampleFile: string | null = null,
): void {
  db.transaction(() => {
    const seq = Number(
      db
        .prepare(
          `INSERT INTO captures (id, name, host_id, host_label, recipe_id, recipe_title, first_view, parser_id, state,
             started_at, parameters, sample_file) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'draft', ?, ?, ?)`,
        )
        .run(
          ...[
            capture.id,
            capture.name,
            capture.hostId,
            capture.hostLabel,
            capture.recipeId,
            capture.recipeTitle,
          ],
          ...[capture.firstView, capture.parserId, capture.startedAt, JSON.stringify(capture.parameters)],
          sampleFile ?? (capture.sample ? capture.id : null),
        ).lastInsertRowid,
    )
    db.prepare('INSERT INTO capture_records (capture) VALUES (?)').run(seq)
    if (capture.estimate !== undefined || capture.after !== undefined)
      beginBudget(db, seq, {
        ...{ id: capture.id, after: capture.after ?? null, estimate: capture.estimate ?? null },
      })
    if (capture.group) addToGroup(db, seq, capture.group)
    if (capture.workload) addWorkload(db, seq, capture.workload)
    moveTo(db, owner, seq, 'draft', 'asked for', null)
    refreshSearch(db, seq)
  }).immediate()
}

/** A row in its history. The error is that of the state: it goes with the next one. */
export function setCaptureState(
  db: Database,
  owner: Owner,
  captureId: string,
  state: CaptureState,
  why: string,
  error: StoredError | null,
): void {
  db.transaction(() => moveTo(db, owner, findSeq(db, captureId), state, why, error)).immediate()
}

function moveTo(
  db: Database,
  owner: Owner,
  seq: number,
  state: CaptureState,
  why: string,
  error: StoredError | null,
): void {
  const hand = isActive(state) ? [owner.pid, owner.start, owner.session] : [null, null, null]
  db.prepare(
    'UPDATE captures SET state = ?, error = ?, owner_pid = ?, owner_start = ?, owner_session = ? WHERE seq = ?',
  ).run(state, error === null ? null : JSON.stringify(error), ...hand, seq)
  db.prepare('INSERT INTO capture_states (capture, state, at, why) VALUES (?, ?, ?, ?)').run(
    ...[seq, state, Date.now(), why],
  )
}

export function updateCapture(db: Database, captureId: string, patch: CapturePatch): void {
  db.transaction(() => {
    const seq = findSeq(db, captureId)
    const { startedAt, commands, toolMessages, cost, probe, anchors, spool, toolLosses } = patch
    if (startedAt !== undefined)
      db.prepare('UPDATE captures SET started_at = ? WHERE seq = ?').run(startedAt, seq)
    if (cost !== undefined)
      db.prepare(
        `UPDATE captures SET tracer_cpu_seconds = ?, render_cpu_seconds = ?, cost_wall_seconds = ?,
           host_busy_before = ?, host_busy_during = ? WHERE seq = ?`,
      ).run(
        ...[cost.tracerCpuSeconds, cost.renderCpuSeconds ?? null, cost.wallSeconds],
        ...[cost.hostBusyBefore, cost.hostBusyDuring, seq],
      )
    if (spool !== undefined)
      db.prepare('UPDATE captures SET spool = ? WHERE seq = ?').run(
        spool === null ? null : JSON.stringify(spool),
        seq,
      )
    if (toolMessages !== undefined)
      db.prepare('UPDATE capture_records SET tool_messages = ? WHERE capture = ?').run(toolMessages, seq)
    if (probe !== undefined)
      db.prepare('UPDATE capture_records SET probe = ? WHERE capture = ?').run(JSON.stringify(probe), seq)
    if (commands !== undefined) replaceCommands(db, seq, commands)
    if (anchors !== undefined) replaceAnchors(db, seq, anchors)
    if (toolLosses !== undefined) storeLosses(db, seq, 'tool', toolLosses)
    if (cost?.bpf !== undefined) storeBpfCost(db, seq, cost.bpf)
    if (patch.estimate !== undefined) storeEstimate(db, seq, patch.estimate)
    if (patch.uses !== undefined) storeUses(db, seq, patch.uses)
    if (patch.clock !== undefined) storeClock(db, seq, patch.clock)
    if (patch.workload !== undefined) updateWorkload(db, seq, patch.workload)
  }).immediate()
}

function replaceCommands(db: Database, seq: number, commands: NonNullable<CapturePatch['commands']>): void {
  db.prepare('DELETE FROM capture_commands WHERE capture = ?').run(seq)
  const insert = db.prepare(
    'INSERT INTO capture_commands (capture, position, purpose, line) VALUES (?, ?, ?, ?)',
  )
  for (const [position, { purpose, line }] of commands.entries()) insert.run(seq, position, purpose, line)
}

function replaceAnchors(db: Database, seq: number, anchors: NonNullable<CapturePatch['anchors']>): void {
  db.prepare('DELETE FROM capture_anchors WHERE capture = ?').run(seq)
  const insert = db.prepare(
    'INSERT INTO capture_anchors (capture, position, wall, monotonic, error) VALUES (?, ?, ?, ?, ?)',
  )
  for (const [position, { wall, monotonic, error }] of anchors.entries())
    insert.run(seq, position, wall, monotonic, error)
}

export function renameCapture(db: Database, captureId: string, name: string): void {
  db.transaction(() => {
    const seq = findSeq(db, captureId)
    db.prepare('UPDATE captures SET name = ? WHERE seq = ?').run(name, seq)
    refreshSearch(db, seq)
  }).immediate()
}

/** All or none; out of sight until restored, or purged when the library is next opened. Throws capture.busy. */
export function removeCaptures(db: Database, owner: Owner, captureIds: readonly string[]): void {
  const look = db.prepare<[string], { name: string; state: CaptureState }>(
    'SELECT name, state FROM captures WHERE id = ?',
  )
  const remove = db.prepare(
    'UPDATE captures SET deleted_at = ?, owner_pid = ?, owner_start = ?, owner_session = ? WHERE id = ?',
  )
  db.transaction(() => {
    for (const id of captureIds) {
      const row = look.get(id)
      if (!row) throw captureUnknown(id)
      if (isActive(row.state)) throw captureInHand(row.name, 'it cannot be removed')
      remove.run(Date.now(), owner.pid, owner.start, owner.session, id)
    }
  }).immediate()
}

export function restoreCaptures(db: Database, captureIds: readonly string[]): void {
  const restore = db.prepare(
    `UPDATE captures SET deleted_at = NULL, owner_pid = NULL, owner_start = NULL, owner_session = NULL
     WHERE id = ?`,
  )
  db.transaction(() => {
    for (const id of captureIds) if (restore.run(id).changes === 0) throw captureUnknown(id)
  }).immediate()
}

/** Gone for good, with all that belongs to it. No error when it is gone already. */
export function eraseCapture(db: Database, captureId: string): void {
  db.prepare('DELETE FROM captures WHERE id = ?').run(captureId)
}

interface RecordRow {
  readonly id: string
  readonly name: string
  readonly host_id: string | null
  readonly host_label: string
  readonly recipe_id: string
  readonly parser_id: string
  readonly parameters: string
  readonly state: CaptureState
  readonly spool: string | null
  readonly bytes: number
  readonly group_id: string | null
  readonly owner_pid: number | null
  readonly owner_start: string | null
  readonly owner_session: string | null
}

const recordColumns = `id, name, host_id, host_label, recipe_id, parser_id, parameters, state, spool, bytes,
  owner_pid, owner_start, owner_session,
  (SELECT group_id FROM capture_group_members WHERE capture = seq) AS group_id`

export function captureRecord(
  db: Database,
  owner: Owner,
  openHere: readonly string[],
  captureId: string,
): CaptureRecord {
  const row = db
    .prepare<[string], RecordRow>(`SELECT ${recordColumns} FROM captures WHERE id = ? AND deleted_at IS NULL`)
    .get(captureId)
  if (!row) throw captureUnknown(captureId)
  return toRecord(row, owner, openHere)
}

export const activeCaptures = (db: Database, owner: Owner, openHere: readonly string[]): CaptureRecord[] =>
  db
    .prepare<[], RecordRow>(
      `SELECT ${recordColumns} FROM captures
       WHERE state IN ('draft', 'preflight', 'running', 'stopping', 'ingesting') ORDER BY seq`,
    )
    .all()
    .map((row) => toRecord(row, owner, openHere))

const toRecord = (row: RecordRow, owner: Owner, openHere: readonly string[]): CaptureRecord => ({
  id: row.id,
  name: row.name,
  hostId: row.host_id,
  hostLabel: row.host_label,
  recipeId: row.recipe_id,
  parserId: row.parser_id,
  parameters: JSON.parse(row.parameters) as CaptureRecord['parameters'],
  state: row.state,
  spool: row.spool === null ? null : (JSON.parse(row.spool) as SpoolRef),
  received: row.bytes,
  groupId: row.group_id,
  ownedElsewhere:
    isActive(row.state) && row.owner_session !== owner.session && isOwnerAlive(ownerOf(row), openHere),
})

const ownerOf = (row: Pick<RecordRow, 'owner_pid' | 'owner_start' | 'owner_session'>): Owner => ({
  pid: row.owner_pid ?? 0,
  start: row.owner_start ?? '',
  session: row.owner_session ?? '',
})

/** Why a capture that was active when its process ended is interrupted, and what can be done. */
const appEnded = (hasSpool: boolean): StoredError => ({
  code: 'capture.interrupted',
  message: 'The app ended while this capture ran. What had arrived is kept.',
  remedy: hasSpool
    ? 'Collect goes back to the host for what is still in its spool there.'
    : 'Nothing of it waits on the host. Look at what had arrived, or take the capture again.',
  facts: {},
})

/**
 * On opening: what is active but in nobody's hand is interrupted; what was removed, and cannot be brought back by a
 * process that lives, is gone for good.
 */
export function settleAfterOpening(db: Database, owner: Owner, openHere: readonly string[]): void {
  db.transaction(() => {
    const rows = db
      .prepare<[], RecordRow & { seq: number; deleted_at: number | null }>(
        `SELECT seq, deleted_at, ${recordColumns} FROM captures WHERE deleted_at IS NOT NULL
         OR state IN ('draft', 'preflight', 'running', 'stopping', 'ingesting', 'discarded')`,
      )
      .all()
    for (const row of rows) {
      const inHand = row.owner_pid !== null && isOwnerAlive(ownerOf(row), openHere)
      if (inHand) continue
      // an import that was not finished: the person still has the file
      const isHalfImport = row.recipe_id === IMPORT_RECIPE && isActive(row.state)
      if (row.deleted_at !== null || (row.state === 'discarded' && row.spool === null) || isHalfImport)
        eraseCapture(db, row.id)
      else if (isActive(row.state))
        moveTo(db, owner, row.seq, 'interrupted', 'the app ended while it ran', appEnded(row.spool !== null))
    }
  }).immediate()
}

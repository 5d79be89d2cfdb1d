/** All that the library knows of one capture but its columns. */
import type { Database } from 'better-sqlite3'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { ProbeReport } from '../../../shared/model/host.ts'
import type { Profile } from '../../../shared/model/profile.ts'
import { nameProcesses } from '../../../shared/profile/process-names.ts'
import type { Nanoseconds } from '../../../shared/units/units.ts'
import { readBudget } from './capture-budgets.ts'
import { type SummaryRow, summaryColumns, toSummary } from './capture-list.ts'
import { readWorkload } from './capture-workloads.ts'
import { captureUnknown } from './library-errors.ts'
import { readMarkers } from './markers.ts'

interface DetailRow extends SummaryRow {
  readonly first_view: CaptureDetail['firstView']
  readonly parameters: string
  readonly tracer_cpu_seconds: number | null
  readonly render_cpu_seconds: number | null
  readonly cost_wall_seconds: number | null
  readonly host_busy_before: number | null
  readonly host_busy_during: number | null
}

/**
 * Throws capture.unknown, also for one that was removed. `liveOrigin`: the tool's clock at time 0 of what is still coming
 * and is not stored yet.
 */
export function getCapture(db: Database, captureId: string, liveOrigin?: Nanoseconds): CaptureDetail {
  return db.transaction(() => readCapture(db, captureId, liveOrigin))()
}

function readCapture(db: Database, captureId: string, liveOrigin?: Nanoseconds): CaptureDetail {
  const row = db
    .prepare<[string], DetailRow>(
      `SELECT ${summaryColumns}, first_view, parameters, tracer_cpu_seconds, render_cpu_seconds, cost_wall_seconds,
         host_busy_before, host_busy_during FROM captures WHERE id = ? AND deleted_at IS NULL`,
    )
    .get(captureId)
  if (!row) throw captureUnknown(captureId)
  const all = <T>(sql: string): T[] => db.prepare<[number], T>(sql).all(row.seq)
  const record = db
    .prepare<[number], { tool_messages: string; probe: string | null }>(
      'SELECT tool_messages, probe FROM capture_records WHERE capture = ?',
    )
    .get(row.seq)
  const { estimate, budgets, ladder, bpf } = readBudget(db, row.seq)
  const cost = readCost(row)
  const anchors = all<CaptureDetail['anchors'][number]>(
    'SELECT wall, monotonic, error FROM capture_anchors WHERE capture = ? ORDER BY position',
  )
  const axis = { anchors, clockOrigin: liveOrigin ?? readClockOrigin(db, row.seq) }
  return {
    ...toSummary(row),
    parameters: JSON.parse(row.parameters) as CaptureDetail['parameters'],
    commands: all('SELECT purpose, line FROM capture_commands WHERE capture = ? ORDER BY position'),
    toolMessages: record?.tool_messages ?? '',
    cost: cost && { ...cost, ...bpf },
    probe: record?.probe == null ? null : (JSON.parse(record.probe) as ProbeReport),
    anchors,
    states: all('SELECT state, at, why FROM capture_states WHERE capture = ? ORDER BY id'),
    losses: all('SELECT kind, count, detail FROM losses WHERE capture = ? ORDER BY id'),
    streams: all(
      `SELECT stream AS id, kind, event, unit, title, length FROM streams
       WHERE profile = (SELECT id FROM profiles WHERE capture = ?) ORDER BY position`,
    ),
    threads: withProcesses(
      all(
        `SELECT pid, tid, name FROM profile_threads
         WHERE profile = (SELECT id FROM profiles WHERE capture = ?) ORDER BY position`,
      ),
    ),
    artifacts: readArtifacts(db, row.seq),
    firstView: row.first_view,
    ...{ estimate, budgets, ladder },
    markers: readMarkers(db, row.seq, axis),
    workload: readWorkload(db, row.seq, axis),
  }
}

/** Null until something of it was read. */
const readClockOrigin = (db: Database, seq: number): number | null =>
  db.prepare<[number], number>('SELECT clock_origin FROM profiles WHERE capture = ?').pluck().get(seq) ?? null

function readCost(row: DetailRow): CaptureDetail['cost'] {
  if (row.tracer_cpu_seconds === null || row.cost_wall_seconds === null) return null
  return {
    tracerCpuSeconds: row.tracer_cpu_seconds,
    ...(row.render_cpu_seconds === null ? {} : { renderCpuSeconds: row.render_cpu_seconds }),
    wallSeconds: row.cost_wall_seconds,
    hostBusyBefore: row.host_busy_before,
    hostBusyDuring: row.host_busy_during,
  }
}

/** The threads of a profile that is not stored yet. */
export function nameThreadsOf({ threads, strings }: Profile): CaptureDetail['threads'] {
  return withProcesses(
    Array.from({ length: threads.length }, (_, thread) => ({
      pid: threads.pid[thread]!,
      tid: threads.tid[thread]!,
      name: strings[threads.name[thread]!] ?? '',
    })),
  )
}

function withProcesses(threads: { pid: number; tid: number; name: string }[]): CaptureDetail['threads'] {
  const processes = nameProcesses(threads)
  return threads.map((thread) => ({ ...thread, process: processes.get(thread.pid) ?? thread.name }))
}

interface ArtifactRow {
  readonly id: number
  readonly name: string
  readonly media_type: string
  readonly bytes: number
  readonly stored_bytes: number
  readonly sha256: string | null
  readonly verified: number | null
}

const readArtifacts = (db: Database, seq: number): CaptureDetail['artifacts'] =>
  db
    .prepare<[number], ArtifactRow>(
      `SELECT id, name, media_type, bytes, sha256, verified,
         (SELECT coalesce(sum(length(data)), 0) FROM artifact_chunks WHERE artifact = artifacts.id) AS stored_bytes
       FROM artifacts WHERE capture = ? ORDER BY id`,
    )
    .all(seq)
    .map(({ id, name, media_type, bytes, stored_bytes, sha256, verified }) => ({
      id,
      name,
      mediaType: media_type,
      bytes,
      storedBytes: stored_bytes,
      // not there while it is still arriving
      sha256: sha256 ?? '',
      verified: verified === null ? null : verified === 1,
    }))

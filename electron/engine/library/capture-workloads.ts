/** Commands that were run on hosts while captures recorded. */
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type {
  Workload,
  WorkloadRequest,
  WorkloadState,
  WorkloadStream,
} from '../../../shared/model/workload.ts'
import { onCaptureAxis } from '../../../shared/profile/capture-axis.ts'
import type { Nanoseconds } from '../../../shared/units/units.ts'
import { findSeq } from './capture-rows.ts'

/** What is known of it by now. */
export interface WorkloadPatch {
  readonly state?: WorkloadState
  readonly exitStatus?: number | null
  /** by the host's monotonic clock */
  readonly started?: Nanoseconds | null
  readonly ended?: Nanoseconds | null
  readonly stoppedFor?: string
  readonly stdout?: KeptOutput
  readonly stderr?: KeptOutput
}

export interface KeptOutput {
  readonly bytes: Uint8Array
  /** null: not known */
  readonly leftOut: number | null
}

export function addWorkload(db: Database, seq: number, request: WorkloadRequest): void {
  db.prepare("INSERT INTO capture_workloads (capture, request, state) VALUES (?, ?, 'waiting')").run(
    ...[seq, JSON.stringify(request)],
  )
}

/** What is not given stays. Nothing where there is no workload: another library asked for it. */
export function updateWorkload(db: Database, seq: number, patch: WorkloadPatch): void {
  const set = (column: string, value: unknown) =>
    value === undefined
      ? undefined
      : db.prepare(`UPDATE capture_workloads SET ${column} = ? WHERE capture = ?`).run(value, seq)
  set('state', patch.state)
  set('exit_status', patch.exitStatus)
  set('started', patch.started)
  set('ended', patch.ended)
  set('stopped_for', patch.stoppedFor)
  for (const stream of ['stdout', 'stderr'] as const) {
    set(stream, patch[stream]?.bytes)
    set(`${stream}_left_out`, patch[stream]?.leftOut)
  }
}

interface WorkloadRow {
  readonly request: string
  readonly state: WorkloadState
  readonly exit_status: number | null
  readonly started: number | null
  readonly ended: number | null
  readonly stopped_for: string
  readonly stdout: number | null
  readonly stdout_left_out: number | null
  readonly stderr: number | null
  readonly stderr_left_out: number | null
}

/** Null: there was none. */
export function readWorkload(
  db: Database,
  seq: number,
  axis: { anchors: CaptureDetail['anchors']; clockOrigin: Nanoseconds | null },
): Workload | null {
  const row = db
    .prepare<[number], WorkloadRow>(
      `SELECT request, state, exit_status, started, ended, stopped_for, length(stdout) AS stdout, stdout_left_out,
         length(stderr) AS stderr, stderr_left_out FROM capture_workloads WHERE capture = ?`,
    )
    .get(seq)
  if (!row) return null
  const time = (at: number | null) => {
    const placed = at === null ? null : onCaptureAxis(axis, at)
    return placed === null ? null : Math.round(placed.time)
  }
  const kept = (bytes: number | null, leftOut: number | null) => (bytes === null ? null : { bytes, leftOut })
  return {
    ...(JSON.parse(row.request) as WorkloadRequest),
    state: row.state,
    exitStatus: row.exit_status,
    start: time(row.started),
    end: time(row.ended),
    stoppedFor: row.stopped_for,
    stdout: kept(row.stdout, row.stdout_left_out),
    stderr: kept(row.stderr, row.stderr_left_out),
  }
}

/** Throws library.not-found when there is none, or it has not come. */
export function readWorkloadOutput(db: Database, captureId: string, stream: WorkloadStream): Uint8Array {
  const bytes = db
    .prepare<[number], Buffer | null>(`SELECT ${stream} FROM capture_workloads WHERE capture = ?`)
    .pluck()
    .get(findSeq(db, captureId))
  if (bytes) return Uint8Array.from(bytes)
  throw new SmokejumperError({
    code: 'library.not-found',
    message: 'The output of the workload is not in the library.',
    remedy: 'It comes when the capture has ended. Look at the capture again.',
    facts: { capture: captureId },
  })
}

/** What captures were expected to cost and what they used, as rows; and the ladders that they make. */
import type { Database } from 'better-sqlite3'
import type { LadderRow } from '../../../shared/contract/ladder.ts'
import type { BudgetUse, Estimate, LadderRef } from '../../../shared/model/budget.ts'
import type { Cost } from '../../../shared/model/capture.ts'
import type { ParameterValues } from '../../../shared/model/recipe.ts'
import { type SummaryRow, summaryColumns, toSummary } from './capture-list.ts'
import { captureUnknown } from './library-errors.ts'

/** With the capture's own row, in one transaction. `after`: the capture whose ladder it goes on with; null: a new one. */
export function beginBudget(
  db: Database,
  seq: number,
  { id, after, estimate }: { id: string; after: string | null; estimate: Estimate | null },
): void {
  const before =
    after === null
      ? undefined
      : db
          .prepare<[string], { ladder: string }>(
            `SELECT coalesce(ladder, id) AS ladder FROM captures LEFT JOIN capture_budgets ON capture = seq
             WHERE id = ? AND deleted_at IS NULL`,
          )
          .get(after)
  if (after !== null && before === undefined) throw captureUnknown(after)
  db.prepare('INSERT INTO capture_budgets (capture, ladder, after, estimate) VALUES (?, ?, ?, ?)').run(
    ...[seq, before?.ladder ?? id, after, estimate === null ? null : JSON.stringify(estimate)],
  )
}

/** Of a capture that was taken over from another library there is no row yet: its ladder begins with it. */
const withRow = (db: Database, seq: number): void => {
  db.prepare(
    'INSERT INTO capture_budgets (capture, ladder) SELECT seq, id FROM captures WHERE seq = ? ON CONFLICT (capture) DO NOTHING',
  ).run(seq)
}

export function storeEstimate(db: Database, seq: number, estimate: Estimate | null): void {
  withRow(db, seq)
  db.prepare('UPDATE capture_budgets SET estimate = ? WHERE capture = ?').run(
    ...[estimate === null ? null : JSON.stringify(estimate), seq],
  )
}

export function storeUses(db: Database, seq: number, uses: readonly BudgetUse[]): void {
  withRow(db, seq)
  db.prepare('UPDATE capture_budgets SET uses = ? WHERE capture = ?').run(JSON.stringify(uses), seq)
}

export function storeBpfCost(db: Database, seq: number, bpf: Cost['bpf']): void {
  withRow(db, seq)
  db.prepare(
    'UPDATE capture_budgets SET bpf_cpu_seconds = ?, bpf_runs = ?, bpf_wall_seconds = ? WHERE capture = ?',
  ).run(bpf?.cpuSeconds ?? null, bpf?.runs ?? null, bpf?.wallSeconds ?? null, seq)
}

interface BudgetRow {
  readonly ladder: string
  readonly after: string | null
  readonly estimate: string | null
  readonly uses: string
  readonly bpf_cpu_seconds: number | null
  readonly bpf_runs: number | null
  readonly bpf_wall_seconds: number | null
}

export interface CaptureBudget {
  readonly estimate: Estimate | null
  readonly budgets: BudgetUse[]
  readonly ladder: LadderRef | null
  readonly bpf: Pick<Cost, 'bpf'>
}

/** Of a sample, an import, or a capture of an earlier version: nothing of all this. */
export function readBudget(db: Database, seq: number): CaptureBudget {
  const row = db.prepare<[number], BudgetRow>('SELECT * FROM capture_budgets WHERE capture = ?').get(seq)
  if (!row) return { estimate: null, budgets: [], ladder: null, bpf: {} }
  return {
    estimate: row.estimate === null ? null : (JSON.parse(row.estimate) as Estimate),
    budgets: JSON.parse(row.uses) as BudgetUse[],
    ladder: { id: row.ladder, after: row.after },
    bpf: bpfOf(row),
  }
}

const bpfOf = (row: BudgetRow): Pick<Cost, 'bpf'> =>
  row.bpf_cpu_seconds === null || row.bpf_runs === null || row.bpf_wall_seconds === null
    ? {}
    : {
        bpf: {
          cpuSeconds: row.bpf_cpu_seconds,
          runs: row.bpf_runs,
          wallSeconds: row.bpf_wall_seconds,
        },
      }

/** So many rungs at most; a ladder that somebody climbs for longer shows its last ones. */
const mostRungs = 100

/** The captures of the ladder that the capture is on, the first one first. Throws capture.unknown. */
export function readLadder(db: Database, captureId: string): LadderRow[] {
  const own = db
    .prepare<[string], { ladder: string }>(
      `SELECT coalesce(ladder, id) AS ladder FROM captures LEFT JOIN capture_budgets ON capture = seq
       WHERE id = ? AND deleted_at IS NULL`,
    )
    .get(captureId)
  if (!own) throw captureUnknown(captureId)
  const rows = db
    .prepare<[string, string, number], SummaryRow & BudgetRow & { parameters: string }>(
      `SELECT ${summaryColumns}, parameters, coalesce(ladder, id) AS ladder, after, estimate, coalesce(uses, '[]') AS uses,
         bpf_cpu_seconds, bpf_runs, bpf_wall_seconds
       FROM captures LEFT JOIN capture_budgets ON capture = seq
       WHERE (seq IN (SELECT capture FROM capture_budgets WHERE ladder = ?) OR id = ?) AND listed
       ORDER BY seq DESC LIMIT ?`,
    )
    .all(own.ladder, own.ladder, mostRungs)
  return rows.reverse().map((row) => ({
    capture: toSummary(row),
    parameters: JSON.parse(row.parameters) as ParameterValues,
    budgets: JSON.parse(row.uses) as BudgetUse[],
    ...bpfOf(row),
  }))
}

/** Saved hosts. `this-machine` is one of them, made with the library. */
import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import {
  type Authentication,
  type Host,
  type HostDraft,
  hostDraftSchema,
  type ProbeReport,
  THIS_MACHINE,
} from '../../../shared/model/host.ts'
import { captureInHand, hostUnknown, thisMachineIsFixed } from './library-errors.ts'

interface HostRow {
  readonly id: string
  readonly kind: Host['kind']
  readonly label: string
  readonly address: string
  readonly port: number
  readonly user: string
  readonly authentication: string | null
  readonly spool_directory: string
  readonly created_at: number
  readonly probe: string | null
}

const fromRow = (row: HostRow): Host => ({
  id: row.id,
  kind: row.kind,
  label: row.label,
  address: row.address,
  port: row.port,
  user: row.user,
  authentication: row.authentication === null ? null : (JSON.parse(row.authentication) as Authentication),
  spoolDirectory: row.spool_directory,
  createdAt: row.created_at,
  probe: row.probe === null ? null : (JSON.parse(row.probe) as ProbeReport),
})

export function addThisMachine(db: Database): void {
  db.prepare(
    `INSERT INTO hosts (id, kind, label, address, port, user, spool_directory, created_at)
     VALUES (?, 'this-machine', 'This machine', '', 0, '', '', ?) ON CONFLICT (id) DO NOTHING`,
  ).run(THIS_MACHINE, Date.now())
}

/** This machine first, then by label. */
export const listHosts = (db: Database): Host[] =>
  db
    .prepare<[], HostRow>(
      "SELECT * FROM hosts ORDER BY kind = 'this-machine' DESC, label COLLATE NOCASE, created_at, id",
    )
    .all()
    .map(fromRow)

/** Throws host.unknown. */
export function getHost(db: Database, hostId: string): Host {
  const row = db.prepare<[string], HostRow>('SELECT * FROM hosts WHERE id = ?').get(hostId)
  if (!row) throw hostUnknown(hostId)
  return fromRow(row)
}

/** A draft without id is a new host. What a probe found is forgotten when the draft leads somewhere else. */
export function saveHost(db: Database, draft: HostDraft): Host {
  const { id, label, address, port, user, authentication, spoolDirectory } = hostDraftSchema.parse(draft)
  if (id === THIS_MACHINE) throw thisMachineIsFixed()
  const fields = [label, address, port, user, JSON.stringify(authentication), spoolDirectory]
  if (id === undefined) {
    const newId = randomUUID()
    db.prepare(
      `INSERT INTO hosts (label, address, port, user, authentication, spool_directory, id, kind, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'ssh', ?)`,
    ).run(...fields, newId, Date.now())
    return getHost(db, newId)
  }
  const before = getHost(db, id)
  const same = before.address === address && before.port === port && before.user === user
  db.prepare(
    `UPDATE hosts SET label = ?, address = ?, port = ?, user = ?, authentication = ?, spool_directory = ?,
       probe = CASE WHEN ? THEN probe END WHERE id = ?`,
  ).run(...fields, same ? 1 : 0, id)
  return getHost(db, id)
}

/** Its captures stay, with its label. Throws host.unknown, host.invalid, or capture.busy while one of them runs. */
export function removeHost(db: Database, hostId: string): void {
  if (hostId === THIS_MACHINE) throw thisMachineIsFixed()
  const running = db
    .prepare<[string], { name: string }>(
      `SELECT name FROM captures WHERE host_id = ?
       AND state IN ('draft', 'preflight', 'running', 'stopping', 'ingesting') LIMIT 1`,
    )
    .get(hostId)
  if (running) throw captureInHand(running.name, 'its host cannot be removed')
  if (db.prepare('DELETE FROM hosts WHERE id = ?').run(hostId).changes === 0) throw hostUnknown(hostId)
}

export function saveProbe(db: Database, hostId: string, report: ProbeReport): void {
  const { changes } = db
    .prepare('UPDATE hosts SET probe = ? WHERE id = ?')
    .run(JSON.stringify(report), hostId)
  if (changes === 0) throw hostUnknown(hostId)
}

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
  readonly alias: string
  readonly transport: Host['transport']
  readonly jumps: string
  readonly identity: string
  readonly old_algorithms: 0 | 1
  readonly elevation: Host['elevation']
  readonly host_group: string
  readonly tags: string
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
  alias: row.alias,
  transport: row.transport,
  jumps: JSON.parse(row.jumps) as string[],
  identity: row.identity,
  oldAlgorithms: row.old_algorithms === 1,
  elevation: row.elevation,
  group: row.host_group,
  tags: JSON.parse(row.tags) as string[],
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
  const { id, ...host } = hostDraftSchema.parse(draft)
  if (id === THIS_MACHINE) throw thisMachineIsFixed()
  const fields = {
    label: host.label,
    address: host.address,
    port: host.port,
    user: host.user,
    authentication: JSON.stringify(host.authentication),
    spool_directory: host.spoolDirectory,
    alias: host.alias,
    transport: host.transport,
    jumps: JSON.stringify(host.jumps),
    identity: host.identity,
    old_algorithms: host.oldAlgorithms ? 1 : 0,
    elevation: host.elevation,
    host_group: host.group,
    tags: JSON.stringify([...new Set(host.tags)]),
  }
  const columns = Object.keys(fields)
  if (id === undefined) {
    const newId = randomUUID()
    db.prepare(
      `INSERT INTO hosts (id, kind, created_at, ${columns.join(', ')})
       VALUES (@id, 'ssh', @createdAt, ${columns.map((column) => `@${column}`).join(', ')})`,
    ).run({ ...fields, id: newId, createdAt: Date.now() })
    return getHost(db, newId)
  }
  const keepProbe = leadsToTheSame(getHost(db, id), host) ? 1 : 0
  db.prepare(
    `UPDATE hosts SET ${columns.map((column) => `${column} = @${column}`).join(', ')},
       probe = CASE WHEN @keepProbe THEN probe END WHERE id = @id`,
  ).run({ ...fields, id, keepProbe })
  return getHost(db, id)
}

type Whereto = Pick<Host, 'alias' | 'address' | 'port' | 'user' | 'jumps' | 'elevation'>
const leadsToTheSame = (a: Whereto, b: Whereto): boolean =>
  a.alias === b.alias &&
  a.address === b.address &&
  a.port === b.port &&
  a.user === b.user &&
  // what root could do there
  a.elevation === b.elevation &&
  // the same address behind another jump is another host
  JSON.stringify(a.jumps) === JSON.stringify(b.jumps)

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

/** The list of captures, sorted, filtered and searched in SQL, a page at a time. */
import type { Database } from 'better-sqlite3'
import type { Args, Result } from '../../../shared/contract/contract.ts'
import type { CaptureSummary, StoredError } from '../../../shared/model/capture.ts'
import { groupColumns, toGroupRef } from './capture-groups.ts'
import { toFtsQuery } from './search.ts'

type ListArgs = Args<'captures.list'>

/** What each sort of the contract sorts by. */
const sortColumns: Readonly<Record<ListArgs['sort'], string>> = {
  startedAt: 'started_at',
  name: 'name COLLATE NOCASE',
  hostLabel: 'host_label COLLATE NOCASE',
  recipeTitle: 'recipe_title COLLATE NOCASE',
  duration: 'duration',
  events: 'events',
  lost: 'lost',
  bytes: 'bytes',
  tracerCpuPercent: 'tracer_cpu_percent',
}

export interface SummaryRow {
  readonly seq: number
  readonly id: string
  readonly name: string
  readonly host_id: string | null
  readonly host_label: string
  readonly recipe_id: string
  readonly recipe_title: string
  readonly state: CaptureSummary['state']
  readonly started_at: number
  readonly duration: number | null
  readonly events: number | null
  readonly lost: number
  readonly incomplete: number
  readonly bytes: number
  readonly tracer_cpu_percent: number | null
  readonly error: string | null
  readonly sample: number
  readonly note_count: number
  readonly pin_count: number
  readonly capture_group: string | null
}

export const summaryColumns = `seq, id, name, host_id, host_label, recipe_id, recipe_title, state, started_at, duration,
  events, lost, bytes, tracer_cpu_percent, error, sample_file IS NOT NULL AS sample,
  state = 'interrupted' OR damaged > 0 OR partial = 1
    OR EXISTS (SELECT 1 FROM artifacts WHERE artifacts.capture = seq AND verified = 0) AS incomplete,
  (SELECT count(*) FROM notes WHERE notes.capture = seq) AS note_count,
  (SELECT count(*) FROM pins WHERE pins.capture = seq) AS pin_count,
  ${groupColumns}`

export const toSummary = (row: SummaryRow): CaptureSummary => ({
  id: row.id,
  name: row.name,
  hostId: row.host_id,
  hostLabel: row.host_label,
  recipeId: row.recipe_id,
  recipeTitle: row.recipe_title,
  state: row.state,
  startedAt: row.started_at,
  duration: row.duration,
  events: row.events,
  lost: row.lost,
  incomplete: row.incomplete === 1,
  bytes: row.bytes,
  tracerCpuPercent: row.tracer_cpu_percent,
  error: row.error === null ? null : (JSON.parse(row.error) as StoredError),
  sample: row.sample === 1,
  noteCount: row.note_count,
  pinCount: row.pin_count,
  ...toGroupRef(row.capture_group),
})

/** What is not known sorts last in both directions; among equals the latest comes first. */
export function listCaptures(db: Database, args: ListArgs): Result<'captures.list'> {
  const conditions = ['listed']
  const values: string[] = []
  if (args.hostId !== null) {
    conditions.push('host_id = ?')
    values.push(args.hostId)
  }
  if (args.recipeId !== null) {
    conditions.push('recipe_id = ?')
    values.push(args.recipeId)
  }
  if (args.groupId !== undefined && args.groupId !== null) {
    conditions.push('seq IN (SELECT capture FROM capture_group_members WHERE group_id = ?)')
    values.push(args.groupId)
  }
  const where = conditions.join(' AND ')
  const order = `${sortColumns[args.sort]} ${args.descending ? 'DESC' : 'ASC'} NULLS LAST, seq DESC`
  const query = toFtsQuery(args.search)
  return db.transaction(() => {
    // the page is found first, by an index, so that only its rows are read
    const { page, total } =
      query === null
        ? findPage(db, { where, order, values }, args)
        : searchPage(db, { where, order, values }, query, args)
    const rows = db
      .prepare<[string], SummaryRow>(
        `WITH page (place, at) AS (SELECT key, value FROM json_each(?))
         SELECT ${summaryColumns} FROM page JOIN captures ON captures.seq = page.at ORDER BY place`,
      )
      .all(JSON.stringify(page))
    return { rows: rows.map(toSummary), total }
  })()
}

interface Listing {
  readonly where: string
  readonly order: string
  readonly values: readonly string[]
}
type Place = Pick<ListArgs, 'offset' | 'limit'>
interface Page {
  readonly page: readonly number[]
  readonly total: number
}

function findPage(db: Database, { where, order, values }: Listing, { limit, offset }: Place): Page {
  const total = db
    .prepare<string[], number>(`SELECT count(*) FROM captures WHERE ${where}`)
    .pluck()
    .get(...values)
  const page = db
    .prepare<(string | number)[], number>(
      `SELECT seq FROM captures WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`,
    )
    .pluck()
    .all(...values, limit, offset)
  return { page, total: total ?? 0 }
}

/**
 * The search is done once and gives row numbers; the sorted row numbers come out of an index. Both are a few
 * milliseconds for 10,000 captures; joined by SQLite each found row would be read, and twice.
 */
function searchPage(
  db: Database,
  { where, order, values }: Listing,
  query: string,
  { limit, offset }: Place,
): Page {
  const found = new Set(
    db
      .prepare<[string], number>('SELECT rowid FROM capture_search WHERE capture_search MATCH ?')
      .pluck()
      .all(query),
  )
  const sorted = db
    .prepare<string[], number>(`SELECT seq FROM captures WHERE ${where} ORDER BY ${order}`)
    .pluck()
    .all(...values)
    .filter((seq) => found.has(seq))
  return { page: sorted.slice(offset, offset + limit), total: sorted.length }
}

/** Rows of captures, hosts and notes as years of use would leave them, written straight into a closed library. */
import { openForWriting } from '../../electron/engine/library/database.ts'
import { refreshSearch } from '../../electron/engine/library/search.ts'
import { seededRandom } from '../../shared/profile/testing/seeded-random.ts'

const words =
  'nginx gzip disk latency cpu slow orders spike lock mutex page fault retry timeout queue redis kernel sched'.split(
    ' ',
  )
export const HOSTS = 40

/** Each has an artifact and up to three notes of thirty words; one in twenty has failed. */
export const fillLibrary = (path: string, captures: number): void => {
  const random = seededRandom(12)
  const below = (end: number) => random.integer(0, end - 1)
  const say = (count: number) => Array.from({ length: count }, () => words[below(words.length)]).join(' ')
  const db = openForWriting(path)
  const insertHost = db.prepare(
    `INSERT INTO hosts (id, kind, label, address, port, user, spool_directory, created_at)
     VALUES (?, 'ssh', ?, ?, 22, 'deploy', '', 0)`,
  )
  const insertCapture = db.prepare(
    `INSERT INTO captures (id, name, host_id, host_label, recipe_id, recipe_title, first_view, parser_id, state, started_at,
       duration, events, parameters) VALUES (?, ?, ?, ?, ?, ?, 'flame', 'perf-script', ?, ?, ?, ?, '{}')`,
  )
  const insertArtifact = db.prepare(
    "INSERT INTO artifacts (capture, name, media_type, bytes, complete, verified) VALUES (?, 'perf.txt', 'text/plain', ?, 1, 1)",
  )
  const insertNote = db.prepare(
    'INSERT INTO notes (id, capture, text, created_at, edited_at) VALUES (?, ?, ?, 0, 0)',
  )
  db.transaction(() => {
    for (let host = 0; host < HOSTS; host++) insertHost.run(`host-${host}`, `web-${host}`, `10.0.0.${host}`)
    for (let at = 0; at < captures; at++) {
      const host = below(HOSTS)
      const recipe = below(3) > 0 ? 'cpu-profile' : 'syscall-latency'
      const seq = Number(
        insertCapture.run(
          ...[`capture-${at}`, `${say(4)} ${at}`, `host-${host}`, `web-${host}`, recipe, recipe],
          ...[below(20) > 0 ? 'done' : 'failed', 1.7e12 + at * 60_000, below(1e9), below(1e6)],
        ).lastInsertRowid,
      )
      insertArtifact.run(seq, below(1e8))
      for (let note = below(4); note > 0; note--) insertNote.run(`note-${at}-${note}`, seq, say(30))
      refreshSearch(db, seq)
    }
  }).immediate()
  db.close()
}

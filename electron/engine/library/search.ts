/** Full-text search over captures: name, host, recipe, notes, pins and markers. */
import type { Database } from 'better-sqlite3'

/** Brings the search index up to date with one capture; within the caller's transaction. */
export function refreshSearch(db: Database, seq: number): void {
  db.prepare('DELETE FROM capture_search WHERE rowid = ?').run(seq)
  db.prepare(
    `INSERT INTO capture_search (rowid, name, host, recipe, notes, pins)
     SELECT seq, name, host_label, recipe_title || ' ' || recipe_id,
       coalesce((SELECT group_concat(text, char(10)) FROM
         (SELECT text FROM notes WHERE capture = seq
          UNION ALL SELECT text FROM markers WHERE capture = seq AND removed_at IS NULL)), ''),
       coalesce((SELECT group_concat(sentence, char(10)) FROM pins WHERE capture = seq), '')
     FROM captures WHERE seq = ?`,
  ).run(seq)
}

/**
 * What a person typed as an FTS5 query: each word quoted, so that nothing in it is syntax, and matched as the start
 * of a word; all of them must match. Null when there is no word in it. https://sqlite.org/fts5.html#full_text_query_syntax
 */
export function toFtsQuery(search: string): string | null {
  const words = search.split(/[\s\0]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word))
  if (words.length === 0) return null
  return words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ')
}

/** Streams may be counters. SQLite cannot change a CHECK: the table is made anew, https://sqlite.org/lang_altertable.html#otheralter */
export const counters = `
CREATE TABLE streams_with_counters (
  id INTEGER PRIMARY KEY,
  profile INTEGER NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  stream INTEGER NOT NULL, -- its id within the capture
  kind TEXT NOT NULL CHECK (kind IN ('samples', 'slices', 'distribution', 'counter')),
  event TEXT NOT NULL,
  unit TEXT NOT NULL,
  title TEXT NOT NULL,
  length INTEGER NOT NULL,
  UNIQUE (profile, stream)
) STRICT;
INSERT INTO streams_with_counters SELECT id, profile, position, stream, kind, event, unit, title, length FROM streams;
DROP TABLE streams;
ALTER TABLE streams_with_counters RENAME TO streams;
`

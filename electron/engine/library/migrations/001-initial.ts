/**
 * The first schema. Times of the wall clock are ms since the epoch, times of captures ns since their start; both REAL,
 * as the numbers they are in JavaScript. What refers to a capture does so by its row number (`seq`), not its long id.
 */
export const initial = `
CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL -- JSON
) STRICT;

-- what was done once and is not to be done again
CREATE TABLE marks (
  name TEXT NOT NULL PRIMARY KEY
) STRICT;

CREATE TABLE hosts (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('this-machine', 'ssh')),
  label TEXT NOT NULL,
  address TEXT NOT NULL,
  port INTEGER NOT NULL,
  user TEXT NOT NULL,
  authentication TEXT, -- JSON, never a secret
  spool_directory TEXT NOT NULL,
  created_at REAL NOT NULL,
  probe TEXT -- JSON
) STRICT;

CREATE TABLE captures (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: 'was there ever a capture' can be answered
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  host_id TEXT REFERENCES hosts (id) ON DELETE SET NULL,
  host_label TEXT NOT NULL,
  recipe_id TEXT NOT NULL,
  recipe_title TEXT NOT NULL,
  first_view TEXT NOT NULL CHECK (first_view IN ('flame', 'histogram', 'timeline')),
  parser_id TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at REAL NOT NULL,
  duration REAL,
  events INTEGER, -- samples and slices; NULL until ingested
  partial INTEGER NOT NULL DEFAULT 0, -- ingested from an artifact that had not all arrived
  lost INTEGER NOT NULL DEFAULT 0, -- kept by triggers on losses
  damaged INTEGER NOT NULL DEFAULT 0, -- likewise: truncated and unparsed
  bytes INTEGER NOT NULL DEFAULT 0, -- kept by triggers on artifacts
  tracer_cpu_seconds REAL,
  cost_wall_seconds REAL,
  render_cpu_seconds REAL,
  host_busy_before REAL,
  host_busy_during REAL,
  tracer_cpu_percent REAL AS (100.0 * tracer_cpu_seconds / nullif(cost_wall_seconds, 0)) VIRTUAL,
  sample_file TEXT UNIQUE, -- NULL: taken here
  deleted_at REAL,
  -- the process that has it in hand: while it is active, or while its removal can be undone
  owner_pid INTEGER,
  owner_start TEXT,
  owner_session TEXT,
  parameters TEXT NOT NULL, -- JSON
  error TEXT, -- JSON: code, message, remedy, facts
  spool TEXT -- JSON: where it is on the host and how to come back to it
) STRICT;
CREATE INDEX captures_by_start ON captures (started_at, seq) WHERE deleted_at IS NULL;
CREATE INDEX captures_by_host ON captures (host_id);
CREATE INDEX captures_by_state ON captures (state);

-- apart from captures, so that the list does not read over them
CREATE TABLE capture_records (
  capture INTEGER PRIMARY KEY REFERENCES captures (seq) ON DELETE CASCADE,
  tool_messages TEXT NOT NULL DEFAULT '',
  probe TEXT -- JSON
) STRICT;
CREATE TABLE capture_states (
  id INTEGER PRIMARY KEY,
  capture INTEGER NOT NULL REFERENCES captures (seq) ON DELETE CASCADE,
  state TEXT NOT NULL,
  at REAL NOT NULL,
  why TEXT NOT NULL
) STRICT;
CREATE INDEX capture_states_of ON capture_states (capture);
CREATE TABLE capture_commands (
  capture INTEGER NOT NULL REFERENCES captures (seq) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (capture, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE capture_anchors (
  capture INTEGER NOT NULL REFERENCES captures (seq) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  wall REAL NOT NULL,
  monotonic REAL NOT NULL,
  error REAL NOT NULL,
  PRIMARY KEY (capture, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE losses (
  id INTEGER PRIMARY KEY,
  capture INTEGER NOT NULL REFERENCES captures (seq) ON DELETE CASCADE,
  source TEXT NOT NULL CHECK (source IN ('tool', 'parser')),
  kind TEXT NOT NULL CHECK (kind IN ('lost', 'throttled', 'unparsed', 'truncated')),
  count REAL NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX losses_of ON losses (capture);
CREATE TRIGGER losses_added AFTER INSERT ON losses BEGIN
  UPDATE captures SET
    lost = lost + CASE WHEN new.kind IN ('lost', 'throttled') THEN CAST(new.count AS INTEGER) ELSE 0 END,
    damaged = damaged + CASE WHEN new.kind IN ('unparsed', 'truncated') THEN CAST(new.count AS INTEGER) ELSE 0 END
  WHERE seq = new.capture;
END;
CREATE TRIGGER losses_removed AFTER DELETE ON losses BEGIN
  UPDATE captures SET
    lost = lost - CASE WHEN old.kind IN ('lost', 'throttled') THEN CAST(old.count AS INTEGER) ELSE 0 END,
    damaged = damaged - CASE WHEN old.kind IN ('unparsed', 'truncated') THEN CAST(old.count AS INTEGER) ELSE 0 END
  WHERE seq = old.capture;
END;

CREATE TABLE artifacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  capture INTEGER NOT NULL REFERENCES captures (seq) ON DELETE CASCADE,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL DEFAULT 0,
  sha256 TEXT, -- of the raw bytes, hex; NULL while they arrive
  complete INTEGER NOT NULL DEFAULT 0,
  verified INTEGER, -- did the host's own hash agree; NULL: it gave none
  UNIQUE (capture, name)
) STRICT;
CREATE TRIGGER artifacts_grew AFTER UPDATE OF bytes ON artifacts BEGIN
  UPDATE captures SET bytes = bytes + new.bytes - old.bytes WHERE seq = new.capture;
END;
-- 1 MiB of raw bytes each (the last one may be shorter), zstd
CREATE TABLE artifact_chunks (
  id INTEGER PRIMARY KEY,
  artifact INTEGER NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (artifact, offset)
) STRICT;

-- a new row, with a new id, for each ingest: what is cached of a profile is cached by it
CREATE TABLE profiles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  capture INTEGER NOT NULL UNIQUE REFERENCES captures (seq) ON DELETE CASCADE,
  clock_origin REAL NOT NULL,
  duration REAL NOT NULL
) STRICT;
-- strings, functions, frames and stacks, a row for each of their columns
CREATE TABLE profile_columns (
  id INTEGER PRIMARY KEY,
  profile INTEGER NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  length INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (profile, name)
) STRICT;
CREATE TABLE profile_threads (
  profile INTEGER NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  tid INTEGER NOT NULL,
  string INTEGER NOT NULL, -- index of the name in the profile's strings
  name TEXT NOT NULL,
  PRIMARY KEY (profile, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE streams (
  id INTEGER PRIMARY KEY,
  profile INTEGER NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  stream INTEGER NOT NULL, -- its id within the capture
  kind TEXT NOT NULL CHECK (kind IN ('samples', 'slices', 'distribution')),
  event TEXT NOT NULL,
  unit TEXT NOT NULL,
  title TEXT NOT NULL,
  length INTEGER NOT NULL,
  UNIQUE (profile, stream)
) STRICT;
-- 65,536 rows each (the last one may be shorter)
CREATE TABLE stream_chunks (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  first INTEGER NOT NULL,
  length INTEGER NOT NULL,
  min REAL, -- NULL: nothing but NaN
  max REAL,
  encoding TEXT NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (stream, name, first)
) STRICT;

CREATE TABLE notes (
  id TEXT NOT NULL PRIMARY KEY,
  capture INTEGER NOT NULL REFERENCES captures (seq) ON DELETE CASCADE,
  text TEXT NOT NULL,
  created_at REAL NOT NULL,
  edited_at REAL NOT NULL
) STRICT;
CREATE INDEX notes_of ON notes (capture);
CREATE TABLE pins (
  id TEXT NOT NULL PRIMARY KEY,
  capture INTEGER NOT NULL REFERENCES captures (seq) ON DELETE CASCADE,
  other_capture_id TEXT, -- no reference: the pin outlives the capture that it was compared with
  view TEXT NOT NULL,
  sentence TEXT NOT NULL,
  created_at REAL NOT NULL,
  state TEXT NOT NULL, -- JSON
  other_state TEXT, -- JSON
  numbers TEXT NOT NULL, -- JSON
  artifact_hashes TEXT NOT NULL, -- JSON
  picture_type TEXT NOT NULL,
  picture BLOB NOT NULL
) STRICT;
CREATE INDEX pins_of ON pins (capture);

-- rowid is captures.seq
CREATE VIRTUAL TABLE capture_search USING fts5 (
  name, host, recipe, notes, pins, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
CREATE TRIGGER captures_removed AFTER DELETE ON captures BEGIN
  DELETE FROM capture_search WHERE rowid = old.seq;
END;
`

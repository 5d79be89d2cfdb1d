/** Named instants of captures, the clocks that they are placed by, and commands that were run meanwhile. Times in ns, but where they say epoch ms. */
export const markers = `
CREATE TABLE markers (
  id TEXT NOT NULL PRIMARY KEY,
  capture INTEGER NOT NULL REFERENCES captures (seq) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('mark', 'workload-start', 'workload-end')),
  text TEXT NOT NULL,
  made_at REAL NOT NULL, -- by our wall clock, epoch ms
  made_monotonic REAL, -- by our monotonic clock; NULL: it was the host that made it
  host_monotonic REAL, -- by the host's; NULL: not known yet
  error REAL, -- of that, to either side
  removed_at REAL -- epoch ms; its removal can be undone
) STRICT;
CREATE INDEX markers_of ON markers (capture);
-- the host's monotonic clock less ours lay between low and high when ours was there
CREATE TABLE capture_clocks (
  capture INTEGER PRIMARY KEY REFERENCES captures (seq) ON DELETE CASCADE,
  our_monotonic REAL NOT NULL,
  our_wall REAL NOT NULL, -- at that moment, epoch ms
  low REAL NOT NULL,
  high REAL NOT NULL
) STRICT;
CREATE TABLE capture_workloads (
  capture INTEGER PRIMARY KEY REFERENCES captures (seq) ON DELETE CASCADE,
  request TEXT NOT NULL, -- JSON of shared/model/workload.ts
  state TEXT NOT NULL,
  exit_status INTEGER,
  started REAL, -- by the host's monotonic clock
  ended REAL,
  stopped_for TEXT NOT NULL DEFAULT '',
  stdout BLOB, -- NULL: has not come
  stdout_left_out REAL,
  stderr BLOB,
  stderr_left_out REAL
) STRICT;
`

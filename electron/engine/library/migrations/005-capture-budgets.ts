/** What each capture was expected to cost and what it used of its budget; ladders of captures, each dearer than the last. */
export const captureBudgets = `
CREATE TABLE capture_budgets (
  capture INTEGER PRIMARY KEY REFERENCES captures (seq) ON DELETE CASCADE,
  ladder TEXT NOT NULL, -- the id of the ladder's first capture, also when that is gone
  after TEXT, -- the id of the capture after which this one was taken; NULL: the first
  estimate TEXT, -- JSON of shared/model/budget.ts; NULL: none was made
  uses TEXT NOT NULL DEFAULT '[]', -- JSON likewise
  -- the tracer's BPF programs, over their first so many seconds; NULL where the kernel did not count
  bpf_cpu_seconds REAL,
  bpf_runs REAL,
  bpf_wall_seconds REAL
) STRICT;
CREATE INDEX capture_budgets_of_ladder ON capture_budgets (ladder);
`

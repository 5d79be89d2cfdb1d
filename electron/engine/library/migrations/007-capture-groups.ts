/** Captures that were started together on several hosts. Times in ns, but where they say epoch ms. */
export const captureGroups = `
CREATE TABLE capture_groups (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  planned_at REAL -- the moment that all hosts were told, by our clock, epoch ms; NULL before
) STRICT;
CREATE TABLE capture_group_members (
  capture INTEGER PRIMARY KEY REFERENCES captures (seq) ON DELETE CASCADE,
  group_id TEXT NOT NULL REFERENCES capture_groups (id) ON DELETE CASCADE,
  position INTEGER NOT NULL, -- in the order in which the hosts were chosen
  -- the host's wall clock minus ours, before the start and at the end; NULL where it could not be compared
  start_offset REAL,
  start_error REAL,
  start_read_at REAL, -- epoch ms
  end_offset REAL,
  end_error REAL,
  end_read_at REAL
) STRICT;
CREATE INDEX capture_group_members_of ON capture_group_members (group_id, position);
-- a group is what is left of it
CREATE TRIGGER capture_group_members_removed AFTER DELETE ON capture_group_members
WHEN NOT EXISTS (SELECT 1 FROM capture_group_members WHERE group_id = old.group_id)
BEGIN
  DELETE FROM capture_groups WHERE id = old.group_id;
END;
`

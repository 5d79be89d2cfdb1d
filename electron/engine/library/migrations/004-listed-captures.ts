/**
 * What the list of captures shows, in one place, and an index for each of its sorts and filters: a page of 10,000
 * captures is then found without reading any other.
 */
export const listedCaptures = `
-- what was discarded is only of interest while its spool on the host is still to be removed; an import is there when
-- all of it is
ALTER TABLE captures ADD COLUMN listed INTEGER AS (
  deleted_at IS NULL
  AND (state <> 'discarded' OR spool IS NOT NULL)
  AND (recipe_id <> 'import' OR state NOT IN ('draft', 'ingesting'))
) VIRTUAL;
DROP INDEX captures_by_start;
CREATE INDEX listed_by_start ON captures (started_at) WHERE listed;
CREATE INDEX listed_by_name ON captures (name COLLATE NOCASE) WHERE listed;
CREATE INDEX listed_by_host_label ON captures (host_label COLLATE NOCASE) WHERE listed;
CREATE INDEX listed_by_recipe_title ON captures (recipe_title COLLATE NOCASE) WHERE listed;
CREATE INDEX listed_by_duration ON captures (duration) WHERE listed;
CREATE INDEX listed_by_events ON captures (events) WHERE listed;
CREATE INDEX listed_by_lost ON captures (lost) WHERE listed;
CREATE INDEX listed_by_bytes ON captures (bytes) WHERE listed;
CREATE INDEX listed_by_cost ON captures (tracer_cpu_percent) WHERE listed;
CREATE INDEX listed_of_host ON captures (host_id, started_at) WHERE listed;
CREATE INDEX listed_of_recipe ON captures (recipe_id, started_at) WHERE listed;
`

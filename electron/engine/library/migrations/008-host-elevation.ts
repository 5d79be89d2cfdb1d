/** How a host's user becomes root, or that nobody does. */
export const hostElevation = `
ALTER TABLE hosts ADD COLUMN elevation TEXT NOT NULL DEFAULT 'auto' CHECK (elevation IN ('auto', 'sudo', 'doas', 'never'));
`

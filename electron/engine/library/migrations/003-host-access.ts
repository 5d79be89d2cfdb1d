/** How a host is reached, beyond address, port and user; each column with what a host has that nothing was said about. */
export const hostAccess = `
ALTER TABLE hosts ADD COLUMN alias TEXT NOT NULL DEFAULT '';
ALTER TABLE hosts ADD COLUMN transport TEXT NOT NULL DEFAULT 'ssh2' CHECK (transport IN ('ssh2', 'system-ssh'));
ALTER TABLE hosts ADD COLUMN jumps TEXT NOT NULL DEFAULT '[]'; -- JSON
ALTER TABLE hosts ADD COLUMN identity TEXT NOT NULL DEFAULT '';
ALTER TABLE hosts ADD COLUMN old_algorithms INTEGER NOT NULL DEFAULT 0 CHECK (old_algorithms IN (0, 1));
ALTER TABLE hosts ADD COLUMN host_group TEXT NOT NULL DEFAULT '';
ALTER TABLE hosts ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'; -- JSON
`

/** Every code that an expected error can carry. Grouped by where they happen; add here, never inline. */
export const errorCodes = [
  // the contract
  'call.invalid-arguments',
  'call.unknown-method',
  'connection.closed',
  // the doors
  'door.port',
  // hosts and connections
  'host.unknown',
  'host.invalid',
  'ssh.unresolved',
  'ssh.unreachable',
  'ssh.refused',
  'ssh.timeout',
  'ssh.not-ssh',
  'ssh.no-common-algorithm',
  'ssh.auth-failed',
  'ssh.no-agent',
  'ssh.key-unreadable',
  'ssh.passphrase-wrong',
  'ssh.connection-lost',
  'hostkey.unknown',
  'hostkey.changed',
  'hostkey.revoked',
  'prompt.dismissed',
  // probe
  'probe.failed',
  // capture
  'capture.unknown',
  'capture.not-running',
  'capture.busy',
  'recipe.unknown',
  'recipe.invalid',
  'recipe.parameter',
  'preflight.tool-missing',
  'preflight.not-permitted',
  'preflight.kernel-feature',
  'preflight.no-space',
  'preflight.no-such-process',
  'capture.spool',
  'capture.tool-failed',
  'capture.tool-empty',
  'capture.not-permitted',
  'capture.no-such-process',
  'capture.disk-full',
  'capture.over-budget',
  'capture.connection-lost',
  'capture.spool-gone',
  'capture.hash-mismatch',
  'capture.empty',
  'capture.interrupted',
  // library
  'library.locked',
  'library.corrupt',
  'library.newer',
  'library.read-only',
  'library.disk-full',
  'library.disk-failed',
  'library.not-found',
  'library.gone',
  // formats
  'format.unrecognised',
  'format.broken',
  // imports
  'import.unknown',
  'import.not-read',
  // queries
  'query.pattern',
  'query.no-stream',
  'query.selection',
  // export
  'export.unsupported',
  'export.not-written',
  'export.unknown',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What the library says when what was asked for is not there, or not to be done. */
import { SmokejumperError } from '../../../shared/errors/errors.ts'

export const captureUnknown = (captureId: string): SmokejumperError =>
  new SmokejumperError({
    code: 'capture.unknown',
    message: `There is no capture ${captureId} in the library.`,
    remedy: 'It may have been removed. Look for it in the list of captures.',
    facts: { captureId },
  })

export const hostUnknown = (hostId: string): SmokejumperError =>
  new SmokejumperError({
    code: 'host.unknown',
    message: `There is no saved host ${hostId}.`,
    remedy: 'It may have been removed. Look at the list of hosts.',
    facts: { hostId },
  })

export const thisMachineIsFixed = (): SmokejumperError =>
  new SmokejumperError({
    code: 'host.invalid',
    message: '"This machine" is always there: it can be neither changed nor removed.',
    remedy: 'Add a host of its own for another way to this machine.',
  })

export const findingUnknown = (what: 'note' | 'pin' | 'marker', id: string): SmokejumperError =>
  new SmokejumperError({
    code: 'library.not-found',
    message: `There is no ${what} ${id} in the library.`,
    remedy: 'It may have been removed. Look at the capture again.',
    facts: { id },
  })

export const captureInHand = (name: string, doing: string): SmokejumperError =>
  new SmokejumperError({
    code: 'capture.busy',
    message: `The capture "${name}" is still running, so ${doing}.`,
    remedy: 'Stop or discard it first.',
    facts: { name },
  })

/** `problems`: in SQLite's own words, the first few of them. */
export const libraryDamaged = (path: string, problems: readonly string[]): SmokejumperError =>
  new SmokejumperError({
    code: 'library.corrupt',
    message: `The library ${path} is damaged: ${problems[0] ?? 'it cannot be read'}. It was left as it is.`,
    remedy:
      'Start the workbench, which asks what to do, or say it here: --if-damaged recover reads what can still be read into a new library, --if-damaged empty begins with an empty one. Either way the damaged file is kept. Or restore it from a backup.',
    facts: { path, problems: problems.join('\n') },
  })

/** What SQLite and the file system say about the library's file, as expected errors with what to do. */
import Database from 'better-sqlite3'
import type { ErrorCode } from '../../../shared/errors/codes.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { freeBytesBeside } from './disk-space.ts'

interface Trouble {
  readonly code: ErrorCode
  readonly what: string
  readonly remedy: string
}

/** By the start of SQLite's result code name, https://sqlite.org/rescode.html; the first that fits. */
const troubles: readonly (readonly [prefix: string, trouble: Trouble])[] = [
  [
    'SQLITE_FULL',
    {
      code: 'library.disk-full',
      what: 'The disk is full: the library could not be written. Nothing that was in it is lost.',
      remedy: 'Free space on the disk that holds the library, then try again.',
    },
  ],
  [
    'SQLITE_BUSY',
    {
      code: 'library.locked',
      what: 'Another program holds the library locked.',
      remedy: 'Wait until the other Smokejumper (or backup program) is done with it, then try again.',
    },
  ],
  [
    'SQLITE_LOCKED',
    {
      code: 'library.locked',
      what: 'Another connection holds the library locked.',
      remedy: 'Try again in a moment.',
    },
  ],
  [
    'SQLITE_READONLY',
    {
      code: 'library.read-only',
      what: 'The library cannot be written.',
      remedy: 'Make the file and its folder writable for you, or choose another library with --library PATH.',
    },
  ],
  [
    'SQLITE_CANTOPEN',
    {
      code: 'library.read-only',
      what: 'The library cannot be opened for writing.',
      remedy: 'Check that its folder exists and is writable, or choose another library with --library PATH.',
    },
  ],
  [
    'SQLITE_CORRUPT',
    {
      code: 'library.corrupt',
      what: 'The library is damaged. It was left as it is.',
      remedy:
        'Copy the file to a safe place, restore it from a backup, or choose another library with --library PATH.',
    },
  ],
  [
    'SQLITE_NOTADB',
    {
      code: 'library.corrupt',
      what: 'The file is no SQLite database, or a damaged one. It was left as it is.',
      remedy: 'Choose another library with --library PATH, or restore this one from a backup.',
    },
  ],
  [
    'SQLITE_IOERR',
    {
      code: 'library.disk-failed',
      what: 'Reading or writing the library failed in the file system.',
      remedy: 'Check the disk that holds the library (space, quota, system log), then try again.',
    },
  ],
]

/** SQLite's error as an expected one where it is about the file; any other error (a bug) as it came. */
export function classifySqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const trouble = troubles.find(([prefix]) => error.code.startsWith(prefix))?.[1]
  if (!trouble) return error
  const free = trouble.code === 'library.disk-full' ? freeBytesBeside(path) : null
  return new SmokejumperError({
    code: trouble.code,
    message: `${trouble.what}${free === null ? '' : ` ${free} bytes are free.`} (${path}: ${error.message})`,
    remedy: trouble.remedy,
    facts: { path, sqlite: error.code, ...(free === null ? {} : { free }) },
    cause: error,
  })
}

/** The same for the folder and the file themselves. */
export function classifyFileError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const details = { facts: { path, system: code }, cause: error }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST')
    return new SmokejumperError({
      ...details,
      code: 'library.read-only',
      message: `The library ${path} cannot be made or opened: ${error instanceof Error ? error.message : code}.`,
      remedy: 'Choose a place that you can write to with --library PATH.',
    })
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new SmokejumperError({
      ...details,
      code: 'library.disk-full',
      message: `There is no space for the library ${path}.`,
      remedy: 'Free space on that disk, or choose another library with --library PATH.',
    })
  return error
}

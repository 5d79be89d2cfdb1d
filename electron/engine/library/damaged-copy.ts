/**
 * A copy of the damaged library beside it, byte for byte with its write-ahead log, before anything else is done:
 * library.db.damaged-2026-03-01T12-30-00Z and ...-wal. Nobody here ever removes one.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { SmokejumperError } from '../../../shared/errors/errors.ts'

export interface CopyOptions {
  /** called with bytes that are copied, and gives way to others */
  readonly report: (progress: { bytes: number; total: number }) => Promise<void> | void
  readonly now?: Date
}

const STEP = 4 * 1024 * 1024
/** Left free for others. */
const RESERVE = 16 * 1024 * 1024

/**
 * Its path. A copy that was made of the very same bytes before is taken for it: who looks, quits and comes back does
 * not fill the disk. Rejects with library.disk-full, with `needed` and `free`; nothing is then left of the copy.
 */
export async function keepDamagedCopy(
  path: string,
  { report, now = new Date() }: CopyOptions,
): Promise<string> {
  const known = findCopy(path)
  if (known !== null) return known
  const copy = nameCopy(path, now)
  const parts = ['', '-wal'].map((suffix) => ({
    from: path + suffix,
    to: copy + suffix,
    bytes: sizeOf(path + suffix),
  }))
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0)
  const { bavail, bsize } = statfsSync(dirname(path))
  if (bavail * bsize < total + RESERVE) throw noSpace(path, total, bavail * bsize)
  let done = 0
  // the log first: the copy counts once the file itself is there
  for (const { from, to, bytes } of parts.toReversed()) {
    if (bytes === 0 && from !== path) continue
    try {
      for await (const copied of copyInSteps(from, `${to}.part`))
        await report({ bytes: done + copied, total })
    } catch (error) {
      rmSync(`${to}.part`, { force: true })
      rmSync(`${copy}-wal`, { force: true })
      if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
        const left = statfsSync(dirname(path))
        throw noSpace(path, total, left.bavail * left.bsize, error)
      }
      throw error
    }
    const { atime, mtime } = statSync(from)
    utimesSync(`${to}.part`, atime, mtime)
    renameSync(`${to}.part`, to)
    done += bytes
  }
  return copy
}

/** Where the file itself is moved to when there is no space for a copy: that takes none. */
export function moveDamagedAside(path: string, now: Date = new Date()): string {
  const aside = nameCopy(path, now)
  if (sizeOf(`${path}-wal`) > 0) renameSync(`${path}-wal`, `${aside}-wal`)
  renameSync(path, aside)
  return aside
}

function findCopy(path: string): string | null {
  const source = statSync(path)
  const log = sizeOf(`${path}-wal`)
  const names = readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.damaged-`))
  for (const name of names.sort()) {
    if (name.endsWith('-wal') || name.endsWith('-shm') || name.endsWith('.part')) continue
    const copy = join(dirname(path), name)
    const stat = statSync(copy, { throwIfNoEntry: false })
    if (stat?.size === source.size && sameTime(stat.mtimeMs, source.mtimeMs) && sizeOf(`${copy}-wal`) === log)
      return copy
  }
  return null
}

/** File systems keep times to some part of a second. */
const sameTime = (a: number, b: number): boolean => Math.abs(a - b) < 2

function nameCopy(path: string, now: Date): string {
  const stamp = `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
  for (let turn = 1; ; turn++) {
    const name = `${path}.damaged-${stamp}${turn === 1 ? '' : `-${turn}`}`
    if (statSync(name, { throwIfNoEntry: false }) === undefined) return name
  }
}

/** Yields the bytes that were copied so far. */
async function* copyInSteps(from: string, to: string): AsyncGenerator<number> {
  try {
    // where the file system can share the bytes, it takes neither time nor space
    copyFileSync(from, to, constants.COPYFILE_FICLONE_FORCE)
    yield statSync(to).size
    return
  } catch {
    // it cannot; what is truly wrong shows below
    rmSync(to, { force: true })
  }
  const source = openSync(from, 'r')
  const target = openSync(to, 'wx', 0o600)
  try {
    const buffer = Buffer.alloc(STEP)
    let copied = 0
    for (;;) {
      const length = readSync(source, buffer, 0, STEP, copied)
      if (length === 0) return
      for (let written = 0; written < length; )
        written += writeSync(target, buffer, written, length - written, copied + written)
      copied += length
      yield copied
    }
  } finally {
    closeSync(source)
    closeSync(target)
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

const noSpace = (path: string, needed: number, free: number, cause?: unknown): SmokejumperError =>
  new SmokejumperError({
    code: 'library.disk-full',
    message: `There is no space for a copy of the damaged library: it needs ${needed} bytes, and ${free} are free beside ${path}.`,
    remedy:
      'Free space on that disk and start Smokejumper again. Without it, the damaged file itself is moved aside when you choose to recover or to begin anew.',
    facts: { path, needed, free },
    cause,
  })

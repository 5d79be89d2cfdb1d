/**
 * Which workbench has the library open: a private file beside it (library.db.lock, 0600) that says who, since when and
 * where it listens. It holds no secret: what listens there is a socket in a folder of the same person's.
 */
import { randomUUID } from 'node:crypto'
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { isOwnerAlive, listOpenSessions, type Owner } from './owner.ts'
import { classifyFileError } from './sqlite-errors.ts'

export type HoldingDoor = 'browser' | 'desktop' | 'command-line'

const holderSchema = z.object({
  format: z.literal(1),
  pid: z.number().int().positive(),
  start: z.string(),
  session: z.string(),
  /** of the machine and of its run since it was switched on */
  machine: z.string(),
  boot: z.string(),
  door: z.enum(['browser', 'desktop', 'command-line']),
  /** epoch ms */
  since: z.number(),
  version: z.string(),
  /** null: nobody can join */
  socket: z.string().nullable(),
})
export type Holder = z.infer<typeof holderSchema>

export interface Hold {
  /** the one before did not end properly: its lock was left */
  readonly wasLeft: boolean
  /** Where others find it from now on. */
  listenAt(socket: string | null): void
  /** `keep`: the next one is to take it for one that was left, and to look at the library closely */
  release(options?: { readonly keep: boolean }): void
}

/**
 * Makes this process the library's holder; a lock of a process that is gone is taken over, and another process with
 * its number is not taken for it. Throws library.in-use with who has it, library.read-only or library.disk-full.
 */
export function takeHold(
  libraryPath: string,
  {
    owner,
    door,
    version,
    now = Date.now(),
  }: { owner: Owner; door: HoldingDoor; version: string; now?: number },
): Hold {
  const lock = lockPath(libraryPath)
  let holder: Holder = {
    ...{ format: 1, pid: owner.pid, start: owner.start, session: owner.session },
    ...{ machine: readMachine(), boot: readBoot(), door, since: now, version, socket: null },
  }
  let wasLeft = false
  try {
    mkdirSync(dirname(lock), { recursive: true, mode: 0o700 })
    while (!putInPlace(lock, holder)) {
      const there = readLock(lock)
      if (there !== null && isHeld(there)) throw inUse(libraryPath, there)
      wasLeft = true
      removeLeft(lock, there)
    }
  } catch (error) {
    throw classifyFileError(error, libraryPath)
  }
  const isOurs = () => readLock(lock)?.session === owner.session
  return {
    wasLeft,
    listenAt(socket) {
      if (!isOurs()) return
      holder = { ...holder, socket }
      const next = `${lock}.${randomUUID()}`
      write(next, holder)
      renameSync(next, lock)
    },
    release({ keep } = { keep: false }) {
      if (!keep && isOurs()) rmSync(lock, { force: true })
    },
  }
}

/** Who has the library open in a process that lives. Null: nobody, or only one that is gone. */
export function findHolder(libraryPath: string): Holder | null {
  const holder = readLock(lockPath(libraryPath))
  return holder !== null && isHeld(holder) ? holder : null
}

const doorTitles: Readonly<Record<HoldingDoor, string>> = {
  browser: 'the browser door',
  desktop: 'the desktop window',
  'command-line': 'the command line',
}

/** 'the browser door of process 4711, since 2026-03-01 12:30:00' */
export const describeHolder = ({ door, pid, since, machine }: Holder): string =>
  `${doorTitles[door]} of process ${pid}${machine === readMachine() ? '' : ' on another machine'}, since ${new Date(since).toISOString().slice(0, 19).replace('T', ' ')} UTC`

export const inUse = (libraryPath: string, holder: Holder, remedy = defaultRemedy(libraryPath, holder)) =>
  new SmokejumperError({
    code: 'library.in-use',
    message: `The library ${libraryPath} is open already: in ${describeHolder(holder)} (Smokejumper ${holder.version}).`,
    remedy,
    facts: {
      path: libraryPath,
      pid: holder.pid,
      door: holder.door,
      since: holder.since,
      version: holder.version,
    },
  })

const defaultRemedy = (libraryPath: string, { pid, machine }: Holder): string =>
  machine === readMachine()
    ? `Use that one, or end it first (process ${pid}). Another library can be opened beside it with --library PATH.`
    : `End it there. If no Smokejumper runs there any more, remove ${lockPath(libraryPath)}.`

/** Beside the file itself, whatever link leads there. */
const lockPath = (libraryPath: string): string => {
  const path = resolve(libraryPath)
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return `${realpathSync(path)}.lock`
  const folder = dirname(path)
  const isThere = statSync(folder, { throwIfNoEntry: false }) !== undefined
  return `${join(isThere ? realpathSync(folder) : folder, basename(path))}.lock`
}

const isHeld = (holder: Holder): boolean => {
  // from here nobody can see whether it lives
  if (holder.machine !== readMachine()) return true
  return holder.boot === readBoot() && isOwnerAlive(holder, listOpenSessions())
}

const write = (path: string, holder: Holder): void =>
  writeFileSync(path, `${JSON.stringify(holder)}\n`, { flag: 'wx', mode: 0o600 })

/** With its content or not at all. False: there is one already. */
function putInPlace(lock: string, holder: Holder): boolean {
  const next = `${lock}.${randomUUID()}`
  write(next, holder)
  try {
    linkSync(next, lock)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error))) throw error
    return putWithoutLinks(lock, holder)
  } finally {
    rmSync(next, { force: true })
  }
}

/** On file systems that have no links. */
function putWithoutLinks(lock: string, holder: Holder): boolean {
  try {
    write(lock, holder)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Null: there is none, or nothing that makes sense. One of somebody else's says who, but is not to be connected to. */
function readLock(lock: string): Holder | null {
  try {
    const stat = lstatSync(lock)
    if (!stat.isFile() || stat.size > 10_000) return null
    const parsed = holderSchema.safeParse(JSON.parse(readFileSync(lock, 'utf8')))
    if (!parsed.success) return null
    const isPrivate =
      process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o077) === 0)
    return isPrivate ? parsed.data : { ...parsed.data, socket: null }
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Only the one that was read: another process may have put its own there meanwhile. */
function removeLeft(lock: string, left: Holder | null): void {
  const away = `${lock}.${randomUUID()}`
  try {
    renameSync(lock, away)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  const taken = readLock(away)
  if (taken !== null && taken.session !== left?.session && isHeld(taken)) {
    linkSync(away, lock)
  } else if (taken?.socket && /[\\/]smokejumper-[^\\/]+[\\/]engine\.sock$/.test(taken.socket)) {
    // what it listened at was its own
    rmSync(dirname(taken.socket), { recursive: true, force: true })
  }
  rmSync(away, { force: true })
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

const readOnce = (paths: readonly string[], otherwise: () => string): (() => string) => {
  let known: string | null = null
  return () => {
    known ??= paths.map(readWord).find((word) => word !== '') ?? otherwise()
    return known
  }
}

const readWord = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (codeOf(error) !== '') return ''
    throw error
  }
}

/** machine-id(5), random(4) */
const readMachine = readOnce(['/etc/machine-id', '/var/lib/dbus/machine-id'], hostname)
const readBoot = readOnce(['/proc/sys/kernel/random/boot_id'], () => '')

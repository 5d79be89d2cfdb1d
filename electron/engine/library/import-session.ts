/**
 * A file on its way into the library: kept byte for byte as the artifact, and read at the same time, so that each byte
 * passes once. The capture comes into sight with all that belongs to it, in one transaction; before that a process
 * that dies leaves nothing (settleAfterOpening), and one that fails takes back what it had written.
 */
import type Database from 'better-sqlite3'
import { isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import { createDetectingParser } from '../../../shared/formats/detect.ts'
import type { Format } from '../../../shared/formats/format.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { Profile } from '../../../shared/model/profile.ts'
import { type ContentDecoder, createContentDecoder } from '../imports/content-decoder.ts'
import { createPacer } from '../workers/pacer.ts'
import { freeBytes } from '../workers/transfer.ts'
import type { ArtifactWriter } from './artifacts.ts'
import { createCapture, eraseCapture, findSeq, IMPORT_RECIPE, setCaptureState } from './capture-rows.ts'
import { freeBytesBeside, giveBack, isDiskFull } from './disk-space.ts'
import type { Owner } from './owner.ts'
import { refreshSearch } from './search.ts'
import {
  countEvents,
  type EncodedProfile,
  encodeProfile,
  sizeOfEncoded,
  storeProfile,
} from './store-profile.ts'

export interface ImportStart {
  readonly id: string
  /** of the file */
  readonly name: string
  readonly startedAt: number
  /** of the whole file, where that is known */
  readonly bytes: number | null
}

export interface ImportDone {
  readonly events: number
  readonly format: string
  readonly incomplete: boolean
}

export interface ImportContext {
  readonly db: Database.Database
  readonly owner: Owner
  readonly artifacts: ArtifactWriter
  readonly formats: readonly Format[]
}

export interface ImportSession {
  /** In order; the bytes are given away. Rejects with format.unrecognised as soon as no format knows the beginning; the import is then gone. */
  append(offset: number, bytes: Uint8Array): Promise<number>
  /**
   * Rejects with format.*: what then could not be read stays as a failed capture, with the whole file. Cancelled or
   * failed otherwise, the import is gone.
   */
  finish(signal: AbortSignal): Promise<ImportDone>
  erase(): void
}

export async function beginImport(context: ImportContext, start: ImportStart): Promise<ImportSession> {
  const { db, owner, artifacts, formats } = context
  createCapture(db, owner, {
    ...{ id: start.id, name: start.name, startedAt: start.startedAt, sample: false },
    ...{ hostId: null, hostLabel: 'a file', recipeId: IMPORT_RECIPE, recipeTitle: 'Imported file' },
    ...{ firstView: 'flame', parserId: '', parameters: {} },
  })
  const { artifactId } = await artifacts.begin(start.id, start.name, 'application/octet-stream')
  const parser = createDetectingParser(formats)
  const pace = createPacer()
  const decoder = createContentDecoder(async (bytes) => {
    parser.push(bytes)
    await pace()
  })
  let isIngesting = false
  let received = 0
  /** stored, once they are known */
  let columnBytes = 0

  const erase = () => {
    decoder.destroy()
    eraseCapture(db, start.id)
  }
  /** Lets no half of an import be left behind. */
  const orErase = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      if (!isDiskFull(error)) {
        erase()
        throw error
      }
      const needed = estimateNeed(db, artifactId, { received, total: start.bytes, columns: columnBytes })
      giveBack(db)
      try {
        erase()
      } catch (later) {
        // a full disk may not let it: it stays out of sight, and goes when the library is next opened
        if (!isDiskFull(later)) throw later
      }
      giveBack(db)
      throw noSpaceForImport(db, needed, error)
    }
  }

  return {
    erase,
    async append(offset, bytes) {
      if (!isIngesting) setCaptureState(db, owner, start.id, 'ingesting', 'the file is read', null)
      isIngesting = true
      await orErase(Promise.all([artifacts.append(artifactId, offset, bytes), decoder.push(bytes)]))
      received = offset + bytes.length
      // what unwraps may still be at work on them
      if (decoder.wrapper === null) freeBytes(bytes)
      return received
    },
    async finish(signal) {
      const damage = await orErase(decoder.end())
      await orErase(artifacts.finish(artifactId, null))
      const read = async () => {
        signal.throwIfAborted()
        return parser.finish()
      }
      const profile = await read().catch((error: unknown) => {
        // a format knew it and could not read it: the file is kept, another version may
        if (isExpected(error) && parser.format !== null) throw fail(error)
        return orErase(Promise.reject(error))
      })
      const whole = withDamage(profile, damage)
      return orErase(
        encodeProfile(whole, createPacer(signal)).then((encoded) => {
          signal.throwIfAborted()
          columnBytes = sizeOfEncoded(encoded)
          return store(context, start.id, parser.format, encoded, decoder)
        }),
      )
    },
  }

  function fail(error: SmokejumperError): SmokejumperError {
    const { code, message, remedy, facts } = error
    const stored = { code, message, remedy, facts: { ...facts } }
    setCaptureState(db, owner, start.id, 'failed', 'could not be read', stored)
    return new SmokejumperError({ ...stored, facts: { ...facts, captureId: start.id }, cause: error })
  }
}

interface ImportSize {
  readonly received: number
  /** null: not known */
  readonly total: number | null
  readonly columns: number
}

/**
 * Bytes that the whole import takes of the disk: what is still to come is taken to compress as what has come; columns
 * pass through the write-ahead log at once, so they are there twice for a while.
 */
function estimateNeed(
  db: Database.Database,
  artifactId: number,
  { received, total, columns }: ImportSize,
): number {
  const stored =
    db
      .prepare<[number], number>(
        'SELECT coalesce(sum(length(data)), 0) FROM artifact_chunks WHERE artifact = ?',
      )
      .pluck()
      .get(artifactId) ?? 0
  const raw = Math.max(total ?? 0, received)
  const compressed = received === 0 || stored === 0 ? raw : (raw * stored) / received
  return Math.ceil(compressed + 2 * columns)
}

const noSpaceForImport = (db: Database.Database, needed: number, cause: unknown): SmokejumperError => {
  const free = freeBytesBeside(db.name)
  return new SmokejumperError({
    code: 'library.disk-full',
    message: `The disk is full: this import needs at least ${needed} bytes, and ${free} are free now that nothing of it is kept. What was in the library is as it was.`,
    remedy: 'Free space on the disk that holds the library, then import the file again.',
    facts: { needed, free, path: db.name },
    cause,
  })
}

const withDamage = (profile: Profile, damage: string | null): Profile =>
  damage === null
    ? profile
    : { ...profile, losses: [...profile.losses, { kind: 'truncated', count: 1, detail: damage }] }

async function store(
  { db, owner }: ImportContext,
  captureId: string,
  format: Format | null,
  encoded: EncodedProfile,
  { wrapper }: ContentDecoder,
): Promise<ImportDone> {
  const { profile } = encoded
  const events = countEvents(profile)
  const seq = findSeq(db, captureId)
  db.transaction(() => {
    storeProfile(db, seq, encoded)
    const at = wallClock(profile)
    db.prepare(
      `UPDATE captures SET events = ?, duration = ?, parser_id = ?, recipe_title = ?, first_view = ?,
         started_at = coalesce(?, started_at) WHERE seq = ?`,
    ).run(
      ...[events, profile.duration, format?.id ?? '', `Imported: ${format?.title ?? 'file'}`],
      ...[firstViewOf(profile), at, seq],
    )
    if (wrapper !== null)
      db.prepare('UPDATE artifacts SET media_type = ? WHERE capture = ?').run(wrapper.mediaType, seq)
    setCaptureState(db, owner, captureId, 'done', `read as ${format?.title ?? 'a file'}`, null)
    refreshSearch(db, seq)
  }).immediate()
  const incomplete = profile.losses.some(({ kind }) => kind === 'truncated' || kind === 'unparsed')
  return { events, format: format?.title ?? '', incomplete }
}

/** ms since the epoch, where the tool's clock is surely the wall's: it reads as a day from 2001 to 2100. */
const wallClock = ({ clockOrigin }: Profile): number | null =>
  clockOrigin > 1e18 && clockOrigin < 4.1e18 ? Math.round(clockOrigin / 1e6) : null

const firstViewOf = ({ streams }: Profile): CaptureDetail['firstView'] => {
  const has = (kind: Profile['streams'][number]['kind']) =>
    streams.some((stream) => stream.kind === kind && stream.length > 0)
  if (has('samples')) return 'flame'
  return has('slices') || !has('distribution') ? 'timeline' : 'histogram'
}

/** Profiles that were looked at lately, indexed for the views. */
import type { Database } from 'better-sqlite3'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Profile } from '../../../shared/model/profile.ts'
import { indexProfile, type ProfileIndex } from '../../../shared/profile/profile-index.ts'
import type { ColumnShape } from './columns.ts'
import { findProfile, openProfile } from './load-profile.ts'
import { streamColumns } from './profile-columns.ts'

/** Bytes of columns that are kept; what an index adds is of the same order. */
const CAPACITY = 256 * 2 ** 20
/** Compare needs two at once, however large they are. */
const AT_LEAST = 2

export interface ProfileCache {
  /** Throws capture.unknown; query.no-stream while it has no columns; library.corrupt. */
  get(captureId: string): ProfileIndex
}

/** The least recently used go first. A capture that was ingested again has another profile, so it is read anew. */
export function createProfileCache(db: Database, capacity = CAPACITY): ProfileCache {
  const kept = new Map<number, { readonly index: ProfileIndex; readonly bytes: number }>()

  const makeRoom = () => {
    let bytes = 0
    for (const entry of kept.values()) bytes += entry.bytes
    for (const [profileId, entry] of kept) {
      if (bytes <= capacity || kept.size <= AT_LEAST) return
      kept.delete(profileId)
      bytes -= entry.bytes
    }
  }

  return {
    get(captureId) {
      const profileId = findProfile(db, captureId)
      if (profileId === null) throw noProfile(captureId)
      const known = kept.get(profileId)
      kept.delete(profileId)
      if (known) {
        kept.set(profileId, known)
        return known.index
      }
      const profile = db.transaction(() => openProfile(db, profileId))()
      const index = indexProfile(profile)
      kept.set(profileId, { index, bytes: countBytes(profile) })
      makeRoom()
      return index
    },
  }
}

const noProfile = (captureId: string): SmokejumperError =>
  new SmokejumperError({
    code: 'query.no-stream',
    message: 'The capture has no samples or slices: nothing of it has been read yet.',
    remedy:
      'Wait until it is done. If it was interrupted or has failed, Collect it or look at its raw output.',
    facts: { captureId },
  })

/** What the columns take once they are all decoded. */
function countBytes({ functions, frames, stacks, streams }: Profile): number {
  let bytes = 0
  for (const table of [functions, frames, stacks])
    for (const column of Object.values(table)) if (ArrayBuffer.isView(column)) bytes += column.byteLength
  for (const { kind, length } of streams)
    for (const { type } of Object.values<ColumnShape>(streamColumns[kind]))
      bytes += length * (type === 'i32' ? 4 : 8)
  return bytes
}

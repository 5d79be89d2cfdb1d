/** Captures that are looked at while they come: put together from the pieces that their parsers hand over. */
import type { LiveCursor, LivePiece } from '../../../shared/formats/live-piece.ts'
import { createLiveProfile, type LiveProfile } from '../../../shared/formats/live-profile.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { indexProfile, type ProfileIndex } from '../../../shared/profile/profile-index.ts'
import { nameThreadsOf } from './capture-detail.ts'

export interface Appended {
  /** what the next piece must begin behind */
  readonly cursor: LiveCursor
  /** what drawing the state before this took */
  readonly viewsMs: number
}

export interface LiveProfiles {
  /** Takes what came behind the cursor. */
  append(captureId: string, cursor: LiveCursor, piece: LivePiece): Appended
  /** From here on what is stored answers. */
  drop(captureId: string): void
  /** null: it does not come, or nobody has looked */
  index(captureId: string): ProfileIndex | null
  /** A view of it was drawn. */
  spend(captureId: string, ms: number): void
  /** With what has come so far, in the place of what is stored. */
  show(detail: CaptureDetail): CaptureDetail
}

interface Shown {
  readonly live: LiveProfile
  version: number
  index: ProfileIndex
  viewsMs: number
}

export function createLiveProfiles(): LiveProfiles {
  const shown = new Map<string, Shown>()
  let version = 0
  return {
    append(captureId, cursor, piece) {
      const known = shown.get(captureId)
      const live = known?.live ?? createLiveProfile()
      if (JSON.stringify(live.cursor) !== JSON.stringify(cursor))
        throw new Error(`A piece of ${captureId} does not follow what is here`)
      live.append(piece)
      // a new index over the same columns: what was derived from the old one goes with it
      shown.set(captureId, { live, version: ++version, index: indexProfile(live.profile()), viewsMs: 0 })
      return { cursor: live.cursor, viewsMs: known?.viewsMs ?? 0 }
    },
    drop: (captureId) => void shown.delete(captureId),
    index: (captureId) => shown.get(captureId)?.index ?? null,
    spend(captureId, ms) {
      const known = shown.get(captureId)
      if (known !== undefined) known.viewsMs += ms
    },
    show(detail) {
      const known = shown.get(detail.id)
      if (known === undefined) return detail
      const { profile } = known.index
      const { events, total } = known.live
      return {
        ...detail,
        ...{ events, duration: profile.duration, losses: [...profile.losses] },
        streams: profile.streams.map(({ id, kind, event, unit, title, length }) => ({
          ...{ id, kind, event, unit, title, length },
        })),
        threads: nameThreadsOf(profile),
        live: { version: known.version, events, total, upTo: profile.duration, isBehind: false },
      }
    },
  }
}

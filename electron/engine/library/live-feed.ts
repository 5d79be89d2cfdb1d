/**
 * Brings what the writer has read of captures that are still coming to the query worker, when somebody looks, and only
 * what is new since they last looked. Nothing is brought while nobody looks, and what was is let go of.
 */
import { fromTheStart, type LiveCursor, type LivePiece } from '../../../shared/formats/live-piece.ts'
import type { Appended } from './live-profiles.ts'

/** Nobody has looked for so long: what is shown is let go of. */
const IDLE_MS = 20_000
/** Bringing and drawing take this share of the time at most: a capture of many millions is shown anew less often. */
const SHARE = 1 / 5

/** Both ends of the way: where captures are read, and where views are drawn. */
export interface LiveEnds {
  /** What was read of the capture behind the cursor; null: nothing, or it cannot be seen before its end. */
  piece(captureId: string, cursor: LiveCursor): Promise<LivePiece | null>
  /** Gives the next cursor, and what drawing the state before took. */
  append(captureId: string, cursor: LiveCursor, piece: LivePiece): Promise<Appended>
  drop(captureId: string): Promise<void>
}

interface Coming {
  cursor: LiveCursor
  /** there may be more than what is shown */
  hasNew: boolean
  /** something is shown */
  isShown: boolean
  /** its end is being stored: what is shown stays until that is done */
  isEnding: boolean
  broughtAt: number
  lookedAt: number
  costMs: number
  bringing: Promise<void> | null
}

export interface LiveFeed {
  /** Bytes of it come from here on. `received`: before. */
  begin(captureId: string, artifactId: number, received: number): void
  arrived(artifactId: number): void
  /** Resolves when what is shown of it is not older than that; at once when it does not come. */
  look(captureId: string, oldestMs: number): Promise<void>
  /** Whether more has come than is shown. */
  isBehind(captureId: string): boolean
  /** Stores it by `store`; what is shown stays until then. */
  settle<T>(captureId: string, store: () => Promise<T>): Promise<T>
  end(captureId: string): Promise<void>
}

export function createLiveFeed(ends: LiveEnds, now: () => number = () => performance.now()): LiveFeed {
  const coming = new Map<string, Coming>()
  const captureOf = new Map<number, string>()

  const bring = async (captureId: string, entry: Coming): Promise<void> => {
    const began = now()
    entry.hasNew = false
    let viewsMs = 0
    try {
      const { cursor } = entry
      const piece = await ends.piece(captureId, cursor)
      if (piece !== null) {
        const appended = await ends.append(captureId, cursor, piece)
        entry.cursor = appended.cursor
        entry.isShown = true
        viewsMs = appended.viewsMs
      }
    } catch (error) {
      entry.hasNew = true
      throw error
    }
    entry.broughtAt = now()
    entry.costMs = entry.broughtAt - began + viewsMs
  }

  const hide = async (captureId: string, entry: Coming): Promise<void> => {
    entry.isShown = false
    entry.cursor = fromTheStart
    entry.hasNew = true
    await ends.drop(captureId)
  }

  const begin: LiveFeed['begin'] = (captureId, artifactId, received) => {
    captureOf.set(artifactId, captureId)
    if (coming.has(captureId)) return
    coming.set(captureId, {
      ...{ cursor: fromTheStart, hasNew: received > 0, isShown: false, isEnding: false },
      ...{ broughtAt: Number.NEGATIVE_INFINITY, lookedAt: now(), costMs: 0, bringing: null },
    })
  }

  const end: LiveFeed['end'] = async (captureId) => {
    const entry = coming.get(captureId)
    if (entry === undefined) return
    coming.delete(captureId)
    for (const [artifactId, of] of captureOf) if (of === captureId) captureOf.delete(artifactId)
    await entry.bringing?.catch(() => {})
    if (entry.isShown) await hide(captureId, entry)
  }

  return {
    begin,
    arrived(artifactId) {
      const captureId = captureOf.get(artifactId)
      const entry = captureId === undefined ? undefined : coming.get(captureId)
      if (captureId === undefined || entry === undefined) return
      entry.hasNew = true
      if (entry.isShown && entry.bringing === null && now() - entry.lookedAt > IDLE_MS)
        entry.bringing = hide(captureId, entry).finally(() => {
          entry.bringing = null
        })
    },
    async look(captureId, oldestMs) {
      const entry = coming.get(captureId)
      if (entry === undefined) return
      entry.lookedAt = now()
      if (entry.bringing !== null) {
        await entry.bringing
        if (entry.isShown) return
      }
      const least = Math.max(oldestMs, entry.costMs / SHARE)
      if (!entry.hasNew || entry.isEnding || (entry.isShown && now() - entry.broughtAt < least)) return
      entry.bringing ??= bring(captureId, entry).finally(() => {
        entry.bringing = null
      })
      await entry.bringing
    },
    isBehind: (captureId) => coming.get(captureId)?.hasNew ?? false,
    async settle(captureId, store) {
      const entry = coming.get(captureId)
      if (entry !== undefined) {
        entry.isEnding = true
        await entry.bringing?.catch(() => {})
      }
      try {
        return await store()
      } finally {
        await end(captureId)
      }
    },
    end,
  }
}

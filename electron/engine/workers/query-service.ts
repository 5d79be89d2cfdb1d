/** What the query worker can be asked: lists, details, and the answers that the views are drawn from. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import type { Args } from '../../../shared/contract/contract.ts'
import type { LiveCursor, LivePiece } from '../../../shared/formats/live-piece.ts'
import type { ProfileIndex } from '../../../shared/profile/profile-index.ts'
import { queryDiff } from '../../../shared/profile/query-diff.ts'
import { queryFlame } from '../../../shared/profile/query-flame.ts'
import { queryFunctions } from '../../../shared/profile/query-functions.ts'
import { queryHeatmap } from '../../../shared/profile/query-heatmap.ts'
import { queryHistogram } from '../../../shared/profile/query-histogram.ts'
import { querySandwich } from '../../../shared/profile/query-sandwich.ts'
import { querySlices } from '../../../shared/profile/query-slices.ts'
import { queryTimeline } from '../../../shared/profile/query-timeline.ts'
import { readLadder } from '../library/capture-budgets.ts'
import { getCapture } from '../library/capture-detail.ts'
import { getGroup } from '../library/capture-groups.ts'
import { listCaptures } from '../library/capture-list.ts'
import { readWorkloadOutput } from '../library/capture-workloads.ts'
import { createExports, type ExportStart } from '../library/exports.ts'
import { listNotes, listPins } from '../library/findings.ts'
import { getHost, listHosts } from '../library/hosts.ts'
import { createLiveProfiles } from '../library/live-profiles.ts'
import { createProfileCache } from '../library/profile-cache.ts'
import { readArtifact } from '../library/read-artifact.ts'
import { readSettings } from '../library/settings.ts'
import type { WorkerCallContext } from './calls.ts'
import { ownArrays } from './transfer.ts'

export type QueryService = ReturnType<typeof createQueryService>

export function createQueryService(db: Database) {
  const profiles = createProfileCache(db)
  const exports = createExports(db, profiles)
  const lives = createLiveProfiles()
  const indexOf = (captureId: string): ProfileIndex => lives.index(captureId) ?? profiles.get(captureId)

  /**
   * A view asks again with each move of a brush and cancels what it asked before. All that has arrived is heard
   * first, so that of such a row only the last is worked on.
   */
  const view =
    <A extends { readonly captureId: string }, R>(
      query: (index: ProfileIndex, args: A, signal: AbortSignal) => R,
    ) =>
    async (args: A, { signal }: WorkerCallContext): Promise<R> => {
      await nextTurn()
      signal.throwIfAborted()
      const began = performance.now()
      try {
        const index = indexOf(args.captureId)
        signal.throwIfAborted()
        return ownArrays(query(index, args, signal))
      } finally {
        lives.spend(args.captureId, performance.now() - began)
      }
    }

  return {
    /** Resolves: the database is open. */
    prepare: () => null,
    listCaptures: (args: Args<'captures.list'>) => listCaptures(db, args),
    getCapture: ({ captureId }: { captureId: string }) =>
      lives.show(getCapture(db, captureId, lives.index(captureId)?.profile.clockOrigin)),
    getLadder: ({ captureId }: { captureId: string }) => readLadder(db, captureId),
    getGroup: ({ groupId }: { groupId: string }) => getGroup(db, groupId),
    // for a library that is only read: otherwise the writer is asked
    listHosts: () => listHosts(db),
    getHost: ({ hostId }: { hostId: string }) => getHost(db, hostId),
    readSettings: () => readSettings(db),
    workloadOutput: ({ captureId, stream }: Args<'captures.workloadOutput'>) =>
      ownArrays(readWorkloadOutput(db, captureId, stream)),
    listNotes: ({ captureId }: { captureId: string }) => listNotes(db, captureId),
    listPins: ({ captureId }: { captureId: string }) => listPins(db, captureId),
    readArtifact: ({ captureId, artifactId, offset, length }: Args<'artifacts.read'>) =>
      readArtifact(db, captureId, artifactId, offset, length),

    flame: view(queryFlame),
    functions: view(queryFunctions),
    histogram: view(queryHistogram),
    timeline: view(queryTimeline),
    sandwich: view(querySandwich),
    heatmap: view(queryHeatmap),
    slices: view(querySlices),
    diff: async (args: Args<'views.diff'>, { signal }: WorkerCallContext) => {
      await nextTurn()
      signal.throwIfAborted()
      const indexA = indexOf(args.a.captureId)
      const indexB = indexOf(args.b.captureId)
      signal.throwIfAborted()
      return ownArrays(queryDiff(indexA, indexB, args, signal))
    },
    /** More of a capture that is still coming. */
    liveAppend: ({ captureId, cursor, piece }: { captureId: string; cursor: LiveCursor; piece: LivePiece }) =>
      lives.append(captureId, cursor, piece),
    liveDrop: ({ captureId }: { captureId: string }) => lives.drop(captureId),
    exportBegin: (start: ExportStart) => exports.begin(start),
    exportRead: ({ exportId }: { exportId: string }, { signal }: WorkerCallContext) =>
      exports.read(exportId, signal),
    exportEnd: ({ exportId }: { exportId: string }) => exports.end(exportId),

    close: () => {
      db.close()
    },
  }
}

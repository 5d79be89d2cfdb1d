/** What the writer worker can be asked: everything that changes the library, and the small reads of the engine. */
import type { Database } from 'better-sqlite3'
import type { Args, Settings } from '../../../shared/contract/contract.ts'
import type { Format } from '../../../shared/formats/format.ts'
import type { LiveCursor } from '../../../shared/formats/live-piece.ts'
import type { CaptureState, StoredError } from '../../../shared/model/capture.ts'
import type { PinDraft } from '../../../shared/model/finding.ts'
import type { HostDraft, ProbeReport } from '../../../shared/model/host.ts'
import { createArtifactWriter } from '../library/artifacts.ts'
import { planGroup } from '../library/capture-groups.ts'
import * as captures from '../library/capture-rows.ts'
import { foldLog } from '../library/disk-space.ts'
import * as findings from '../library/findings.ts'
import * as hosts from '../library/hosts.ts'
import type { ImportStart } from '../library/import-session.ts'
import { createImports } from '../library/imports.ts'
import { ingest } from '../library/ingest.ts'
import type { CapturePatch, Library, NewCapture } from '../library/library.ts'
import { createLiveParsers } from '../library/live-parsers.ts'
import * as markers from '../library/markers.ts'
import type { Owner } from '../library/owner.ts'
import { importSamples } from '../library/samples.ts'
import { readSettings, writeSettings } from '../library/settings.ts'
import type { ClockBounds } from '../markers/host-clock.ts'
import type { WorkerCallContext } from './calls.ts'
import { freeBytes } from './transfer.ts'

export interface WriterOptions {
  readonly owner: Owner
  /** sessions of this process: only its main thread knows them */
  readonly openHere: readonly string[]
  readonly samplesDirectory: string | null
}

interface IngestProgress {
  readonly bytes: number
  readonly total: number
}

export type WriterService = ReturnType<typeof createWriterService>

/** `prepare` comes first, once. Functions may be called at the same time: each change is a transaction. */
export function createWriterService(
  db: Database,
  { owner, openHere, samplesDirectory }: WriterOptions,
  { formatById, formats }: { formatById: (id: string) => Format; formats: readonly Format[] },
) {
  const artifacts = createArtifactWriter(db)
  const live = createLiveParsers(db, { formatById, formats })
  const imports = createImports({ db, owner, artifacts, formats })
  return {
    async prepare() {
      hosts.addThisMachine(db)
      captures.settleAfterOpening(db, owner, openHere)
      db.pragma('incremental_vacuum')
      if (samplesDirectory !== null)
        await importSamples({ db, owner, artifacts, formatById, directory: samplesDirectory })
      return null
    },

    listHosts: () => hosts.listHosts(db),
    getHost: ({ hostId }: { hostId: string }) => hosts.getHost(db, hostId),
    saveHost: (draft: HostDraft) => hosts.saveHost(db, draft),
    removeHost: ({ hostId }: { hostId: string }) => hosts.removeHost(db, hostId),
    saveProbe: ({ hostId, report }: { hostId: string; report: ProbeReport }) =>
      hosts.saveProbe(db, hostId, report),
    readSettings: () => readSettings(db),
    writeSettings: (change: Partial<Settings>) => writeSettings(db, change),

    createCapture: (capture: NewCapture) => captures.createCapture(db, owner, capture),
    setCaptureState: (change: {
      captureId: string
      state: CaptureState
      why: string
      error: StoredError | null
    }) => captures.setCaptureState(db, owner, change.captureId, change.state, change.why, change.error),
    updateCapture: ({ captureId, patch }: { captureId: string; patch: CapturePatch }) =>
      captures.updateCapture(db, captureId, patch),
    captureRecord: ({ captureId, openHere: open }: { captureId: string; openHere: readonly string[] }) =>
      captures.captureRecord(db, owner, open, captureId),
    activeCaptures: ({ openHere: open }: { openHere: readonly string[] }) =>
      captures.activeCaptures(db, owner, open),
    planGroup: ({ groupId, plannedAt }: { groupId: string; plannedAt: number }) =>
      planGroup(db, groupId, plannedAt),
    renameCapture: ({ captureId, name }: { captureId: string; name: string }) =>
      captures.renameCapture(db, captureId, name),
    removeCaptures: ({ captureIds }: { captureIds: readonly string[] }) =>
      captures.removeCaptures(db, owner, captureIds),
    restoreCaptures: ({ captureIds }: { captureIds: readonly string[] }) =>
      captures.restoreCaptures(db, captureIds),
    eraseCapture: ({ captureId }: { captureId: string }) => {
      live.forget(captureId)
      captures.eraseCapture(db, captureId)
    },

    beginArtifact: (artifact: { captureId: string; name: string; mediaType: string }) =>
      artifacts.begin(artifact.captureId, artifact.name, artifact.mediaType),
    async appendArtifact({
      artifactId,
      offset,
      bytes,
    }: {
      artifactId: number
      offset: number
      bytes: Uint8Array
    }) {
      const received = await artifacts.append(artifactId, offset, bytes)
      live.push(artifactId, offset, bytes)
      freeBytes(bytes)
      return received
    },
    finishArtifact: ({ artifactId, hostSha256 }: { artifactId: number; hostSha256: string | null }) =>
      artifacts.finish(artifactId, hostSha256),
    /** What has been read of a capture that is still coming. */
    livePiece: ({ captureId, cursor, most }: { captureId: string; cursor: LiveCursor; most: number }) =>
      live.since(captureId, cursor, most),
    ingest: ({ captureId }: { captureId: string }, { signal, report }: WorkerCallContext<IngestProgress>) =>
      ingest(db, artifacts, captureId, { formatById, live, signal, report }),

    importBegin: (start: ImportStart) => imports.begin(start),
    importAppend: (part: { id: string; offset: number; bytes: Uint8Array }) =>
      imports.append(part.id, part.offset, part.bytes),
    importFinish: ({ id }: { id: string }, { signal }: WorkerCallContext) => imports.finish(id, signal),
    importCancel: ({ id }: { id: string }) => imports.cancel(id),

    addMarkers: (marking: Parameters<Library['addMarkers']>[0]) => markers.addMarkers(db, marking),
    addHostMarker: (marker: Parameters<Library['addHostMarker']>[0]) => markers.addHostMarker(db, marker),
    storeHostClock: ({ captureId, bounds }: { captureId: string; bounds: ClockBounds }) =>
      markers.storeHostClock(db, captureId, bounds),
    renameMarkers: ({ markerIds, text }: { markerIds: readonly string[]; text: string }) =>
      markers.renameMarkers(db, markerIds, text),
    removeMarkers: ({ markerIds, restore }: { markerIds: readonly string[]; restore: boolean }) =>
      markers.removeMarkers(db, markerIds, restore),

    saveNote: (note: Args<'notes.save'>) => findings.saveNote(db, note),
    removeNote: ({ id }: { id: string }) => findings.removeNote(db, id),
    savePin: (pin: PinDraft) => findings.savePin(db, pin),
    editPin: ({ id, sentence }: { id: string; sentence: string }) => findings.editPin(db, id, sentence),
    removePin: ({ id }: { id: string }) => findings.removePin(db, id),

    close: () => {
      foldLog(db)
      db.close()
    },
  }
}

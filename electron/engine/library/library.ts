/**
 * The library as the rest of the engine sees it: asynchronous, because SQLite lives in two workers: one writer
 * (the only read-write connection, which also parses) and one query worker (read-only, with the columns cached).
 * The engine's own thread opens no database.
 */
import type { Args, Result, Settings } from '../../../shared/contract/contract.ts'
import type { LadderRow } from '../../../shared/contract/ladder.ts'
import type { BudgetUse, Estimate } from '../../../shared/model/budget.ts'
import type { CaptureDetail, CaptureState, Cost, StoredError } from '../../../shared/model/capture.ts'
import type { CaptureGroup, ClockReading } from '../../../shared/model/capture-group.ts'
import type { Note, Pin, PinDraft } from '../../../shared/model/finding.ts'
import type { Host, HostDraft, ProbeReport } from '../../../shared/model/host.ts'
import type { MarkerKind } from '../../../shared/model/marker.ts'
import type { Loss } from '../../../shared/model/profile.ts'
import type { ParameterValues } from '../../../shared/model/recipe.ts'
import type { WorkloadRequest, WorkloadStream } from '../../../shared/model/workload.ts'
import type { ClockBounds, HostMoment } from '../markers/host-clock.ts'
import type { OurMoment } from '../markers/our-moment.ts'
import type { WorkloadPatch } from './capture-workloads.ts'
import type { ExportStart, ExportStarted } from './exports.ts'
import type { ImportDone, ImportStart } from './import-session.ts'

/** Where a capture's spool is and how to come back to it. */
export interface SpoolRef {
  readonly directory: string
  readonly hostBootId: string
  readonly elevated: boolean
  /** it runs to its deadline without a client */
  readonly detached?: boolean
  /** the host keeps the newest of its output when that becomes longer than its budget */
  readonly rotates?: boolean
  /** bytes that the host had dropped before they were taken: what follows is at so much higher an offset there */
  readonly skipped?: number
}

export interface NewCapture {
  readonly id: string
  readonly name: string
  readonly hostId: string | null
  readonly hostLabel: string
  readonly recipeId: string
  readonly recipeTitle: string
  readonly firstView: CaptureDetail['firstView']
  readonly parserId: string
  readonly parameters: ParameterValues
  /** of the request, epoch ms */
  readonly startedAt: number
  readonly sample: boolean
  /** what it is expected to cost; absent: nobody asked */
  readonly estimate?: Estimate | null
  /** the capture after which it is taken, on the same ladder; absent: the first */
  readonly after?: string
  /** started together with others; the group is made with its first capture */
  readonly group?: { readonly id: string; readonly name: string; readonly position: number }
  /** a command that is run meanwhile */
  readonly workload?: WorkloadRequest
}

export interface CapturePatch {
  readonly startedAt?: number
  readonly commands?: CaptureDetail['commands']
  readonly toolMessages?: string
  readonly cost?: Cost
  readonly probe?: ProbeReport
  readonly anchors?: CaptureDetail['anchors']
  /** null: there is no spool on the host any more */
  readonly spool?: SpoolRef | null
  /** added to those that the parser counts */
  readonly toolLosses?: readonly Loss[]
  /** made anew when the host is known better */
  readonly estimate?: Estimate | null
  /** what it used of its budget so far */
  readonly uses?: readonly BudgetUse[]
  /** of one in a group: the host's wall clock beside ours */
  readonly clock?: { readonly start?: ClockReading; readonly end?: ClockReading }
  /** what is known of the command that is run meanwhile */
  readonly workload?: WorkloadPatch
}

/** What the capture code needs to go on with a capture that it did not start. */
export interface CaptureRecord {
  readonly id: string
  readonly name: string
  readonly hostId: string | null
  readonly hostLabel: string
  readonly recipeId: string
  readonly parserId: string
  readonly parameters: ParameterValues
  readonly state: CaptureState
  readonly spool: SpoolRef | null
  /** bytes of the artifact that are safe here */
  readonly received: number
  /** another running process of this machine owns it (the CLI beside the window): leave it alone */
  readonly ownedElsewhere: boolean
  /** null: started alone */
  readonly groupId: string | null
}

export interface Library {
  readonly path: string
  sizeBytes(): Promise<number>

  listHosts(): Promise<Host[]>
  /** host.unknown */
  getHost(hostId: string): Promise<Host>
  saveHost(draft: HostDraft): Promise<Host>
  removeHost(hostId: string): Promise<void>
  saveProbe(hostId: string, report: ProbeReport): Promise<void>
  readSettings(): Promise<Settings>
  writeSettings(change: Partial<Settings>): Promise<Settings>

  createCapture(capture: NewCapture): Promise<void>
  /** A row in the capture's history, written before it is acted on. Owner becomes this process while active. */
  setCaptureState(
    captureId: string,
    state: CaptureState,
    why: string,
    error?: StoredError | null,
  ): Promise<void>
  updateCapture(captureId: string, patch: CapturePatch): Promise<void>
  /** capture.unknown */
  captureRecord(captureId: string): Promise<CaptureRecord>
  /** Captures whose state is active, this process's and others'. */
  activeCaptures(): Promise<CaptureRecord[]>
  listCaptures(args: Args<'captures.list'>): Promise<Result<'captures.list'>>
  getCapture(captureId: string): Promise<CaptureDetail>
  /** The captures of the ladder that it is on. capture.unknown */
  getLadder(captureId: string): Promise<LadderRow[]>
  renameCapture(captureId: string, name: string): Promise<void>
  /** The moment that all captures of the group were told to start at, epoch ms. */
  planGroup(groupId: string, plannedAt: number): Promise<void>
  /** capture.unknown */
  getGroup(groupId: string): Promise<CaptureGroup>
  removeCaptures(captureIds: readonly string[]): Promise<void>
  restoreCaptures(captureIds: readonly string[]): Promise<void>
  /** For Discard: gone for good, at once. */
  eraseCapture(captureId: string): Promise<void>

  /** The capture's artifact, made when it is not there yet. */
  beginArtifact(
    captureId: string,
    name: string,
    mediaType: string,
  ): Promise<{ artifactId: number; received: number }>
  /** Bytes are taken over (transferred). Rejects unless offset is exactly what was received. Returns the new total. */
  appendArtifact(artifactId: number, offset: number, bytes: Uint8Array): Promise<number>
  /** hostSha256 null: the host could not hash. Rejects with capture.hash-mismatch. */
  finishArtifact(artifactId: number, hostSha256: string | null): Promise<{ bytes: number; sha256: string }>
  readArtifact(
    captureId: string,
    artifactId: number,
    offset: number,
    length: number,
  ): Promise<{ bytes: Uint8Array; total: number }>

  /**
   * Parses the capture's artifact with its parser and stores the columns, in one transaction at the end; what could
   * be read of a broken artifact is kept and counted as a loss. Done again, it replaces what was there.
   * Rejects with format.unrecognised when nothing could be read.
   */
  ingest(
    captureId: string,
    options: { signal?: AbortSignal; onProgress?: (progress: { bytes: number; total: number }) => void },
  ): Promise<{ events: number }>

  /**
   * A file, of any format: kept as it is and read as it comes. The capture is in sight once it is finished.
   * Append and finish reject with import.unknown, format.* or library.disk-full; the import is then gone, but for a
   * file whose format is known and cannot be read, which stays as a failed capture.
   */
  beginImport(start: ImportStart): Promise<void>
  /** Bytes are taken over (transferred). Returns what is safe here. */
  appendImport(id: string, offset: number, bytes: Uint8Array): Promise<number>
  finishImport(id: string, signal?: AbortSignal): Promise<ImportDone>
  cancelImport(id: string): Promise<void>

  /** The views' queries, in the query worker, cancellable between steps. */
  flame(args: Args<'views.flame'>, signal?: AbortSignal): Promise<Result<'views.flame'>>
  functions(args: Args<'views.functions'>, signal?: AbortSignal): Promise<Result<'views.functions'>>
  histogram(args: Args<'views.histogram'>, signal?: AbortSignal): Promise<Result<'views.histogram'>>
  timeline(args: Args<'views.timeline'>, signal?: AbortSignal): Promise<Result<'views.timeline'>>
  diff(args: Args<'views.diff'>, signal?: AbortSignal): Promise<Result<'views.diff'>>
  sandwich(args: Args<'views.sandwich'>, signal?: AbortSignal): Promise<Result<'views.sandwich'>>
  heatmap(args: Args<'views.heatmap'>, signal?: AbortSignal): Promise<Result<'views.heatmap'>>
  slices(args: Args<'views.slices'>, signal?: AbortSignal): Promise<Result<'views.slices'>>
  /** A file out, in pieces: begun, read until it is done, and ended when it is not read to its end. */
  beginExport(start: ExportStart): Promise<ExportStarted>
  /** About 1 MiB. Rejects with export.unknown, export.unsupported. */
  readExport(exportId: string, signal?: AbortSignal): Promise<{ bytes: Uint8Array; done: boolean }>
  endExport(exportId: string): Promise<void>

  /** A named instant of each, kept at once; placed when the host's clock is known. capture.unknown */
  addMarkers(marking: {
    captureIds: readonly string[]
    text: string
    moment: OurMoment
  }): Promise<{ captureId: string; markerId: string }[]>
  /** One that the host has stamped, once for each kind; false: it was there. */
  addHostMarker(marker: {
    captureId: string
    kind: MarkerKind
    text: string
    host: HostMoment
  }): Promise<boolean>
  /** The host's clock beside ours; markers that it places better are placed anew. Resolves with how many those were. */
  storeHostClock(captureId: string, bounds: ClockBounds): Promise<number>
  /** library.not-found */
  renameMarkers(markerIds: readonly string[], text: string): Promise<{ captureIds: string[] }>
  removeMarkers(markerIds: readonly string[], restore: boolean): Promise<{ captureIds: string[] }>
  /** library.not-found */
  workloadOutput(captureId: string, stream: WorkloadStream): Promise<Uint8Array>

  listNotes(captureId: string): Promise<Note[]>
  saveNote(note: Args<'notes.save'>): Promise<Note>
  removeNote(id: string): Promise<{ captureId: string }>
  listPins(captureId: string): Promise<Pin[]>
  savePin(pin: PinDraft): Promise<Pin>
  editPin(id: string, sentence: string): Promise<{ captureId: string }>
  removePin(id: string): Promise<{ captureId: string }>

  /** Checkpoints and closes both connections. */
  close(): Promise<void>
}

export interface OpenLibraryOptions {
  /** the SQLite file; its folder is made when missing */
  readonly path: string
  /** resources/samples: brought in when the library is new */
  readonly samplesDirectory: string | null
}

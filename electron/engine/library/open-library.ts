/** The library, from the engine's side: each call goes to the worker that owns it. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { QueryService } from '../workers/query-service.ts'
import { startWorker } from '../workers/start-worker.ts'
import { ownedBuffers } from '../workers/transfer.ts'
import type { WriterService } from '../workers/writer-service.ts'
import type { Library, OpenLibraryOptions } from './library.ts'
import { libraryQueries, sizeOfLibrary } from './library-queries.ts'
import { createLiveFeed } from './live-feed.ts'
import { liveEnds, withLiveViews } from './live-library.ts'
import { beginSession, endSession, listOpenSessions } from './owner.ts'

/**
 * Opens the library, making it (with the samples) when it is not there. Captures that an ended process left active
 * are then interrupted, and removed ones are gone for good. Rejects with library.corrupt, .newer, .read-only, .locked
 * or .disk-full, and then nothing is left running.
 */
export async function openLibrary(options: OpenLibraryOptions): Promise<Library> {
  const path = resolve(options.path)
  const owner = beginSession()
  const openHere = listOpenSessions()
  const writer = startWorker<WriterService, 'writer-worker'>('writer-worker', {
    path,
    owner,
    openHere,
    samplesDirectory: options.samplesDirectory,
  })
  const query = startWorker<QueryService, 'query-worker'>('query-worker', { path })
  const stop = async () => {
    endSession(owner)
    await Promise.all([query.stop(), writer.stop()])
  }
  try {
    await writer.call('prepare', undefined)
    await query.call('prepare', undefined)
  } catch (error) {
    await stop()
    throw error
  }

  const stillThere = watchFile(path)

  const library: Library = {
    path,
    sizeBytes: async () => sizeOfLibrary(path),
    ...libraryQueries(query),

    listHosts: () => writer.call('listHosts', undefined),
    getHost: (hostId) => writer.call('getHost', { hostId }),
    saveHost: async (draft) => {
      stillThere()
      return writer.call('saveHost', draft)
    },
    removeHost: (hostId) => writer.call('removeHost', { hostId }),
    saveProbe: (hostId, report) => writer.call('saveProbe', { hostId, report }),
    readSettings: () => writer.call('readSettings', undefined),
    writeSettings: (change) => writer.call('writeSettings', change),

    createCapture: async (capture) => {
      stillThere()
      return writer.call('createCapture', capture)
    },
    setCaptureState: (captureId, state, why, error = null) =>
      writer.call('setCaptureState', { captureId, state, why, error }),
    updateCapture: (captureId, patch) => writer.call('updateCapture', { captureId, patch }),
    captureRecord: (captureId) => writer.call('captureRecord', { captureId, openHere: listOpenSessions() }),
    activeCaptures: () => writer.call('activeCaptures', { openHere: listOpenSessions() }),
    planGroup: (groupId, plannedAt) => writer.call('planGroup', { groupId, plannedAt }),
    renameCapture: (captureId, name) => writer.call('renameCapture', { captureId, name }),
    removeCaptures: (captureIds) => writer.call('removeCaptures', { captureIds }),
    restoreCaptures: (captureIds) => writer.call('restoreCaptures', { captureIds }),
    eraseCapture: (captureId) => writer.call('eraseCapture', { captureId }),

    beginArtifact: (captureId, name, mediaType) =>
      writer.call('beginArtifact', { captureId, name, mediaType }),
    appendArtifact: (artifactId, offset, bytes) => {
      const whole = wholeBuffer(bytes)
      return writer.call(
        'appendArtifact',
        { artifactId, offset, bytes: whole },
        { transfer: ownedBuffers(whole) },
      )
    },
    finishArtifact: (artifactId, hostSha256) => writer.call('finishArtifact', { artifactId, hostSha256 }),
    beginImport: async (start) => {
      await writer.call('importBegin', start)
    },
    appendImport: (id, offset, bytes) => {
      const whole = wholeBuffer(bytes)
      return writer.call('importAppend', { id, offset, bytes: whole }, { transfer: ownedBuffers(whole) })
    },
    finishImport: (id, signal) => writer.call('importFinish', { id }, { signal }),
    cancelImport: async (id) => {
      await writer.call('importCancel', { id })
    },
    ingest: (captureId, { signal, onProgress }) =>
      writer.call('ingest', { captureId }, { signal, onProgress }),

    addMarkers: async (marking) => {
      stillThere()
      return writer.call('addMarkers', marking)
    },
    addHostMarker: (marker) => writer.call('addHostMarker', marker),
    storeHostClock: (captureId, bounds) => writer.call('storeHostClock', { captureId, bounds }),
    renameMarkers: (markerIds, text) => writer.call('renameMarkers', { markerIds, text }),
    removeMarkers: (markerIds, restore) => writer.call('removeMarkers', { markerIds, restore }),

    saveNote: async (note) => {
      stillThere()
      return writer.call('saveNote', note)
    },
    removeNote: (id) => writer.call('removeNote', { id }),
    savePin: async (pin) => {
      stillThere()
      return writer.call('savePin', pin)
    },
    editPin: (id, sentence) => writer.call('editPin', { id, sentence }),
    removePin: (id) => writer.call('removePin', { id }),

    close: async () => {
      // the reader first: the last to close can then fold the write-ahead log into the file
      try {
        await query.call('close', undefined)
        await writer.call('close', undefined)
      } finally {
        await stop()
      }
    },
  }
  return withLiveViews(library, createLiveFeed(liveEnds(writer, query)))
}

/**
 * Throws library.gone once the file is not the one that was opened: SQLite would go on writing into it, and all of
 * that would be lost with the process.
 */
const watchFile = (path: string): (() => void) => {
  const opened = statSync(path)
  return () => {
    const now = statSync(path, { throwIfNoEntry: false })
    if (now !== undefined && now.ino === opened.ino && now.dev === opened.dev) return
    throw new SmokejumperError({
      code: 'library.gone',
      message: `The library ${path} was ${now === undefined ? 'moved or removed' : 'replaced'} while it was open. Nothing more is written into it.`,
      remedy:
        'Export what you need from the captures that are still shown, put the file back, then start Smokejumper again.',
      facts: { path },
    })
  }
}

/** As a view that covers its buffer, which can be given away. */
const wholeBuffer = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes)

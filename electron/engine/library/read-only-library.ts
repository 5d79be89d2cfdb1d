/** A library that another process has in hand and that is only looked at: one connection that reads. */
import { resolve } from 'node:path'
import type { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { QueryService } from '../workers/query-service.ts'
import { startWorker } from '../workers/start-worker.ts'
import type { Library } from './library.ts'
import { libraryQueries, sizeOfLibrary } from './library-queries.ts'
import { migrations } from './migrate.ts'
import { readStoredVersion } from './stored-version.ts'

/**
 * Whatever would change it rejects with `refusal`; so does the opening of a library of another version than ours, which
 * we must not bring up to date. Rejects with library.* as openLibrary does.
 */
export async function openReadOnlyLibrary(libraryPath: string, refusal: SmokejumperError): Promise<Library> {
  const path = resolve(libraryPath)
  if (readStoredVersion(path)?.version !== migrations.length) throw refusal
  const query = startWorker<QueryService, 'query-worker'>('query-worker', { path })
  try {
    await query.call('prepare', undefined)
  } catch (error) {
    await query.stop()
    throw error
  }
  const refuse = () => Promise.reject(refusal)
  return {
    path,
    sizeBytes: async () => sizeOfLibrary(path),
    ...libraryQueries(query),
    listHosts: () => query.call('listHosts', undefined),
    getHost: (hostId) => query.call('getHost', { hostId }),
    readSettings: () => query.call('readSettings', undefined),
    activeCaptures: async () => [],
    ...{ saveHost: refuse, removeHost: refuse, saveProbe: refuse, writeSettings: refuse },
    ...{ createCapture: refuse, setCaptureState: refuse, updateCapture: refuse, captureRecord: refuse },
    ...{
      planGroup: refuse,
      renameCapture: refuse,
      removeCaptures: refuse,
      restoreCaptures: refuse,
      eraseCapture: refuse,
    },
    ...{ beginArtifact: refuse, appendArtifact: refuse, finishArtifact: refuse, ingest: refuse },
    ...{ beginImport: refuse, appendImport: refuse, finishImport: refuse, cancelImport: refuse },
    ...{ addMarkers: refuse, addHostMarker: refuse, storeHostClock: refuse },
    ...{ renameMarkers: refuse, removeMarkers: refuse },
    ...{ saveNote: refuse, removeNote: refuse, savePin: refuse, editPin: refuse, removePin: refuse },
    close: async () => {
      try {
        await query.call('close', undefined)
      } finally {
        await query.stop()
      }
    },
  }
}

/** What is asked of a library without changing it: the query worker answers. */
import { statSync } from 'node:fs'
import type { QueryService } from '../workers/query-service.ts'
import type { RunningWorker } from '../workers/start-worker.ts'
import type { Library } from './library.ts'

export const libraryQueries = (query: RunningWorker<QueryService>) =>
  ({
    listCaptures: (args) => query.call('listCaptures', args),
    getCapture: (captureId) => query.call('getCapture', { captureId }),
    getLadder: (captureId) => query.call('getLadder', { captureId }),
    getGroup: (groupId) => query.call('getGroup', { groupId }),
    workloadOutput: (captureId, stream) => query.call('workloadOutput', { captureId, stream }),
    listNotes: (captureId) => query.call('listNotes', { captureId }),
    listPins: (captureId) => query.call('listPins', { captureId }),
    readArtifact: (captureId, artifactId, offset, length) =>
      query.call('readArtifact', { captureId, artifactId, offset, length }),

    flame: (args, signal) => query.call('flame', args, { signal }),
    functions: (args, signal) => query.call('functions', args, { signal }),
    histogram: (args, signal) => query.call('histogram', args, { signal }),
    sandwich: (args, signal) => query.call('sandwich', args, { signal }),
    timeline: (args, signal) => query.call('timeline', args, { signal }),
    diff: (args, signal) => query.call('diff', args, { signal }),
    heatmap: (args, signal) => query.call('heatmap', args, { signal }),
    slices: (args, signal) => query.call('slices', args, { signal }),
    beginExport: (start) => query.call('exportBegin', start),
    readExport: (exportId, signal) => query.call('exportRead', { exportId }, { signal }),
    endExport: async (exportId) => {
      await query.call('exportEnd', { exportId })
    },
  }) satisfies Partial<Library>

/** With its write-ahead log. */
export const sizeOfLibrary = (path: string): number => sizeOf(path) + sizeOf(`${path}-wal`)

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

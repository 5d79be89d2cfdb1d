/** A library whose captures can be looked at while they come: a feed follows the calls through which they do. */
import { isActive } from '../../../shared/model/capture.ts'
import type { QueryService } from '../workers/query-service.ts'
import type { RunningWorker } from '../workers/start-worker.ts'
import { ownedBuffersWithin } from '../workers/transfer.ts'
import type { WriterService } from '../workers/writer-service.ts'
import type { Library } from './library.ts'
import type { LiveEnds, LiveFeed } from './live-feed.ts'

/** Rows of a stream that are shown; the rest is counted, and shown at the end. */
const MOST_ROWS = 4_000_000
/** A look at the capture itself shows what is so old at most. */
const DETAIL_MS = 400
/** Views show what the capture itself told last, so that all of them tell the same; one that is asked for alone, this. */
const VIEW_MS = 10_000

export const liveEnds = (
  writer: RunningWorker<WriterService>,
  query: RunningWorker<QueryService>,
): LiveEnds => ({
  piece: (captureId, cursor) => writer.call('livePiece', { captureId, cursor, most: MOST_ROWS }),
  append: (captureId, cursor, piece) =>
    query.call('liveAppend', { captureId, cursor, piece }, { transfer: ownedBuffersWithin(piece) }),
  drop: (captureId) => query.call('liveDrop', { captureId }),
})

/** The same library; the feed is told when a capture begins, comes, ends and is looked at. */
export const withLiveViews = (library: Library, feed: LiveFeed): Library => {
  const look = (captureId: string) => feed.look(captureId, VIEW_MS)
  const view =
    <A extends { readonly captureId: string }, R>(ask: (args: A, signal?: AbortSignal) => Promise<R>) =>
    async (args: A, signal?: AbortSignal): Promise<R> => {
      await look(args.captureId)
      return ask(args, signal)
    }
  return {
    ...library,
    flame: view(library.flame),
    functions: view(library.functions),
    histogram: view(library.histogram),
    timeline: view(library.timeline),
    sandwich: view(library.sandwich),
    heatmap: view(library.heatmap),
    slices: view(library.slices),
    diff: async (args, signal) => {
      await Promise.all([look(args.a.captureId), look(args.b.captureId)])
      return library.diff(args, signal)
    },
    getCapture: async (captureId) => {
      await feed.look(captureId, DETAIL_MS)
      const isBehind = feed.isBehind(captureId)
      const detail = await library.getCapture(captureId)
      return detail.live ? { ...detail, live: { ...detail.live, isBehind } } : detail
    },
    beginArtifact: async (captureId, name, mediaType) => {
      const begun = await library.beginArtifact(captureId, name, mediaType)
      feed.begin(captureId, begun.artifactId, begun.received)
      return begun
    },
    appendArtifact: async (artifactId, offset, bytes) => {
      const received = await library.appendArtifact(artifactId, offset, bytes)
      feed.arrived(artifactId)
      return received
    },
    ingest: (captureId, options) => feed.settle(captureId, () => library.ingest(captureId, options)),
    setCaptureState: async (captureId, state, why, error) => {
      if (!isActive(state)) await feed.end(captureId)
      await library.setCaptureState(captureId, state, why, error)
    },
    eraseCapture: async (captureId) => {
      await feed.end(captureId)
      await library.eraseCapture(captureId)
    },
  }
}

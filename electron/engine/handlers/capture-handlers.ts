import type { HandlerContext, HandlersOf } from './context.ts'
import { type MarkerMethods, markerHandlers } from './marker-handlers.ts'
import { onArrayBuffer } from './on-array-buffer.ts'
import { type TogetherMethods, togetherHandlers } from './together-handlers.ts'

export const captureHandlers = (context: HandlerContext): HandlersOf<'captures' | 'artifacts'> => ({
  ...togetherHandlers(context),
  ...markerHandlers(context),
  ...singleHandlers(context),
})

const singleHandlers = ({
  library,
  captures,
  emit,
}: HandlerContext): Omit<HandlersOf<'captures' | 'artifacts'>, TogetherMethods | MarkerMethods> => ({
  'captures.start': async (request, { signal, report }) => ({
    captureId: await captures.start(request, { signal, onStep: (step) => report({ step }) }),
  }),
  'captures.stop': async ({ captureId }) => {
    await captures.stop(captureId)
    return null
  },
  'captures.discard': async ({ captureId }, { signal }) => {
    await captures.discard(captureId, signal)
    return null
  },
  'captures.collect': async ({ captureId, partial }, { signal, report }) => {
    await captures.collect(captureId, { signal, onStep: (step) => report({ step }) }, { partial })
    return null
  },
  'captures.retry': async ({ captureId }) => {
    captures.retry(captureId)
    return null
  },
  'captures.onHost': async ({ hostId, look }, { signal, report }) =>
    look
      ? captures.onHost.sweep(hostId, { signal, onStep: (step) => report({ step }) })
      : captures.onHost.lastSweep(hostId),
  'captures.stopAll': ({ hostId }, { signal, report }) =>
    captures.onHost.stopAll(hostId, { signal, onStep: (step) => report({ step }) }),
  'captures.adopt': async ({ hostId, captureId, partial }, { signal, report }) => {
    const call = { signal, onStep: (step: string) => report({ step }) }
    await captures.onHost.adopt(hostId, captureId, call, { partial })
    return { captureId }
  },
  'captures.throwAway': async ({ hostId, captureId }, { signal }) => {
    await captures.onHost.throwAway(hostId, captureId, { signal, onStep: () => {} })
    return null
  },
  'captures.running': async () => captures.running(),
  'captures.list': (args) => library.listCaptures(args),
  'captures.ladder': ({ captureId }) => library.getLadder(captureId),
  'captures.get': ({ captureId }) => library.getCapture(captureId),
  'captures.rename': async ({ captureId, name }) => {
    await library.renameCapture(captureId, name)
    emit('captures.changed', { captureIds: [captureId] })
    return null
  },
  'captures.remove': async ({ captureIds, onHost = false }) => {
    const waiting = onHost ? await captures.removeOnHosts(captureIds) : []
    const ids = captureIds.filter((id) => !waiting.includes(id))
    await library.removeCaptures(ids)
    emit('captures.changed', { captureIds: ids })
    return null
  },
  'captures.restore': async ({ captureIds }) => {
    await library.restoreCaptures(captureIds)
    emit('captures.changed', { captureIds })
    return null
  },
  'artifacts.read': async ({ captureId, artifactId, offset, length }) => {
    const { bytes, total } = await library.readArtifact(captureId, artifactId, offset, length)
    return { bytes: onArrayBuffer(bytes), total }
  },
})

import type { HandlerContext, HandlersOf } from './context.ts'
import { fileStem } from './file-stem.ts'

export const captureHandlers = ({
  library,
  captures,
  emit,
}: HandlerContext): HandlersOf<'captures' | 'artifacts'> => ({
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
  'captures.collect': async ({ captureId }, { signal, report }) => {
    await captures.collect(captureId, { signal, onStep: (step) => report({ step }) })
    return null
  },
  'captures.running': async () => captures.running(),
  'captures.list': (args) => library.listCaptures(args),
  'captures.get': ({ captureId }) => library.getCapture(captureId),
  'captures.rename': async ({ captureId, name }) => {
    await library.renameCapture(captureId, name)
    emit('captures.changed', { captureIds: [captureId] })
    return null
  },
  'captures.remove': async ({ captureIds }) => {
    await library.removeCaptures(captureIds)
    emit('captures.changed', { captureIds })
    return null
  },
  'captures.restore': async ({ captureIds }) => {
    await library.restoreCaptures(captureIds)
    emit('captures.changed', { captureIds })
    return null
  },
  'captures.export': async ({ captureId, format }, { signal }) => {
    if (format === 'raw') {
      const file = await library.exportArtifact(captureId, signal)
      return { ...file, bytes: onArrayBuffer(file.bytes) }
    }
    const [{ name }, bytes] = await Promise.all([
      library.getCapture(captureId),
      library.exportFolded(captureId, signal),
    ])
    return { name: `${fileStem(name)}.folded`, mediaType: 'text/plain', bytes: onArrayBuffer(bytes) }
  },
  'artifacts.read': async ({ captureId, artifactId, offset, length }) => {
    const { bytes, total } = await library.readArtifact(captureId, artifactId, offset, length)
    return { bytes: onArrayBuffer(bytes), total }
  },
})

/** The same bytes; copied only where they lie in memory that is shared between threads. */
const onArrayBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array<ArrayBuffer> =>
  buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength))

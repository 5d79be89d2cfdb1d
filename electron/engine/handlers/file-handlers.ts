/** Files in and out, in pieces. */
import { newCaptureId } from '../capture/capture-id.ts'
import type { HandlerContext, HandlersOf } from './context.ts'
import { fileStem } from './file-stem.ts'
import { onArrayBuffer } from './on-array-buffer.ts'

/** An import whose next piece does not come is given up: the window that sent it is gone. */
const PATIENCE_MS = 5 * 60_000

export const fileHandlers = (
  { library, emit }: Pick<HandlerContext, 'library' | 'emit'>,
  patienceMs = PATIENCE_MS,
): HandlersOf<'imports' | 'exports'> => {
  const waiting = new Map<string, NodeJS.Timeout>()
  const stopWaiting = (importId: string): void => {
    clearTimeout(waiting.get(importId))
    waiting.delete(importId)
  }
  const wait = (importId: string): void => {
    stopWaiting(importId)
    const timer = setTimeout(() => {
      waiting.delete(importId)
      void library.cancelImport(importId)
    }, patienceMs)
    timer.unref()
    waiting.set(importId, timer)
  }

  return {
    'imports.begin': async ({ name, bytes }) => {
      const importId = newCaptureId(Date.now())
      await library.beginImport({ id: importId, name, bytes, startedAt: Date.now() })
      wait(importId)
      return { importId }
    },
    'imports.append': async ({ importId, offset, bytes }) => {
      stopWaiting(importId)
      const received = await library.appendImport(importId, offset, bytes)
      wait(importId)
      return { received }
    },
    'imports.finish': async ({ importId }, { signal }) => {
      stopWaiting(importId)
      try {
        const { events, format, incomplete } = await library.finishImport(importId, signal)
        return { captureId: importId, events, format, incomplete }
      } finally {
        emit('captures.changed', { captureIds: [importId] })
      }
    },
    'imports.cancel': async ({ importId }) => {
      stopWaiting(importId)
      await library.cancelImport(importId)
      return null
    },

    'exports.begin': async ({ captureId, format, raw, allEvents }) => {
      const { exportId, name, mediaType, extension, total } = await library.beginExport({
        captureId,
        format,
        options: { ...(raw === undefined ? {} : { raw }), ...(allEvents === undefined ? {} : { allEvents }) },
      })
      return { exportId, name: extension === '' ? name : `${fileStem(name)}.${extension}`, mediaType, total }
    },
    'exports.read': async ({ exportId }, { signal }) => {
      const { bytes, done } = await library.readExport(exportId, signal)
      return { bytes: onArrayBuffer(bytes), done }
    },
    'exports.end': async ({ exportId }) => {
      await library.endExport(exportId)
      return null
    },
  }
}

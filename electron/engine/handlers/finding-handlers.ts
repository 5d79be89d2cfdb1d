import type { HandlerContext, HandlersOf } from './context.ts'
import { fileStem } from './file-stem.ts'

export const findingHandlers = ({
  version,
  library,
  renderReport,
  emit,
}: HandlerContext): HandlersOf<'notes' | 'pins' | 'report'> => {
  /** counts and search results of the library change with them too */
  const changed = (captureId: string): void => {
    emit('findings.changed', { captureId })
    emit('captures.changed', { captureIds: [captureId] })
  }
  return {
    'notes.list': ({ captureId }) => library.listNotes(captureId),
    'notes.save': async (draft) => {
      const note = await library.saveNote(draft)
      changed(note.captureId)
      return note
    },
    'notes.remove': async ({ id }) => {
      changed((await library.removeNote(id)).captureId)
      return null
    },
    'pins.list': ({ captureId }) => library.listPins(captureId),
    'pins.save': async (draft) => {
      const pin = await library.savePin(draft)
      changed(pin.captureId)
      return pin
    },
    'pins.edit': async ({ id, sentence }) => {
      changed((await library.editPin(id, sentence)).captureId)
      return null
    },
    'pins.remove': async ({ id }) => {
      changed((await library.removePin(id)).captureId)
      return null
    },
    'report.export': async ({ captureId, format }) => {
      const [capture, notes, pins] = await Promise.all([
        library.getCapture(captureId),
        library.listNotes(captureId),
        library.listPins(captureId),
      ])
      const text = renderReport(format, { capture, notes, pins, version })
      return {
        name: `${fileStem(capture.name)}.${format === 'html' ? 'html' : 'md'}`,
        mediaType: format === 'html' ? 'text/html' : 'text/markdown',
        bytes: new TextEncoder().encode(text),
      }
    },
  }
}

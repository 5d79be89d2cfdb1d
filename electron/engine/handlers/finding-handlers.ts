import { isExpected } from '../../../shared/errors/errors.ts'
import type { Pin } from '../../../shared/model/finding.ts'
import { workloadStreams } from '../../../shared/model/workload.ts'
import type { HandlerContext, HandlersOf } from './context.ts'
import { fileStem } from './file-stem.ts'

export const findingHandlers = ({
  version,
  library,
  recipes,
  renderReport,
  emit,
}: HandlerContext): HandlersOf<'notes' | 'pins' | 'report'> => {
  /** counts and search results of the library change with them too */
  const changed = (captureId: string): void => {
    emit('findings.changed', { captureId })
    emit('captures.changed', { captureIds: [captureId] })
  }
  const namesOfOthers = async (pins: readonly Pin[]): Promise<Map<string, string>> => {
    const names = new Map<string, string>()
    for (const { otherCaptureId } of pins) {
      if (otherCaptureId === null || names.has(otherCaptureId)) continue
      const name = await library.getCapture(otherCaptureId).then(
        (other) => other.name,
        (error: unknown) => {
          if (isExpected(error) && error.code === 'capture.unknown') return 'a capture that was removed'
          throw error
        },
      )
      names.set(otherCaptureId, name)
    }
    return names
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
      // a recipe of another version may be gone, and so may a capture that a pin was compared with
      const question = recipes.list.find(({ id }) => id === capture.recipeId)?.question
      const otherNames = await namesOfOthers(pins)
      const hasOutput = capture.workload?.stdout != null && capture.workload.stderr !== null
      const [stdout, stderr] = hasOutput
        ? await Promise.all(workloadStreams.map((stream) => library.workloadOutput(captureId, stream)))
        : []
      const text = renderReport(format, {
        capture,
        notes,
        pins,
        version,
        otherNames,
        ...(stdout && stderr ? { workloadOutput: { stdout, stderr } } : {}),
        ...(question === undefined ? {} : { question }),
      })
      return {
        name: `${fileStem(capture.name)}.${format === 'html' ? 'html' : 'md'}`,
        mediaType: format === 'html' ? 'text/html' : 'text/markdown',
        bytes: new TextEncoder().encode(text),
      }
    },
  }
}

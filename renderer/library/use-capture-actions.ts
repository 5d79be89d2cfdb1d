/** What can be done with captures from the list. */
import { useCallback } from 'react'
import type { CaptureSummary } from '../../shared/model/capture.ts'
import { useFailureToast, useToast } from '../components/toast.tsx'
import { useEngine } from '../engine-context.tsx'
import { useExportFile } from '../export-file.ts'
import { formatAmount } from '../format/number.ts'

export function useCaptureActions() {
  const engine = useEngine()
  const show = useToast()
  const fail = useFailureToast()

  const rename = useCallback(
    (captureId: string, name: string) => {
      engine.call('captures.rename', { captureId, name }).catch(fail)
    },
    [engine, fail],
  )
  const removeThere = useCallback(
    (ids: { captureIds: string[] }) =>
      engine
        .call('captures.restore', ids)
        .then(() => engine.call('captures.remove', { ...ids, onHost: true }))
        .then(() => show({ text: 'Removed from the host as well, or when it is next connected.' }), fail),
    [engine, show, fail],
  )
  const remove = useCallback(
    /** `mayWait`: something of one of them may still wait on its host, where it stays unless that is asked for */
    (captureIds: readonly string[], mayWait: boolean) => {
      const ids = { captureIds: [...captureIds] }
      engine.call('captures.remove', ids).then(() => {
        show({
          text: `${formatAmount(captureIds.length, 'capture')} deleted.${mayWait ? ' What waits on its host stays there.' : ''}`,
          ...(mayWait
            ? { otherAction: { title: 'Remove it there too', run: () => void removeThere(ids) } }
            : {}),
          action: { title: 'Undo', run: () => void engine.call('captures.restore', ids).catch(fail) },
        })
      }, fail)
    },
    [engine, show, fail, removeThere],
  )
  const exportFile = useExportFile()
  const exportAs = useCallback(
    (capture: CaptureSummary, format: 'raw' | 'folded') => exportFile(capture.id, format),
    [exportFile],
  )
  return { rename, remove, exportAs }
}

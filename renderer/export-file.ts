/** Takes a capture out as a file, and says so. */
import { useCallback } from 'react'
import { fetchExport } from '../shared/contract/fetch-export.ts'
import { type ExportId, exportHead } from '../shared/formats/export-heads.ts'
import type { StreamKind } from '../shared/model/profile.ts'
import { useFailureToast, useToast } from './components/toast.tsx'
import { useDoor, useEngine } from './engine-context.tsx'

/** Exports take seconds at most; one that does not end at once says that it has begun. */
const SLOW_MS = 400

export function useExportFile(): (captureId: string, format: ExportId | 'raw') => void {
  const engine = useEngine()
  const door = useDoor()
  const show = useToast()
  const fail = useFailureToast()
  return useCallback(
    (captureId, format) => {
      const exportFile = async () => {
        const { name, mediaType, pieces } = await fetchExport(engine, { captureId, format })
        const slow = setTimeout(() => show({ text: `Writing ${name}.` }), SLOW_MS)
        const kept: Uint8Array[] = []
        try {
          for await (const piece of pieces) kept.push(piece)
        } finally {
          clearTimeout(slow)
        }
        const outcome = await door.saveFile({ name, mediaType, pieces: kept })
        if (outcome === 'saved') show({ text: `${name} saved.` })
      }
      exportFile().catch(fail)
    },
    [engine, door, show, fail],
  )
}

/** Whether a capture with these streams has what the format is made of. */
export const canExport = (
  format: ExportId,
  streams: readonly { readonly kind: StreamKind; readonly length: number }[],
): boolean => {
  const { from } = exportHead(format)
  return from === undefined || streams.some(({ kind, length }) => length > 0 && from.includes(kind))
}

import { markCaptures } from '../markers/mark-captures.ts'
import type { HandlerContext, HandlersOf } from './context.ts'
import { onArrayBuffer } from './on-array-buffer.ts'

export type MarkerMethods =
  | 'captures.mark'
  | 'captures.renameMarkers'
  | 'captures.removeMarkers'
  | 'captures.workloadOutput'

export const markerHandlers = ({
  library,
  emit,
}: HandlerContext): Pick<HandlersOf<'captures'>, MarkerMethods> => ({
  'captures.mark': async (marking) => {
    const markers = await markCaptures(library, marking)
    emit('captures.changed', { captureIds: markers.map(({ captureId }) => captureId) })
    return { markers }
  },
  'captures.renameMarkers': async ({ markerIds, text }) => {
    emit('captures.changed', await library.renameMarkers(markerIds, text))
    return null
  },
  'captures.removeMarkers': async ({ markerIds, restore = false }) => {
    emit('captures.changed', await library.removeMarkers(markerIds, restore))
    return null
  },
  'captures.workloadOutput': async ({ captureId, stream }) => ({
    bytes: onArrayBuffer(await library.workloadOutput(captureId, stream)),
  }),
})

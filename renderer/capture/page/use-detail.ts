/** A capture's row, asked for again whenever it changes. */
import { useCall } from '../../engine-context.tsx'

export const useDetail = (captureId: string, enabled = true) =>
  useCall(
    'captures.get',
    { captureId },
    {
      enabled,
      refetchOn: {
        'captures.changed': ({ captureIds }) => captureIds.includes(captureId),
        'findings.changed': (changed) => changed.captureId === captureId,
      },
    },
  )

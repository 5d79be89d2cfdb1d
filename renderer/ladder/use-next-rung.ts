import type { CaptureDetail } from '../../shared/model/capture.ts'
import { useFailureToast } from '../components/toast.tsx'
import { useAction } from '../engine-context.tsx'
import { parseLocation } from '../location/location.ts'
import { goTo } from '../location/use-location.ts'
import type { NextCapture } from './ladder-words.ts'

/** Takes the next capture of the ladder on the same host, and goes to its page when it runs. */
export function useNextRung({ id, hostId, recipeId }: CaptureDetail) {
  const start = useAction('captures.start', { onFailedAway: useFailureToast() })
  const take = async ({ parameters, limits }: NextCapture) => {
    if (hostId === null) return
    const started = await start.run({
      hostId,
      recipeId,
      parameters,
      name: '',
      after: id,
      ...(limits ? { limits } : {}),
    })
    const here = parseLocation(window.location.hash)
    // whoever has gone elsewhere meanwhile is not pulled back
    if (started !== undefined && here.page === 'capture' && here.captureId === id)
      goTo({ page: 'capture', captureId: started.captureId, compareId: null })
  }
  return { start, take }
}

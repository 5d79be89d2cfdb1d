/** Saves a view's picture as a file, and says so. */
import { useCallback } from 'react'
import { useFailureToast, useToast } from '../components/toast.tsx'
import { useDoor } from '../engine-context.tsx'

export function useSavePicture(): (name: string, svg: string) => void {
  const door = useDoor()
  const show = useToast()
  const fail = useFailureToast()
  return useCallback(
    (name, svg) => {
      door
        .saveFile({ name, mediaType: 'image/svg+xml', pieces: [new TextEncoder().encode(svg)] })
        .then((outcome) => {
          if (outcome === 'saved') show({ text: `${name} saved.` })
        })
        .catch(fail)
    },
    [door, show, fail],
  )
}

/** A pin's picture as something an <img> can show: an image runs no scripts and loads nothing. */
import { useEffect, useState } from 'react'
import type { Pin } from '../../../shared/model/finding.ts'

export function usePictureUrl({ mediaType, bytes }: Pin['picture']): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [mediaType, bytes])
  return url
}

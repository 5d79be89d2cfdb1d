export interface CapturePageProps {
  readonly captureId: string
  /** the second capture, beside the first */
  readonly compareId: string | null
}

/** Stands in until the views land. */
export function CapturePage({ captureId, compareId }: CapturePageProps) {
  return (
    <p>
      {captureId} {compareId}
    </p>
  )
}

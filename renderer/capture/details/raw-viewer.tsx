/** The bytes of an artifact as text, a page at a time. */
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { ErrorState, LoadingState } from '../../components/states.tsx'
import { useCall } from '../../engine-context.tsx'
import { formatExact } from '../../format/number.ts'
import { readText } from './read-text.ts'
import './raw-viewer.css'

const PAGE = 32_768

export function RawViewer({ captureId, artifactId }: { captureId: string; artifactId: number }) {
  const [offset, setOffset] = useState(0)
  const call = useCall('artifacts.read', { captureId, artifactId, offset, length: PAGE })
  const read = call.value ?? call.previous
  const text = useMemo(() => (read ? readText(read.bytes) : ''), [read])
  if (call.error !== undefined) return <ErrorState inline error={call.error} onRetry={call.reload} />
  if (!read) return <LoadingState step="Reading" shown={call.slow} onCancel={call.cancel} />
  const end = Math.min(offset + PAGE, read.total)
  return (
    <div className="raw-viewer">
      <div className="raw-viewer-head">
        <IconButton
          small
          icon={ChevronLeft}
          label="The bytes before"
          disabled={offset === 0}
          onClick={() => setOffset(Math.max(0, offset - PAGE))}
        />
        <IconButton
          small
          icon={ChevronRight}
          label="The bytes after"
          disabled={end >= read.total}
          onClick={() => setOffset(end)}
        />
        <label>
          byte{' '}
          <input
            type="number"
            className="input input-number"
            min={0}
            max={Math.max(read.total - 1, 0)}
            value={offset}
            onChange={(event) =>
              setOffset(Math.min(Math.max(Number(event.target.value) || 0, 0), Math.max(read.total - 1, 0)))
            }
          />
        </label>
        <span>
          to {formatExact(end)} of {formatExact(read.total)}
        </span>
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard
        tabIndex={0}
      >
        {text}
      </pre>
    </div>
  )
}

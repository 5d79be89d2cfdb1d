/** The selection as chips: each can be taken away, all cleared, and one can go back and forward through it. */
import { ArrowLeft, ArrowRight } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { hasEvents } from '../../../shared/model/profile.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { useInspect } from '../inspector/inspect-store.ts'
import { useDispatch, useSelection, useSide, useSidePart } from '../side.tsx'
import { describeSelection } from './describe-selection.ts'
import { SelectionChips } from './selection-chips.tsx'
import { ThreadFilter } from './thread-filter.tsx'
import './selection-bar.css'

export function SelectionBar() {
  const { detail } = useSide()
  const dispatch = useDispatch()
  const selection = useSelection()
  const canGoBack = useSidePart(({ past }) => past.length > 0)
  const canGoForward = useSidePart(({ future }) => future.length > 0)
  const streamId = useSidePart(({ view }) => view.streamId)
  const streams = detail.streams.filter(({ kind, length }) => hasEvents(kind) && length > 0)
  const inspect = useInspect()
  const seen = useRef(selection)
  useEffect(() => {
    if (seen.current === selection) return
    seen.current = selection
    inspect.forget()
  }, [selection, inspect])
  const chips = useMemo(() => describeSelection(selection, detail.threads), [selection, detail.threads])
  return (
    <section className="selection-bar" aria-label="Selection">
      <ThreadFilter />
      {streams.length > 1 && (
        <select
          className="selection-stream"
          aria-label="Stream"
          value={streamId}
          onChange={(event) => dispatch({ type: 'stream', streamId: Number(event.target.value) })}
        >
          {streams.map(({ id, event, title }) => (
            <option key={id} value={id}>
              {title || event}
            </option>
          ))}
        </select>
      )}
      <SelectionChips
        chips={chips}
        onTakeAway={({ without }) => dispatch({ type: 'select', change: without })}
      />
      <div className="selection-ways">
        <IconButton
          small
          icon={ArrowLeft}
          label="The selection before (Alt [)"
          disabled={!canGoBack}
          onClick={() => dispatch({ type: 'back' })}
        />
        <IconButton
          small
          icon={ArrowRight}
          label="The selection after (Alt ])"
          disabled={!canGoForward}
          onClick={() => dispatch({ type: 'forward' })}
        />
        <Button small look="quiet" disabled={chips.length === 0} onClick={() => dispatch({ type: 'clear' })}>
          Clear
        </Button>
      </div>
    </section>
  )
}

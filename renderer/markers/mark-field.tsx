/** One line above the status bar: what the moment is called. Enter keeps it, Escape does not. */
import { Flag } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { useFailureToast, useToast } from '../components/toast.tsx'
import { useEngine } from '../engine-context.tsx'
import { formatElapsed } from '../format/duration.ts'
import { formatAmount } from '../format/number.ts'
import { useRunning } from '../running/running-context.tsx'
import type { Moment } from './marking-context.tsx'
import './mark-field.css'

export function MarkField({ moment, onDone }: { moment: Moment; onDone: () => void }) {
  const engine = useEngine()
  const running = useRunning()
  const fail = useFailureToast()
  const say = useToast()
  const [text, setText] = useState('')
  const [ago, setAgo] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setAgo(performance.now() - moment.at), 1000)
    return () => clearInterval(timer)
  }, [moment])
  const only = running.find(({ captureId }) => captureId === moment.captureId)
  const where =
    running.length < 2 ? '' : `, on ${only?.name ?? `all ${formatAmount(running.length, 'running capture')}`}`

  const keep = () => {
    onDone()
    engine
      .call('captures.mark', {
        text: text.trim(),
        agoMs: performance.now() - moment.at,
        ...(moment.captureId === null ? {} : { captureId: moment.captureId }),
      })
      .then(({ markers }) => {
        const markerIds = markers.map(({ markerId }) => markerId)
        say({
          text: text.trim() === '' ? 'Marked.' : `Marked: ${text.trim()}`,
          action: {
            title: 'Undo',
            run: () => void engine.call('captures.removeMarkers', { markerIds }).catch(fail),
          },
        })
      })
      .catch(fail)
  }
  return (
    <form
      className="mark-field"
      aria-label="Mark this moment"
      onSubmit={(event) => {
        event.preventDefault()
        keep()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onDone()
      }}
    >
      <Flag size={16} aria-hidden />
      <label className="mark-field-label" htmlFor="mark-text">
        What happened {ago < 1000 ? 'now' : `${formatElapsed(ago / 1000)} ago`}
        {where}
      </label>
      <input
        id="mark-text"
        className="input"
        maxLength={200}
        placeholder="deployed, load on, ..."
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the person asked to name the moment
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button look="primary" small type="submit">
        Keep
      </Button>
      <Button small onClick={onDone}>
        Cancel
      </Button>
    </form>
  )
}

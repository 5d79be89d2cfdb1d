/** Choosing the capture to put beside this one. */
import type { LucideIcon } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/states.tsx'
import { useCall } from '../../engine-context.tsx'
import { formatWhen } from '../../format/time.ts'
import './choose-capture.css'

export interface ChooseCaptureProps {
  readonly icon: LucideIcon
  readonly label: string
  readonly recipeId: string
  /** this one: may be compared with itself, with another selection */
  readonly self: string
  readonly onChoose: (captureId: string) => void
}

const MOST = 100

export function ChooseCapture({ icon, label, recipeId, self, onChoose }: ChooseCaptureProps) {
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLSpanElement>(null)
  const call = useCall(
    'captures.list',
    { search, hostId: null, recipeId: null, sort: 'startedAt', descending: true, offset: 0, limit: MOST },
    { enabled: open },
  )
  const rows = (call.value ?? call.previous)?.rows.filter(({ events }) => events !== null) ?? []
  // the same question first: what else could be compared comes after
  const sorted = [...rows].sort((a, b) => Number(b.recipeId === recipeId) - Number(a.recipeId === recipeId))
  const show = () => {
    const box = opener.current?.getBoundingClientRect()
    list.current?.togglePopover()
    if (!box || !list.current) return
    list.current.style.setProperty(
      'left',
      `${Math.max(4, Math.min(box.left, window.innerWidth - list.current.offsetWidth - 4))}px`,
    )
    list.current.style.setProperty('top', `${box.bottom + 4}px`)
  }
  return (
    <span ref={opener}>
      <Button icon={icon} aria-haspopup="dialog" onClick={show}>
        {label}
      </Button>
      <div
        ref={list}
        className="choose-capture"
        popover="auto"
        role="dialog"
        aria-label="Compare with another capture"
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        <input
          className="input"
          type="text"
          placeholder="Search captures"
          aria-label="Search captures"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {call.error !== undefined && <ErrorState inline error={call.error} onRetry={call.reload} />}
        <ul>
          {sorted.map((row) => (
            <li key={row.id}>
              <button
                type="button"
                onClick={() => {
                  list.current?.hidePopover()
                  onChoose(row.id)
                }}
              >
                <span>
                  {row.id === self ? `${row.name} (this one again, for two selections of it)` : row.name}
                </span>
                <span className="choose-capture-facts">
                  {row.recipeTitle}, {row.hostLabel}, {formatWhen(row.startedAt)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {call.state === 'ready' && sorted.length === 0 && (
          <p className="choose-capture-facts">No capture matches.</p>
        )}
      </div>
    </span>
  )
}

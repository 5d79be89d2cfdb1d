/** Choosing processes and threads from a list that can be searched. */
import { ListFilter } from 'lucide-react'
import { useId, useMemo, useRef, useState } from 'react'
import type { ThreadRef } from '../../../shared/contract/selection.ts'
import { Button } from '../../components/button.tsx'
import { useDispatch, useSelection, useSide } from '../side.tsx'
import { listThreads } from './list-threads.ts'
import './thread-filter.css'

/** More than a person reads; the search narrows it. */
const MOST_LINES = 300

export function ThreadFilter() {
  const { detail } = useSide()
  const { threads: chosen = [] } = useSelection()
  const dispatch = useDispatch()
  const list = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLSpanElement>(null)
  const id = useId()
  const [search, setSearch] = useState('')
  const lines = useMemo(() => listThreads(detail.threads, search), [detail.threads, search])
  const isChosen = (ref: ThreadRef) => chosen.some(({ pid, tid }) => pid === ref.pid && tid === ref.tid)
  const toggle = (ref: ThreadRef) => {
    const next = isChosen(ref)
      ? chosen.filter(({ pid, tid }) => pid !== ref.pid || tid !== ref.tid)
      : [...chosen, ref]
    dispatch({ type: 'select', change: { threads: next.length > 0 ? next : undefined } })
  }
  const open = () => {
    const element = list.current
    const box = opener.current?.getBoundingClientRect()
    if (!element || !box) return
    element.togglePopover()
    element.style.setProperty('left', `${box.left}px`)
    element.style.setProperty('top', `${box.bottom + 4}px`)
  }
  return (
    <span ref={opener}>
      <Button small look="quiet" icon={ListFilter} aria-haspopup="dialog" onClick={open}>
        Threads
      </Button>
      <div
        ref={list}
        id={id}
        className="thread-filter"
        popover="auto"
        role="dialog"
        aria-label="Choose processes and threads"
      >
        <input
          type="text"
          className="input"
          placeholder="Search name, PID or TID"
          aria-label="Search threads"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <ul>
          {lines.slice(0, MOST_LINES).map(({ ref, name }) => (
            <li key={`${ref.pid} ${ref.tid}`}>
              <label className={ref.tid === null ? 'thread-filter-process' : 'thread-filter-thread'}>
                <input type="checkbox" checked={isChosen(ref)} onChange={() => toggle(ref)} />
                <span className="mono">{name}</span>
                <span className="thread-filter-id">{ref.tid === null ? `pid ${ref.pid}` : ref.tid}</span>
              </label>
            </li>
          ))}
        </ul>
        {lines.length === 0 && <p className="thread-filter-note">No thread matches.</p>}
        {lines.length > MOST_LINES && (
          <p className="thread-filter-note">{lines.length - MOST_LINES} more: search to narrow the list.</p>
        )}
      </div>
    </span>
  )
}

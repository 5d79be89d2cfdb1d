/** Choosing a function by typing: a list of those in the selection that match, heaviest first. */
import { Search } from 'lucide-react'
import { type KeyboardEvent, type Ref, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { FunctionRef } from '../../../shared/contract/selection.ts'
import type { FunctionsResult } from '../../../shared/contract/views.ts'
import { frameKinds } from '../../../shared/model/profile.ts'
import { describeError } from '../../components/describe-error.ts'
import { formatShare } from '../../format/number.ts'
import { useSelection, useSide, useStream } from '../side.tsx'
import { useView } from '../use-view.ts'
import './function-picker.css'

/** More than a person reads; the pattern narrows it. */
const MOST_ROWS = 60
/** A pause in typing; each letter would ask the engine. */
const PAUSE_MS = 120

export interface FunctionPickerProps {
  readonly inputRef: Ref<HTMLInputElement>
  readonly onChoose: (chosen: FunctionRef) => void
  readonly onLeave: () => void
}

export function FunctionPicker({ inputRef, onChoose, onLeave }: FunctionPickerProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const { view, rows } = useMatches(text, open)
  const chosen = Math.min(active, Math.max(rows.length - 1, 0))

  useLayoutEffect(() => {
    const element = list.current
    const from = box.current?.getBoundingClientRect()
    if (!open || !element || !from) return
    element.showPopover()
    element.style.setProperty('left', `${from.left}px`)
    element.style.setProperty('top', `${from.bottom + 2}px`)
    element.style.setProperty('width', `${Math.max(from.width, 360)}px`)
  }, [open])
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, chosen])

  const choose = (row: Row | undefined) => {
    if (!row) return
    setOpen(false)
    setText('')
    setActive(0)
    onChoose({ name: row.name, module: row.module })
    onLeave()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      if (!open) setOpen(true)
      else if (rows.length > 0) setActive((chosen + step + rows.length) % rows.length)
    } else if (event.key === 'Enter') choose(open ? rows[chosen] : undefined)
    else if (event.key === 'Escape') {
      if (text !== '') setText('')
      else {
        setOpen(false)
        onLeave()
      }
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const error = view.error ? describeError(view.error) : null
  return (
    <div className="flame-search function-picker" data-invalid={error !== null} ref={box}>
      <Search size={13} aria-hidden />
      <input
        ref={inputRef}
        type="text"
        className="mono"
        role="combobox"
        aria-expanded={open}
        aria-controls={id}
        aria-activedescendant={open && rows.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label="Choose a function by regular expression"
        value={text}
        maxLength={1000}
        spellCheck={false}
        autoComplete="off"
        placeholder="Choose a function (regex)  /"
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
          setOpen(true)
        }}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div
          ref={list}
          id={id}
          className="function-picker-list"
          popover="manual"
          role="listbox"
          aria-label="Functions"
        >
          {error && <p className="function-picker-note">{`${error.what} ${error.remedy}`}</p>}
          {!error && rows.length === 0 && (
            <p className="function-picker-note">
              {view.answer && !view.isStale ? 'No function in the selection matches' : 'Summing functions'}
            </p>
          )}
          {rows.map((row, index) => (
            <div
              key={`${row.module} ${row.name} ${row.kind}`}
              id={`${id}-${index}`}
              className="function-picker-row"
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              title={`${row.name} ${row.module}`}
              // the field keeps the focus: losing it would close the list before the click
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(row)}
              onKeyDown={onKeyDown}
            >
              <span className={`functions-kind functions-kind-${row.kind}`} />
              <span className="function-picker-name mono">{row.name}</span>
              <span className="function-picker-module mono">{row.module}</span>
              <span className="function-picker-share">{formatShare(row.share)}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

interface Row extends FunctionRef {
  readonly kind: string
  /** of the selection, itself and what it called */
  readonly share: number
}

const none: readonly Row[] = []

function useMatches(text: string, open: boolean) {
  const { detail } = useSide()
  const stream = useStream()
  const selection = useSelection()
  const [search, setSearch] = useState(text)
  useEffect(() => {
    const timer = setTimeout(setSearch, PAUSE_MS, text)
    return () => clearTimeout(timer)
  }, [text])
  const view = useView(
    'views.functions',
    stream && open
      ? {
          captureId: detail.id,
          streamId: stream.id,
          selection,
          sort: 'total',
          descending: true,
          search,
          offset: 0,
          limit: MOST_ROWS,
        }
      : null,
  )
  const result = view.answer?.result
  return { view, rows: result && !view.error ? rowsOf(result) : none }
}

const rowsOf = ({ names, modules, kinds, total, selectedTotal }: FunctionsResult): Row[] =>
  names.map((name, index) => ({
    name,
    module: modules[index] ?? '',
    kind: frameKinds[kinds[index]!] ?? 'unknown',
    share: total[index]! / (selectedTotal || 1),
  }))

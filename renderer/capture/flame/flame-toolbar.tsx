/** How the flame graph is turned, grouped and searched. */
import { Search, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useState } from 'react'
import type { ViewState } from '../../../shared/model/finding.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { useDispatch, useSidePart, useStream } from '../side.tsx'
import './flame-toolbar.css'

const orders = [
  ['top-down', 'Top-down'],
  ['inverted', 'Inverted'],
] as const
const groups = [
  ['none', 'No groups'],
  ['process', 'By process'],
  ['thread', 'By thread'],
  ['cpu', 'By CPU'],
] as const
const directions = [
  ['icicle', 'Icicle'],
  ['flame', 'Flame'],
] as const

export interface FlameToolbarProps {
  readonly searchRef: Ref<HTMLInputElement>
  /** '12.3 % matched', '' without a search */
  readonly matched: string
  /** what is wrong with the pattern */
  readonly patternError: string
  readonly onLeaveSearch: () => void
  /** what only this graph can be drawn by, before all others */
  readonly children?: ReactNode
  /** after them */
  readonly tools?: ReactNode
}

export function FlameToolbar({
  searchRef,
  matched,
  patternError,
  onLeaveSearch,
  children,
  tools,
}: FlameToolbarProps) {
  const dispatch = useDispatch()
  const flame = useSidePart(({ view }) => view.flame)
  // a call may run on several
  const hasCpus = useStream()?.kind === 'samples' || flame.group === 'cpu'
  const change = (part: Partial<ViewState['flame']>) => dispatch({ type: 'flame', change: part })
  return (
    <div className="flame-toolbar">
      {children}
      {flame.shown === 'graph' && (
        <>
          <Choice
            label="Order: top-down from the callers, or inverted from what ran, to who called it"
            value={flame.order}
            options={orders}
            onValue={(order) => change({ order })}
          />
          <Choice
            label="Groups under the root"
            value={flame.group}
            options={hasCpus ? groups : groups.filter(([group]) => group !== 'cpu')}
            onValue={(group) => change({ group })}
          />
          <Choice
            label="Direction: an icicle hangs from its root, a flame stands on it"
            value={flame.icicle ? 'icicle' : 'flame'}
            options={directions}
            onValue={(direction) => change({ icicle: direction === 'icicle' })}
          />
        </>
      )}
      {tools}
      {flame.shown === 'graph' && flame.zoom.length > 0 && (
        <Button
          small
          look="quiet"
          onClick={() => change({ zoom: [] })}
          title="Show everything again (Escape zooms out one frame)"
        >
          Reset zoom
        </Button>
      )}
      <SearchField
        inputRef={searchRef}
        value={flame.search}
        matched={matched}
        error={patternError}
        onValue={(search) => change({ search })}
        onLeave={onLeaveSearch}
      />
    </div>
  )
}

export function Choice<Value extends string>({
  label,
  value,
  options,
  onValue,
}: {
  label: string
  value: Value
  options: readonly (readonly [Value, string])[]
  onValue: (value: Value) => void
}) {
  return (
    <select
      className="flame-choice"
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find(([option]) => option === event.target.value)
        if (chosen) onValue(chosen[0])
      }}
    >
      {options.map(([option, title]) => (
        <option key={option} value={option}>
          {title}
        </option>
      ))}
    </select>
  )
}

/** A pause in typing; each letter would ask the engine. */
const PAUSE_MS = 120

function SearchField({
  inputRef,
  value,
  matched,
  error,
  onValue,
  onLeave,
}: {
  inputRef: Ref<HTMLInputElement>
  value: string
  matched: string
  error: string
  onValue: (value: string) => void
  onLeave: () => void
}) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(onValue, PAUSE_MS, text)
    return () => clearTimeout(timer)
  }, [text, value, onValue])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape' && text !== '') {
      setText('')
      onValue('')
    } else onLeave()
  }
  return (
    <div className="flame-search" data-invalid={error !== ''}>
      <Search size={13} aria-hidden />
      <input
        ref={inputRef}
        type="text"
        className="mono"
        value={text}
        spellCheck={false}
        autoComplete="off"
        placeholder="Search (regex)  /"
        aria-label="Search functions and modules by regular expression"
        aria-invalid={error !== ''}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className="flame-search-result" role="status" title={error || undefined}>
        {error ? 'Not a pattern' : matched}
      </span>
      {text !== '' && <IconButton small icon={X} label="Clear the search" onClick={() => onValue('')} />}
    </div>
  )
}

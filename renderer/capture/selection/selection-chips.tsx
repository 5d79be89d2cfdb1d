/** One chip for each part of the selection and each transform: arrows walk them, Delete takes one away. */
import { X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Chip } from './describe-selection.ts'
import './selection-chips.css'

export interface SelectionChipsProps {
  readonly chips: readonly Chip[]
  readonly onTakeAway: (chip: Chip) => void
}

const keys: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 }

export function SelectionChips({ chips, onTakeAway }: SelectionChipsProps) {
  const list = useRef<HTMLUListElement>(null)
  /** where the focus goes on when its chip is gone */
  const next = useRef<number | null>(null)
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])]
  const takeAway = (index: number) => {
    const chip = chips[index]
    if (!chip) return
    next.current = index
    onTakeAway(chip)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the buttons are those of the chips
  useEffect(() => {
    if (next.current === null) return
    const left = buttons()
    left[Math.min(next.current, left.length - 1)]?.focus()
    next.current = null
  }, [chips])
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = keys[event.key]
    if (step !== undefined) buttons()[index + step]?.focus()
    else if (event.key === 'Delete' || event.key === 'Backspace') takeAway(index)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <ul className="selection-chips" ref={list}>
      {chips.map(({ key, name, text, isCode, exact }, index) => (
        <li key={key} className="selection-chip" title={exact}>
          <span className="selection-chip-name">{name}</span>{' '}
          <span className={isCode ? 'selection-chip-text mono' : 'selection-chip-text'}>{text}</span>
          <button
            type="button"
            aria-label={`Take away: ${name} ${text}`}
            title="Take away (Delete)"
            onClick={() => takeAway(index)}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
      {chips.length === 0 && <li className="selection-none">Everything is selected</li>}
    </ul>
  )
}

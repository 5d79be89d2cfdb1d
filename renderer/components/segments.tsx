/** One of a few forms of the same thing, all in sight. Arrows choose. */
import type { LucideIcon } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import './segments.css'

export interface Segment<Value extends string> {
  readonly value: Value
  readonly title: string
  readonly icon?: LucideIcon
  /** on hover */
  readonly hint?: string
  readonly disabled?: boolean
}

export interface SegmentsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly segments: readonly Segment<Value>[]
  readonly onValue: (value: Value) => void
}

export function Segments<Value extends string>({ label, value, segments, onValue }: SegmentsProps<Value>) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const open = segments.filter(({ disabled }) => !disabled)
    const at = open.findIndex((segment) => segment.value === value)
    const next = open[(at + step + open.length) % open.length]
    if (!next) return
    onValue(next.value)
    event.currentTarget.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus()
  }
  return (
    <div className="segments" role="radiogroup" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {segments.map(({ value: own, title, icon: Icon, hint, disabled }) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio of the browser cannot be drawn as a segment
        <button
          key={own}
          type="button"
          role="radio"
          data-value={own}
          aria-checked={own === value}
          tabIndex={own === value ? 0 : -1}
          aria-label={title}
          title={hint ? `${title}: ${hint.slice(0, 1).toLowerCase()}${hint.slice(1)}` : undefined}
          disabled={disabled}
          onClick={() => onValue(own)}
        >
          {Icon && <Icon size={13} aria-hidden />}
          <span className={Icon && 'segments-title'}>{title}</span>
        </button>
      ))}
    </div>
  )
}

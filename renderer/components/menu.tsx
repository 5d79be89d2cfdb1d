import type { LucideIcon } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { Button, IconButton } from './button.tsx'
import './menu.css'

export interface MenuItem {
  readonly id: string
  readonly title: string
  readonly icon?: LucideIcon
  readonly hint?: string
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly onChoose: () => void
}

export interface MenuProps {
  readonly icon: LucideIcon
  readonly label: string
  /** the label is shown beside the icon; else it is the tooltip */
  readonly labelled?: boolean
  readonly small?: boolean
  readonly items: readonly MenuItem[]
}

const GAP = 4

/** A button that opens a list of commands in the top layer. Arrows walk, Enter chooses, Escape closes. */
export function Menu({ icon, label, labelled = false, small = false, items }: MenuProps) {
  const list = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLSpanElement>(null)

  const place = () => {
    const menu = list.current
    const box = opener.current?.getBoundingClientRect()
    if (menu === null || box === undefined) return
    const left = Math.min(box.left, window.innerWidth - menu.offsetWidth - GAP)
    const below = box.bottom + GAP
    const top = below + menu.offsetHeight > window.innerHeight ? box.top - menu.offsetHeight - GAP : below
    menu.style.setProperty('left', `${Math.max(left, GAP)}px`)
    menu.style.setProperty('top', `${Math.max(top, GAP)}px`)
  }
  const open = () => {
    list.current?.togglePopover()
    if (list.current?.matches(':popover-open') !== true) return
    place()
    itemsOf(list.current)[0]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const all = itemsOf(list.current)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || all.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    const focused = document.activeElement
    const at = focused instanceof HTMLElement ? all.indexOf(focused) : -1
    all[(at + step + all.length) % all.length]?.focus()
  }

  return (
    <span className="menu" ref={opener}>
      {labelled ? (
        <Button icon={icon} small={small} aria-haspopup="menu" onClick={open}>
          {label}
        </Button>
      ) : (
        <IconButton icon={icon} label={label} small={small} aria-haspopup="menu" onClick={open} />
      )}
      <div
        className="menu-list"
        role="menu"
        aria-label={label}
        popover="auto"
        ref={list}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {items.map(({ id, title, icon: Icon, hint, danger, disabled, onChoose }) => (
          <button
            key={id}
            type="button"
            role="menuitem"
            className={danger ? 'menu-item menu-item-danger' : 'menu-item'}
            disabled={disabled}
            onClick={() => {
              list.current?.hidePopover()
              onChoose()
            }}
          >
            {Icon && <Icon size={14} aria-hidden />}
            {title}
            {hint && <span className="menu-item-hint">{hint}</span>}
          </button>
        ))}
      </div>
    </span>
  )
}

const itemsOf = (list: HTMLElement | null): HTMLElement[] =>
  list === null ? [] : [...list.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)')]

import type { LucideIcon } from 'lucide-react'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
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
  const [open, setOpen] = useState(false)
  // a press on the opener has already closed an open menu by the time that it is a click
  const wasOpen = useRef(false)
  const toggle = () => {
    setOpen(!wasOpen.current && !open)
    wasOpen.current = false
  }

  useLayoutEffect(() => {
    if (!open || list.current === null) return
    list.current.showPopover()
    place(list.current, opener.current)
    itemsOf(list.current)[0]?.focus()
  }, [open])
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
    <span
      className="menu"
      ref={opener}
      onPointerDown={() => {
        wasOpen.current = open
      }}
    >
      {labelled ? (
        <Button icon={icon} small={small} aria-haspopup="menu" aria-expanded={open} onClick={toggle}>
          {label}
        </Button>
      ) : (
        <IconButton
          icon={icon}
          label={label}
          small={small}
          aria-haspopup="menu"
          aria-expanded={open}
          onClick={toggle}
        />
      )}
      {open && (
        <div
          className="menu-list"
          role="menu"
          aria-label={label}
          popover="auto"
          ref={list}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          onToggle={({ newState }) => newState === 'closed' && setOpen(false)}
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
      )}
    </span>
  )
}

/** Below the opener, above where there is no room, and within the window. */
function place(menu: HTMLElement, opener: HTMLElement | null): void {
  const box = opener?.getBoundingClientRect()
  if (box === undefined) return
  const left = Math.min(box.left, window.innerWidth - menu.offsetWidth - GAP)
  const below = box.bottom + GAP
  const top = below + menu.offsetHeight > window.innerHeight ? box.top - menu.offsetHeight - GAP : below
  menu.style.setProperty('left', `${Math.max(left, GAP)}px`)
  menu.style.setProperty('top', `${Math.max(top, GAP)}px`)
}

const itemsOf = (list: HTMLElement | null): HTMLElement[] =>
  list === null ? [] : [...list.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)')]

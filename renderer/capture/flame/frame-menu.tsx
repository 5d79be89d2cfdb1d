/** What can be done with a frame, at the pointer. */
import { useEffect, useRef } from 'react'
import type { FrameAction } from './frame-actions.ts'
import './frame-menu.css'

export interface FrameMenuProps {
  readonly at: { readonly x: number; readonly y: number }
  readonly title: string
  readonly items: readonly FrameAction[]
  readonly onClose: () => void
}

export function FrameMenu({ at, title, items, onClose }: FrameMenuProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = list.current
    if (!element) return
    element.showPopover()
    const left = Math.min(at.x, window.innerWidth - element.offsetWidth - 4)
    const top = Math.min(at.y, window.innerHeight - element.offsetHeight - 4)
    element.style.setProperty('left', `${left}px`)
    element.style.setProperty('top', `${top}px`)
    element.querySelector('button')?.focus()
  }, [at])
  return (
    <div
      ref={list}
      className="frame-menu"
      popover="auto"
      role="menu"
      aria-label={title}
      tabIndex={-1}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose()
      }}
      onKeyDown={(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
        if (step === undefined) return
        event.preventDefault()
        event.stopPropagation()
        const buttons = [...event.currentTarget.querySelectorAll<Element>('button')]
        const now = document.activeElement ? buttons.indexOf(document.activeElement) : -1
        const next = buttons[(now + step + buttons.length) % buttons.length]
        if (next instanceof HTMLElement) next.focus()
      }}
    >
      <p className="frame-menu-title mono">{title}</p>
      {items.map(({ title: item, hint, divided, run }) => (
        <button
          key={item}
          type="button"
          role="menuitem"
          className={divided ? 'frame-menu-divided' : undefined}
          onClick={() => {
            list.current?.hidePopover()
            run()
          }}
        >
          {item}
          {hint && <kbd>{hint}</kbd>}
        </button>
      ))}
    </div>
  )
}

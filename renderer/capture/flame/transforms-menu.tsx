/** The transforms that need no frame to begin at, on or off, and those of all frames that a pattern finds. */
import { Wand2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { hasTransform } from '../selection/transform-list.ts'
import { useTransforms } from '../selection/use-transforms.ts'
import { wholeTransforms } from './frame-actions.ts'
import { PatternTransform } from './pattern-transform.tsx'
import './transforms-menu.css'

const GAP = 4

export function TransformsMenu() {
  const { list, add, toggle } = useTransforms()
  const opener = useRef<HTMLSpanElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const toggleOpen = () => {
    const element = box.current
    const from = opener.current?.getBoundingClientRect()
    if (!element || !from) return
    element.togglePopover()
    const left = Math.min(from.left, window.innerWidth - element.offsetWidth - GAP)
    const top = Math.min(from.bottom + GAP, window.innerHeight - element.offsetHeight - GAP)
    element.style.setProperty('left', `${Math.max(left, GAP)}px`)
    element.style.setProperty('top', `${Math.max(top, GAP)}px`)
  }
  return (
    <span ref={opener}>
      <Button
        small
        look="quiet"
        icon={Wand2}
        aria-label="Transforms"
        aria-haspopup="dialog"
        aria-expanded={open}
        title="Transforms: change the stacks before they are drawn, in all views"
        onClick={toggleOpen}
      >
        <span className="transforms-menu-title">Transforms</span>
      </Button>
      <div
        ref={box}
        className="transforms-menu"
        popover="auto"
        role="dialog"
        aria-label="Transforms"
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        {Object.values(wholeTransforms).map(({ transform, title, key }) => (
          <label key={key} className="transforms-menu-line">
            <input
              type="checkbox"
              checked={hasTransform(list, transform)}
              onChange={() => toggle(transform)}
            />
            {title}
            <kbd>{key}</kbd>
          </label>
        ))}
        {open && (
          <PatternTransform
            onTransform={(transform) => {
              add(transform)
              box.current?.hidePopover()
            }}
          />
        )}
      </div>
    </span>
  )
}

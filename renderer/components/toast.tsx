/** Short messages at the foot, with Undo where something was done that can be undone. */
import { X } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { describeError } from './describe-error.ts'
import './toast.css'

interface ToastAction {
  readonly title: string
  readonly run: () => void
}

export interface ToastMessage {
  readonly text: string
  readonly tone?: 'plain' | 'danger'
  readonly action?: ToastAction
  /** beside it, and less often wanted */
  readonly otherAction?: ToastAction
}

type Show = (message: ToastMessage) => void
const ToastContext = createContext<Show | null>(null)

/** Long enough to read twice and reach for Undo; the pointer or the focus on it stops the clock. */
const SHOWN_MS = 8000

interface Entry extends ToastMessage {
  readonly id: number
}

let lastId = 0

export function ToastProvider({ children }: { children: ReactNode }) {
  const [entries, setEntries] = useState<readonly Entry[]>([])
  const show = useCallback<Show>((message) => {
    lastId += 1
    const entry = { ...message, id: lastId }
    setEntries((now) => [...now.slice(-2), entry])
  }, [])
  const close = useCallback((id: number) => setEntries((now) => now.filter((entry) => entry.id !== id)), [])
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {entries.map((entry) => (
          <Toast key={entry.id} entry={entry} onClose={close} />
        ))}
      </div>
    </ToastContext>
  )
}

function Toast({ entry, onClose }: { entry: Entry; onClose: (id: number) => void }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => onClose(entry.id), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [held, entry.id, onClose])
  const actions = [entry.otherAction, entry.action].filter((each) => each !== undefined)
  return (
    <fieldset
      className={entry.tone === 'danger' ? 'toast toast-danger' : 'toast'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className="toast-text">{entry.text}</p>
      {actions.map((action) => (
        <Button
          key={action.title}
          small
          onClick={() => {
            action.run()
            onClose(entry.id)
          }}
        >
          {action.title}
        </Button>
      ))}
      <IconButton icon={X} label="Close this message" small onClick={() => onClose(entry.id)} />
    </fieldset>
  )
}

/** How to say something in passing. */
export function useToast(): Show {
  const show = useContext(ToastContext)
  if (show === null) throw new Error('useToast outside of ToastProvider')
  return show
}

/** How to say that something failed, in passing. */
export function useFailureToast(): (error: unknown) => void {
  const show = useToast()
  return useCallback(
    (error) => {
      const { what, remedy } = describeError(error)
      show({ tone: 'danger', text: `${what} ${remedy}` })
    },
    [show],
  )
}

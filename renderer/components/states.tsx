/** The states of a view that is not full: empty, loading, failed. (Partial is a badge.) */
import { CircleAlert, CircleSlash, type LucideIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { isCancellation } from '../../shared/errors/errors.ts'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { describeError, detailsOf } from './describe-error.ts'
import { ErrorText } from './error-text.tsx'
import './states.css'

export interface EmptyStateProps {
  readonly icon?: LucideIcon
  /** why there is nothing; '' where `children` say it */
  readonly title: string
  /** what to do */
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

export function EmptyState({ icon: Icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="state state-centred">
      {Icon && <Icon className="state-icon" size={24} strokeWidth={1.5} aria-hidden />}
      {title !== '' && <p className="state-title">{title}</p>}
      {children && <div className="state-text">{children}</div>}
      {actions && <div className="state-actions">{actions}</div>}
    </div>
  )
}

export interface LoadingStateProps {
  /** what is going on: 'Folding stacks', the step that the engine reports */
  readonly step: string
  readonly onCancel?: (() => void) | undefined
  /** false: keeps its place but says nothing yet (the first 100 ms) */
  readonly shown?: boolean
}

export function LoadingState({ step, onCancel, shown = true }: LoadingStateProps) {
  if (!shown) return <div className="state state-centred" aria-busy />
  return (
    <div className="state state-centred" role="status" aria-busy>
      <div className="state-bar">
        <div className="state-bar-run" />
      </div>
      <p className="state-text">{step}</p>
      {onCancel && (
        <Button look="quiet" small onClick={onCancel}>
          Cancel
        </Button>
      )}
    </div>
  )
}

export interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
  readonly actions?: ReactNode
  /** inline in a form or row rather than in the middle of a view */
  readonly inline?: boolean
}

/** What happened and why, what to do next, and the details to copy. Tells a cancellation and a bug apart. */
export function ErrorState({ error, onRetry, actions, inline = false }: ErrorStateProps) {
  const [open, setOpen] = useState(false)
  const shape = inline ? 'state state-inline' : 'state state-centred'
  if (isCancellation(error)) {
    return (
      <div className={shape} role="status">
        <CircleSlash className="state-icon" size={20} strokeWidth={1.5} aria-hidden />
        <p className="state-text">Cancelled.</p>
        {onRetry && <Button onClick={onRetry}>Load again</Button>}
      </div>
    )
  }
  const { what, remedy } = describeError(error)
  const details = detailsOf(error)
  return (
    <div className={shape} role="alert">
      <CircleAlert className="state-icon-danger" size={20} strokeWidth={1.5} aria-hidden />
      <ErrorText what={what} remedy={remedy} />
      <div className="state-actions">
        {onRetry && <Button onClick={onRetry}>Try again</Button>}
        {actions}
        <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          Details
        </Button>
        <CopyButton text={details} label="Copy details" />
      </div>
      {open && <pre className="state-details">{details}</pre>}
    </div>
  )
}

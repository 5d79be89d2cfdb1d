import { useEffect, useRef } from 'react'
import './progress-bar.css'

export interface ProgressBarProps {
  readonly label: string
  /** 0..1 */
  readonly share: number
  readonly wide?: boolean
}

export function ProgressBar({ label, share, wide = false }: ProgressBarProps) {
  const done = useRef<HTMLDivElement>(null)
  const clamped = Math.min(Math.max(share, 0), 1)
  useEffect(() => done.current?.style.setProperty('--done', String(clamped)), [clamped])
  return (
    <div
      className={wide ? 'progress-bar progress-bar-wide' : 'progress-bar'}
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(clamped * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div ref={done} className="progress-bar-done" />
    </div>
  )
}

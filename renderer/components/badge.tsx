import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import './badge.css'

export interface BadgeProps {
  readonly tone?: 'plain' | 'danger' | 'warning' | 'success' | 'active'
  readonly icon?: LucideIcon
  /** what it means, on hover */
  readonly title?: string
  readonly children: ReactNode
}

export function Badge({ tone = 'plain', icon: Icon, title, children }: BadgeProps) {
  return (
    <span className={tone === 'plain' ? 'badge' : `badge badge-${tone}`} title={title}>
      {Icon && <Icon size={12} aria-hidden />}
      {children}
    </span>
  )
}

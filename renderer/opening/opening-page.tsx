import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import './opening.css'

export interface OpeningPageProps {
  readonly icon: LucideIcon
  readonly tone?: 'danger' | 'warning' | 'success' | 'plain'
  readonly title: string
  readonly children: ReactNode
}

/** A page that stands before the workbench. */
export function OpeningPage({ icon: Icon, tone = 'plain', title, children }: OpeningPageProps) {
  useEffect(() => {
    document.title = `${title} · Smokejumper`
  }, [title])
  return (
    <main className="opening page-body">
      <div className="opening-column">
        <h1 className={`opening-title opening-title-${tone}`}>
          <Icon size={20} aria-hidden />
          {title}
        </h1>
        {children}
      </div>
    </main>
  )
}

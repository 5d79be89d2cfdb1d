/** The frame around each of the three views: title, tools, graph or table, maximise, pin. */
import { ChartNoAxesColumn, Maximize2, Minimize2, Pin, Table2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import type { PinnedPart } from '../findings/make-pin.ts'
import { PinForm } from '../findings/pin-form.tsx'
import { useLiveVersion } from '../live/live-version.ts'
import { useMaximised } from './maximised.ts'
import './view-panel.css'

export interface ViewPanelProps {
  readonly view: 'flame' | 'histogram' | 'timeline'
  readonly title: string
  /** numbers of the whole view, beside the title */
  readonly summary?: ReactNode
  readonly tools?: ReactNode
  readonly shown: 'graph' | 'table'
  readonly onShown: (shown: 'graph' | 'table') => void
  /** null while there is nothing to pin */
  readonly pin: (() => Promise<PinnedPart>) | null
  readonly busy: boolean
  readonly children: ReactNode
}

export function ViewPanel({
  view,
  title,
  summary,
  tools,
  shown,
  onShown,
  pin,
  busy,
  children,
}: ViewPanelProps) {
  const [pinning, setPinning] = useState(false)
  const { maximised, setMaximised } = useMaximised()
  const isMaximised = maximised === view
  // evidence must not change: what is still coming cannot be pinned
  const isLive = useLiveVersion() > 0
  const other = shown === 'graph' ? 'table' : 'graph'
  return (
    <section className="view-panel" aria-label={title} data-view={view}>
      <header className="view-panel-head">
        <h2 className="view-panel-title">{title}</h2>
        {summary && <div className="view-panel-summary">{summary}</div>}
        <div className="view-panel-tools">
          {tools}
          <IconButton
            small
            icon={other === 'table' ? Table2 : ChartNoAxesColumn}
            label={other === 'table' ? 'Show as table' : 'Show as graph'}
            onClick={() => onShown(other)}
          />
          <IconButton
            small
            icon={Pin}
            label={
              isLive ? 'Pin: once the capture has ended' : 'Pin: keep this view, its numbers and its picture'
            }
            aria-pressed={pinning}
            disabled={!pin || isLive}
            onClick={() => setPinning(!pinning)}
          />
          <IconButton
            small
            icon={isMaximised ? Minimize2 : Maximize2}
            label={isMaximised ? 'Show all views' : 'Maximise'}
            onClick={() => setMaximised(isMaximised ? null : view)}
          />
        </div>
        <div className="view-panel-busy" data-busy={busy} />
      </header>
      {pinning && pin && <PinForm view={view} make={pin} onDone={() => setPinning(false)} />}
      <div className="view-panel-body">{children}</div>
    </section>
  )
}

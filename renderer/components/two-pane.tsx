import type { ReactNode } from 'react'
import { Group, Panel } from 'react-resizable-panels'
import { Splitter } from './splitter.tsx'
import './two-pane.css'

/** A list at the side and what is chosen in it beside. */
export function TwoPane({ list, children }: { list: ReactNode; children: ReactNode }) {
  return (
    <Group className="two-pane" orientation="horizontal">
      <Panel defaultSize="300px" minSize="200px" maxSize="50%" groupResizeBehavior="preserve-pixel-size">
        <div className="two-pane-list">{list}</div>
      </Panel>
      <Splitter label="Width of the list" />
      <Panel minSize="320px">
        <div className="two-pane-detail">{children}</div>
      </Panel>
    </Group>
  )
}

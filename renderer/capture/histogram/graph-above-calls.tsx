/** The graph with its calls below, as far as there is room for both. */
import { type ReactNode, useRef } from 'react'
import { useSize } from '../canvas/use-canvas.ts'
import { Split } from '../panels/split.tsx'

export interface GraphAboveCallsProps {
  readonly id: string
  readonly graph: ReactNode
  readonly calls: ReactNode
}

/** px; with less than this a graph of half the height says nothing, and a table of one row neither */
const ROOM_FOR_BOTH = 200

export function GraphAboveCalls({ id, graph, calls }: GraphAboveCallsProps) {
  const box = useRef<HTMLDivElement>(null)
  const { height } = useSize(box)
  return (
    <div className="view-fill" ref={box}>
      {height > 0 && height < ROOM_FOR_BOTH ? (
        graph
      ) : (
        <Split
          id={id}
          orientation="vertical"
          parts={[
            { id: 'graph', size: 60, least: 90, content: graph },
            { id: 'calls', size: 40, least: 60, content: calls },
          ]}
        />
      )}
    </div>
  )
}

/** Callers above, growing up, and callees below, hanging down: both as wide as the function between them. */
import { useMemo, useRef } from 'react'
import { FlameCanvas } from '../flame/flame-canvas.tsx'
import { CELL, paintByKind } from '../flame/flame-chart.ts'
import type { FlameNode, FlameTree } from '../flame/flame-tree.ts'
import { type SandwichSide, type SandwichTotals, sandwichWords } from './sandwich-words.ts'
import './sandwich-graph.css'

export interface SandwichGraphProps {
  readonly callers: FlameTree
  readonly callees: FlameTree
  readonly totals: SandwichTotals
  readonly onZoom: (side: SandwichSide, node: FlameNode) => void
  readonly onZoomOut: (side: SandwichSide) => void
  readonly onPoint: (side: SandwichSide, node: FlameNode | null) => void
  readonly onFocusFrame: (side: SandwichSide, node: FlameNode) => void
  readonly onMenu: (side: SandwichSide, node: FlameNode, at: { x: number; y: number }) => void
  readonly onKey: (key: string, node: FlameNode) => boolean
}

const sides = ['callers', 'callees'] as const
const titles = { callers: 'Callers', callees: 'Callees' } as const

/** Room for the word beside them. */
const LEAST_ROWS = 3

/** All of their rows, or half of the room, or what the callees leave of it: these take the rest. */
const callersHeight = ({ callers, callees }: SandwichGraphProps) => ({
  height: Math.max(callers.levels, LEAST_ROWS) * CELL + 1,
  maxHeight: `max(50%, 100% - ${callees.levels * CELL + 1}px)`,
})

export function SandwichGraph(props: SandwichGraphProps) {
  const { totals } = props
  const graph = useRef<HTMLDivElement>(null)
  const words = useMemo(
    () => ({ callers: sandwichWords('callers', totals), callees: sandwichWords('callees', totals) }),
    [totals],
  )
  return (
    <div className="sandwich-graph" ref={graph}>
      {sides.map((side) => (
        <section
          key={side}
          className={`sandwich-side sandwich-side-${side}`}
          aria-label={titles[side]}
          style={side === 'callers' ? callersHeight(props) : {}}
        >
          <h3 className="sandwich-side-title">{titles[side]}</h3>
          <FlameCanvas
            tree={props[side]}
            words={words[side]}
            paint={paintByKind}
            label={`${titles[side]} of ${totals.function.name}`}
            icicle={side === 'callees'}
            hasSearch={false}
            scale={1}
            onZoom={(node) => props.onZoom(side, node)}
            onZoomOut={() => props.onZoomOut(side)}
            onPoint={(node) => props.onPoint(side, node)}
            onFocusFrame={(node) => props.onFocusFrame(side, node)}
            onMenu={(node, at) => props.onMenu(side, node, at)}
            onKey={props.onKey}
            onBeyondRoot={() => {
              const other = side === 'callers' ? 'callees' : 'callers'
              graph.current?.querySelector<HTMLElement>(`.sandwich-side-${other} .flame-canvas`)?.focus()
            }}
          />
        </section>
      ))}
    </div>
  )
}

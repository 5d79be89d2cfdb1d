/** Beside the pointer: which frame, and how much of what. Never takes the pointer itself. */
import { useLayoutEffect, useRef } from 'react'
import { type FlameWords, kindTitles } from './flame-numbers.ts'
import type { FlameNode } from './flame-tree.ts'
import './flame-tooltip.css'

export interface PointedFrame {
  readonly node: FlameNode
  readonly x: number
  readonly y: number
}

const AWAY = 14

export function FlameTooltip({ pointed, words }: { pointed: PointedFrame; words: FlameWords }) {
  const box = useRef<HTMLDivElement>(null)
  const { node, x, y } = pointed
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const left =
      x + AWAY + element.offsetWidth > window.innerWidth ? x - AWAY - element.offsetWidth : x + AWAY
    const top =
      y + AWAY + element.offsetHeight > window.innerHeight ? y - AWAY - element.offsetHeight : y + AWAY
    element.style.setProperty('transform', `translate(${Math.max(left, 4)}px, ${Math.max(top, 4)}px)`)
  })
  return (
    <div className="flame-tooltip" ref={box} role="presentation">
      <p className="flame-tooltip-name mono">{node.name}</p>
      <p className="flame-tooltip-module">
        {kindTitles[node.kind]}
        {node.module && <span className="mono"> {node.module}</span>}
      </p>
      <dl>
        {words.facts(node).map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="flame-tooltip-hint">
        {node.kind === 'rest' ? 'Click zooms to what holds them' : 'Click zooms, right click for more'}
      </p>
    </div>
  )
}

/** Beside the pointer: which cell, and exactly how many. Never takes the pointer itself. */
import { useLayoutEffect, useRef } from 'react'

export interface HeatTipProps {
  /** px in the surface */
  readonly x: number
  readonly y: number
  readonly lines: readonly string[]
}

const AWAY = 14

export function HeatTip({ x, y, lines }: HeatTipProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    const surface = element?.parentElement?.getBoundingClientRect()
    if (!element || !surface) return
    const place = (at: number, size: number, room: number) =>
      Math.max(at + AWAY + size > room ? at - AWAY - size : at + AWAY, 4)
    const left = place(surface.left + x, element.offsetWidth, window.innerWidth)
    const top = place(surface.top + y, element.offsetHeight, window.innerHeight)
    element.style.setProperty('transform', `translate(${left}px, ${top}px)`)
  })
  return (
    <div className="heat-tip" ref={box} role="presentation">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  )
}

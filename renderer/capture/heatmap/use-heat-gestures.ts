/** Brushing a heatmap: a drag from cell to cell, or the cursor by arrows with Enter at both ends. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import {
  type Cell,
  cellAt,
  type HeatGrid,
  type HeatLayout,
  hottestCell,
  moveCell,
  nearestCell,
} from './heat-grid.ts'

export interface HeatGesturesOptions {
  readonly grid: HeatGrid
  readonly layout: HeatLayout
  /** px from the surface's corner to that of the cells */
  readonly inset: { readonly left: number; readonly top: number }
  readonly isSelected: boolean
  readonly onBrush: (a: Cell, b: Cell) => void
  readonly onClear: () => void
  readonly onPoint: (cell: Cell | null) => void
}

export interface HeatTipPlace {
  readonly cell: Cell
  /** px in the surface */
  readonly x: number
  readonly y: number
}

export function useHeatGestures(options: HeatGesturesOptions) {
  const { grid, layout, inset, isSelected, onBrush, onClear, onPoint } = options
  const [pointed, setPointed] = useState<HeatTipPlace | null>(null)
  /** by keyboard */
  const [cursor, setCursor] = useState<Cell | null>(null)
  const [anchor, setAnchor] = useState<Cell | null>(null)
  const [reached, setReached] = useState<Cell | null>(null)
  const isDragging = useRef(false)

  const within = (cell: Cell | null) =>
    cell && cell.column < grid.columns && cell.row < grid.rows ? cell : null
  const placeOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const stop = () => {
    isDragging.current = false
    setAnchor(null)
    setReached(null)
  }
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      const { x, y } = placeOf(event)
      const cell = cellAt(grid, layout, x - inset.left, y - inset.top)
      if (!cell) return
      event.currentTarget.setPointerCapture(event.pointerId)
      isDragging.current = true
      setCursor(null)
      setAnchor(cell)
      setReached(cell)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { x, y } = placeOf(event)
      const [left, top] = [x - inset.left, y - inset.top]
      const cell = isDragging.current ? nearestCell(grid, layout, left, top) : cellAt(grid, layout, left, top)
      if (isDragging.current) setReached(cell)
      setPointed(cell && { cell, x, y })
      onPoint(cell)
    },
    onPointerUp: () => {
      const [from, to] = [within(anchor), within(reached)]
      if (!isDragging.current) return
      stop()
      if (from && to) onBrush(from, to)
    },
    onPointerCancel: stop,
    onPointerLeave: () => {
      setPointed(null)
      onPoint(null)
    },
    onDoubleClick: onClear,
    onFocus: (event: { currentTarget: HTMLElement }) => {
      if (!event.currentTarget.matches(':focus-visible')) return
      const cell = within(cursor) ?? hottestCell(grid)
      setCursor(cell)
      onPoint(cell)
    },
    onBlur: () => {
      setCursor(null)
      if (!isDragging.current) stop()
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.ctrlKey || event.metaKey || event.altKey || grid.columns === 0) return
      setPointed(null)
      const now = within(cursor) ?? hottestCell(grid)
      const next = moveCell(grid, now, event.key)
      if (next) {
        setCursor(next)
        if (anchor) setReached(next)
        onPoint(next)
      } else if (event.key === 'Enter' || event.key === ' ') {
        const from = within(anchor)
        if (from) {
          stop()
          onBrush(from, now)
        } else {
          setCursor(now)
          setAnchor(now)
          setReached(now)
        }
      } else if (event.key === 'Escape' && anchor) stop()
      else if (event.key === 'Escape' && isSelected) onClear()
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
  const [from, to] = [within(anchor), within(reached)]
  return {
    handlers,
    pointed: pointed && within(pointed.cell) ? pointed : null,
    cursor: within(cursor),
    brush: from && to ? { from, to } : null,
  }
}

/** A heatmap drawn, pointed at, brushed by mouse or by keyboard. What its cells mean is its owner's. */
import { useCallback, useMemo, useRef } from 'react'
import type { Palette } from '../canvas/palette.ts'
import { usePalette } from '../canvas/palette.ts'
import { type Size, useCanvas } from '../canvas/use-canvas.ts'
import { drawHeatCells, drawHeatMarks } from './draw-heatmap.ts'
import { type Box, boxOfCell, type Cell, type HeatGrid, type HeatLayout } from './heat-grid.ts'
import { HeatTip } from './heat-tip.tsx'
import { useHeatGestures } from './use-heat-gestures.ts'
import './heat-surface.css'

export interface HeatSurfaceProps {
  readonly grid: HeatGrid
  readonly layout: HeatLayout
  readonly size: Size
  readonly inset: { readonly left: number; readonly top: number }
  /** to a screen reader: what it is; the keys follow */
  readonly label: string
  /** of the selection, in the cells' area */
  readonly selected: readonly Box[]
  readonly boxesOf: (a: Cell, b: Cell) => readonly Box[]
  /** lines of the tooltip; read out at the keyboard's cursor */
  readonly describe: (cell: Cell) => readonly string[]
  /** the same of a brush in the making */
  readonly describeBrush: (a: Cell, b: Cell) => readonly string[]
  /** axes and the like, under the cells; stable while nothing changes */
  readonly drawUnder?: (context: CanvasRenderingContext2D, palette: Palette) => void
  readonly onBrush: (a: Cell, b: Cell) => void
  readonly onClear: () => void
  readonly onPoint: (cell: Cell | null) => void
}

export function HeatSurface(props: HeatSurfaceProps) {
  const { grid, layout, size, inset, selected, boxesOf, drawUnder } = props
  const cells = useRef<HTMLCanvasElement>(null)
  const marks = useRef<HTMLCanvasElement>(null)
  const palette = usePalette()
  const { handlers, pointed, cursor, brush } = useHeatGestures({
    grid,
    layout,
    inset,
    isSelected: selected.length > 0,
    onBrush: props.onBrush,
    onClear: props.onClear,
    onPoint: props.onPoint,
  })
  const { left, top } = inset
  const drawCells = useCallback(
    (context: CanvasRenderingContext2D) => {
      drawUnder?.(context, palette)
      context.translate(left, top)
      drawHeatCells(context, grid, layout, palette)
    },
    [grid, layout, palette, drawUnder, left, top],
  )
  useCanvas(cells, size, drawCells)
  const brushed = useMemo(() => brush && boxesOf(brush.from, brush.to), [brush, boxesOf])
  const at = pointed?.cell ?? cursor
  const cursorBox = useMemo(() => at && boxOfCell(grid, layout, at), [grid, layout, at])
  const drawMarks = useCallback(
    (context: CanvasRenderingContext2D) => {
      context.translate(left, top)
      drawHeatMarks(context, { selected, brush: brushed, cursor: cursorBox }, palette)
    },
    [selected, brushed, cursorBox, palette, left, top],
  )
  useCanvas(marks, size, drawMarks)
  const lines = brush ? props.describeBrush(brush.from, brush.to) : at ? props.describe(at) : []
  return (
    <div
      className="heat-surface"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: cells are walked and brushed by keyboard; the table is its text twin
      tabIndex={0}
      role="application"
      aria-label={`${props.label}. Arrow keys move from cell to cell, Enter begins and ends a selection, Escape leaves it.`}
      {...handlers}
    >
      <canvas ref={cells} className="view-canvas" />
      <canvas ref={marks} className="view-canvas" />
      <p className="visually-hidden" aria-live="polite">
        {cursor && lines.join(', ')}
      </p>
      {pointed && <HeatTip x={pointed.x} y={pointed.y} lines={lines} />}
    </div>
  )
}

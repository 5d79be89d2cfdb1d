/** When calls were how slow. A rectangle selects its time and its latency. */
import { useCallback, useMemo } from 'react'
import type { Range } from '../../../shared/contract/selection.ts'
import type { Palette } from '../canvas/palette.ts'
import type { Size } from '../canvas/use-canvas.ts'
import { boxOf, type Cell, type HeatGrid, type HeatLayout } from '../heatmap/heat-grid.ts'
import { HeatSurface } from '../heatmap/heat-surface.tsx'
import { rangesOfCells, rowsInSight, type TimeAndLatency } from '../heatmap/latency-cells.ts'
import { useInspect } from '../inspector/inspect-store.ts'
import { useDispatch, useSelection } from '../side.tsx'
import { drawLatencyAxes, margins } from './draw-latency-axes.ts'
import { latencyCellCard } from './latency-cell-card.ts'
import { describeLatencyCell, describeRectangle } from './latency-cell-words.ts'
import { selectedBox } from './selected-box.ts'

export interface LatencyHeatmapProps {
  readonly grid: HeatGrid
  /** on the time axis */
  readonly time: Range
  /** on the latency axis: those of the cells, and of the other side's in Compare */
  readonly latency: Range
  readonly size: Size
}

export const layOutLatency = (
  grid: HeatGrid,
  { time, latency }: TimeAndLatency,
  { width, height }: Size,
): HeatLayout => ({
  sight: rowsInSight(grid, latency),
  scale: { range: time, width: Math.max(width - margins.left - margins.right, 1) },
  height: Math.max(height - margins.top - margins.bottom, 1),
})

export function LatencyHeatmap({ grid, time, latency, size }: LatencyHeatmapProps) {
  const dispatch = useDispatch()
  const inspect = useInspect()
  const { time: selectedTime, latency: selectedLatency } = useSelection()
  const layout = useMemo(() => layOutLatency(grid, { time, latency }, size), [grid, time, latency, size])
  const drawUnder = useCallback(
    (context: CanvasRenderingContext2D, palette: Palette) =>
      drawLatencyAxes(context, grid, layout, time, palette),
    [grid, layout, time],
  )
  const selected = useMemo(
    () => selectedBox(grid, layout, selectedTime, selectedLatency),
    [grid, layout, selectedTime, selectedLatency],
  )
  const boxesOf = useCallback(
    (a: Cell, b: Cell) => [
      boxOf(
        grid,
        layout,
        { from: Math.min(a.column, b.column), to: Math.max(a.column, b.column) + 1 },
        { low: Math.min(a.row, b.row), high: Math.max(a.row, b.row) + 1 },
      ),
    ],
    [grid, layout],
  )
  const select = (change: { readonly [Part in keyof TimeAndLatency]?: Range | undefined }) =>
    dispatch({ type: 'select', change })
  return (
    <HeatSurface
      grid={grid}
      layout={layout}
      size={size}
      inset={margins}
      label="Latency heatmap: time from left to right, latency upwards"
      selected={selected}
      boxesOf={boxesOf}
      describe={(cell) => describeLatencyCell(grid, cell)}
      describeBrush={(a, b) => describeRectangle(grid, a, b)}
      drawUnder={drawUnder}
      onBrush={(a, b) => select(rangesOfCells(grid, a, b))}
      onClear={() => select({ time: undefined, latency: undefined })}
      onPoint={(cell) => inspect.hover(cell && latencyCellCard(grid, cell, select))}
    />
  )
}

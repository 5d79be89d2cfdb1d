/** When calls were how slow. A rectangle selects its time and its latency. */
import { useCallback, useMemo } from 'react'
import type { Range } from '../../../shared/contract/selection.ts'
import type { Palette } from '../canvas/palette.ts'
import type { Size } from '../canvas/use-canvas.ts'
import { boxOf, type Cell, type HeatGrid, type HeatLayout } from '../heatmap/heat-grid.ts'
import { HeatSurface } from '../heatmap/heat-surface.tsx'
import { rangesOfCells } from '../heatmap/latency-cells.ts'
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
  readonly size: Size
}

export const layOutLatency = (time: Range, { width, height }: Size): HeatLayout => ({
  scale: { range: time, width: Math.max(width - margins.left - margins.right, 1) },
  height: Math.max(height - margins.top - margins.bottom, 1),
})

export function LatencyHeatmap({ grid, time, size }: LatencyHeatmapProps) {
  const dispatch = useDispatch()
  const inspect = useInspect()
  const { time: selectedTime, latency: selectedLatency } = useSelection()
  const layout = useMemo(() => layOutLatency(time, size), [time, size])
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
  const select = (change: { time?: Range | undefined; latency?: Range | undefined }) =>
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

/** The latency heatmap, or the state that stands in its place. */
import { Grid2x2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { type Size, useSize } from '../canvas/use-canvas.ts'
import { CellsTable } from '../heatmap/cells-table.tsx'
import { rangesOfCells } from '../heatmap/latency-cells.ts'
import { useDispatch } from '../side.tsx'
import { sayLatency, sayWhen } from './latency-cell-words.ts'
import { LatencyHeatmap } from './latency-heatmap.tsx'
import type { useLatencyHeatmap } from './use-latency-heatmap.ts'

export interface LatencyHeatmapBodyProps {
  readonly heatmap: ReturnType<typeof useLatencyHeatmap>
  readonly shown: 'graph' | 'table'
  readonly onSize: (size: Size) => void
}

export function LatencyHeatmapBody({ heatmap, shown, onSize }: LatencyHeatmapBodyProps) {
  const dispatch = useDispatch()
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  useEffect(() => onSize(size), [onSize, size])
  const { view, grid, time, latency } = heatmap
  return (
    <div className="latency-heatmap" ref={box}>
      {view.error ? (
        <ErrorState error={view.error} onRetry={view.retry} />
      ) : !grid || size.width === 0 ? (
        <LoadingState step="Counting calls by time and latency" shown={view.isSlow} onCancel={view.cancel} />
      ) : grid.count === 0 ? (
        <EmptyState
          icon={Grid2x2}
          title="No recorded call is in the selection"
          actions={<Button onClick={() => dispatch({ type: 'clear' })}>Clear the selection</Button>}
        >
          Only calls slower than the capture's threshold were recorded one by one.
        </EmptyState>
      ) : shown === 'table' ? (
        <CellsTable
          grid={grid}
          events="Calls"
          column={{ title: 'When', say: (column) => sayWhen(grid, column) }}
          row={{ title: 'Latency', say: (row) => sayLatency(grid, row) }}
          onOpen={(cell) => dispatch({ type: 'select', change: rangesOfCells(grid, cell, cell) })}
        />
      ) : (
        <LatencyHeatmap grid={grid} time={time} latency={latency} size={size} />
      )}
    </div>
  )
}

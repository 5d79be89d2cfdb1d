/** The whole capture second by second: what repeats within a second, and what stops, is seen; a drag selects time. */
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { Range } from '../../../shared/contract/selection.ts'
import { ErrorState, LoadingState } from '../../components/states.tsx'
import { formatDuration } from '../../format/duration.ts'
import { MarkerLines, type MarkerLinesProps } from '../../markers/marker-lines.tsx'
import type { Palette } from '../canvas/palette.ts'
import { useSize } from '../canvas/use-canvas.ts'
import { boxOf, type Cell, type HeatGrid, type HeatLayout } from '../heatmap/heat-grid.ts'
import { HeatSurface } from '../heatmap/heat-surface.tsx'
import { partsOfTime, timeOfCells } from '../heatmap/second-cells.ts'
import { useInspect } from '../inspector/inspect-store.ts'
import { secondCard } from './second-card.ts'
import { describeSecondCell, describeSeconds } from './second-words.ts'
import { span, toPixel } from './time-range.ts'
import type { useSubsecond } from './use-subsecond.ts'

export interface SubsecondPaneProps {
  readonly subsecond: ReturnType<typeof useSubsecond>
  readonly duration: number
  readonly bounds: Range
  /** what the lanes show */
  readonly axis: Range
  readonly selected: Range | undefined
  /** 'sample' */
  readonly noun: string
  readonly onBrush: (time: Range | undefined) => void
  readonly onWidth: (width: number) => void
  readonly markers: Omit<MarkerLinesProps, 'scale'>
}

export function SubsecondPane(props: SubsecondPaneProps) {
  const { duration, subsecond, onWidth } = props
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  useEffect(() => onWidth(size.width), [onWidth, size.width])
  const { view, grid } = subsecond
  return (
    <div className="timeline-overview timeline-overview-heat">
      <div className="timeline-corner timeline-seconds">
        <span>
          second by second
          <br />
          {formatDuration(duration)}
        </span>
        <span className="timeline-seconds-axis" aria-hidden="true">
          <span>1 s</span>
          <span>0.5 s</span>
          <span>0 s</span>
        </span>
      </div>
      <div className="timeline-overview-surface" ref={box}>
        {view.error ? (
          <ErrorState error={view.error} onRetry={view.retry} inline />
        ) : !grid || size.width === 0 ? (
          <LoadingState step="Counting second by second" shown={view.isSlow} onCancel={view.cancel} />
        ) : (
          <SubsecondCells {...props} grid={grid} size={size} />
        )}
      </div>
    </div>
  )
}

interface CellsProps extends SubsecondPaneProps {
  readonly grid: HeatGrid
  readonly size: { readonly width: number; readonly height: number }
}

const INSET = { left: 0, top: 0 }

function SubsecondCells(props: CellsProps) {
  const { grid, size, duration, bounds, axis, selected, noun, onBrush, markers } = props
  const inspect = useInspect()
  const layout = useMemo<HeatLayout>(
    () => ({ scale: { range: bounds, width: size.width }, height: size.height }),
    [bounds, size],
  )
  const boxesOfTime = useCallback(
    (time: Range) =>
      partsOfTime(grid, time).map(({ column, low, high }) =>
        boxOf(grid, layout, { from: column, to: column + 1 }, { low, high }),
      ),
    [grid, layout],
  )
  const timeOf = useCallback(
    (a: Cell, b: Cell): Range => {
      const { from, to } = timeOfCells(grid, a, b)
      return { from, to: Math.max(Math.min(to, Math.ceil(duration)), from + 1) }
    },
    [grid, duration],
  )
  const marked = useMemo(() => (selected ? boxesOfTime(selected) : []), [selected, boxesOfTime])
  const boxesOf = useCallback((a: Cell, b: Cell) => boxesOfTime(timeOf(a, b)), [boxesOfTime, timeOf])
  const isWhole = span(axis) >= span(bounds)
  const left = toPixel(layout.scale, axis.from)
  const right = toPixel(layout.scale, axis.to)
  const drawUnder = useCallback(
    (context: CanvasRenderingContext2D, palette: Palette) => {
      context.fillStyle = palette.hover
      context.fillRect(
        0,
        0,
        toPixel(layout.scale, grid.columnBounds[grid.columns] ?? bounds.to),
        layout.height,
      )
    },
    [grid, layout, bounds],
  )
  return (
    <>
      <HeatSurface
        grid={grid}
        layout={layout}
        size={size}
        inset={INSET}
        label={`Heatmap of ${noun}s: seconds from left to right, time within each second upwards`}
        selected={marked}
        boxesOf={boxesOf}
        describe={(cell) => describeSecondCell(grid, cell, noun)}
        describeBrush={(a, b) => describeSeconds(grid, a, b, noun)}
        drawUnder={drawUnder}
        onBrush={(a, b) => onBrush(timeOf(a, b))}
        onClear={() => onBrush(undefined)}
        onPoint={(cell) => inspect.hover(cell && secondCard(grid, cell, { noun, timeOf, onBrush }))}
      />
      <MarkerLines {...markers} scale={layout.scale} />
      {!isWhole && <div className="timeline-viewport" style={{ left, width: Math.max(right - left, 2) }} />}
    </>
  )
}

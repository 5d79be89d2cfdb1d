/** The whole capture; its viewport can be moved, resized by its edges, or drawn anew. */
import { type PointerEvent, useCallback, useRef, useState } from 'react'
import type { Range } from '../../../shared/contract/selection.ts'
import { formatDuration } from '../../format/duration.ts'
import { MarkerLines, type MarkerLinesProps } from '../../markers/marker-lines.tsx'
import { usePalette } from '../canvas/palette.ts'
import { useCanvas, useSize } from '../canvas/use-canvas.ts'
import { drawOverview } from './draw-overview.ts'
import { brushRange, type LinearScale, panRange, span, toPixel, toTime } from './time-range.ts'

export interface OverviewPaneProps {
  readonly counts: Float64Array
  /** ns that the counts span; less than the bounds beside a longer capture */
  readonly duration: number
  readonly bounds: Range
  readonly axis: Range
  readonly selected: Range | undefined
  readonly onAxis: (axis: Range) => void
  readonly markers: Omit<MarkerLinesProps, 'scale'>
}

/** Pixels around an edge of the viewport that take hold of it. */
const GRIP = 6

type Drag =
  | { readonly kind: 'move'; readonly at: number; readonly axis: Range }
  | { readonly kind: 'edge'; readonly fixed: number }
  | { readonly kind: 'new'; readonly from: number }

export function OverviewPane(props: OverviewPaneProps) {
  const { counts, duration, bounds, axis, selected, onAxis, markers } = props
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(box)
  const palette = usePalette()
  const drag = useRef<Drag | null>(null)
  const [cursor, setCursor] = useState<'grip' | 'move' | 'new'>('new')
  const scale: LinearScale = { range: bounds, width: size.width }
  const draw = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawOverview(
        context,
        {
          counts,
          counted: { from: 0, to: duration },
          scale: { range: bounds, width: size.width },
          height: size.height,
          shown: axis,
          selected,
          brush: null,
        },
        palette,
      ),
    [counts, duration, bounds, size, axis, selected, palette],
  )
  useCanvas(canvas, size, draw)

  const left = toPixel(scale, axis.from)
  const right = toPixel(scale, axis.to)
  const isWhole = span(axis) >= span(bounds)
  const placeOf = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left
  const kindAt = (x: number) =>
    !isWhole && (Math.abs(x - left) <= GRIP || Math.abs(x - right) <= GRIP)
      ? 'grip'
      : !isWhole && x > left && x < right
        ? 'move'
        : 'new'
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const x = placeOf(event)
    const kind = kindAt(x)
    drag.current =
      kind === 'grip'
        ? { kind: 'edge', fixed: Math.abs(x - left) <= GRIP ? axis.to : axis.from }
        : kind === 'move'
          ? { kind: 'move', at: toTime(scale, x), axis }
          : { kind: 'new', from: toTime(scale, x) }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const x = placeOf(event)
    const now = toTime(scale, x)
    const held = drag.current
    if (!held) setCursor(kindAt(x))
    else if (held.kind === 'move') onAxis(panRange(held.axis, now - held.at, bounds))
    else {
      const range = brushRange(
        held.kind === 'edge' ? held.fixed : held.from,
        now,
        bounds,
        (span(bounds) / size.width) * 3,
      )
      if (range) onAxis(range)
    }
  }
  return (
    <div className="timeline-overview">
      <div className="timeline-corner">
        whole capture
        <br />
        {formatDuration(duration)}
      </div>
      <div
        ref={box}
        className="timeline-overview-surface"
        role="img"
        aria-label="Events over the whole capture. The lanes below do by keyboard what can be dragged here."
        data-cursor={cursor}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = null
        }}
        onDoubleClick={() => onAxis(bounds)}
        title="Drag to choose what the lanes show; double click shows all"
      >
        <canvas ref={canvas} className="view-canvas" />
        <MarkerLines {...markers} scale={scale} />
        {!isWhole && <div className="timeline-viewport" style={{ left, width: Math.max(right - left, 2) }} />}
      </div>
    </div>
  )
}

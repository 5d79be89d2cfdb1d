/** Lanes by thread: labels that stay, bars that zoom, and the brush. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Range } from '../../../shared/contract/selection.ts'
import type { TimelineResult } from '../../../shared/contract/views.ts'
import { MarkerLines, type MarkerLinesProps } from '../../markers/marker-lines.tsx'
import { usePalette } from '../canvas/palette.ts'
import { timeTicks } from '../canvas/ticks.ts'
import { useCanvas, useSize } from '../canvas/use-canvas.ts'
import { useInspect } from '../inspector/inspect-store.ts'
import { useDispatch, useSide } from '../side.tsx'
import { AxisTicks } from './axis-ticks.tsx'
import { drawLanes, mostInColumn } from './draw-lanes.ts'
import { LaneLabels } from './lane-labels.tsx'
import { latencyBounds } from './latency-bounds.ts'
import { laneCard, markCard } from './mark-card.ts'
import type { LinearScale } from './time-range.ts'
import { TimelineTip, type TipPlace } from './timeline-tip.tsx'
import { useLaneGestures } from './use-lane-gestures.ts'

export const ROW = 22

export interface LanesPaneProps {
  readonly timeline: TimelineResult
  /** the axis that the timeline was asked for */
  readonly answered: Range
  readonly axis: Range
  readonly bounds: Range
  readonly selected: Range | undefined
  readonly onAxis: (axis: Range) => void
  readonly onBrush: (time: Range | undefined) => void
  readonly onWidth: (width: number) => void
  readonly markers: Omit<MarkerLinesProps, 'scale'>
}

export function LanesPane(props: LanesPaneProps) {
  const { timeline, answered, axis, bounds, selected, onAxis, onBrush, onWidth, markers } = props
  const scroller = useRef<HTMLDivElement>(null)
  const surface = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const view = useSize(scroller)
  const { width } = useSize(surface)
  const palette = usePalette()
  const dispatch = useDispatch()
  const inspect = useInspect()
  const { common, key } = useSide()
  const shift = common?.shift[key] ?? 0
  const [scrolled, setScrolled] = useState(0)
  const [hovered, setHovered] = useState<{ lane: number; mark: number } | null>(null)
  const [tip, setTip] = useState<TipPlace | null>(null)
  const scale: LinearScale = useMemo(() => ({ range: axis, width }), [axis, width])
  const ticks = useMemo(
    () =>
      // in the words of the common clock, at this capture's own times
      timeTicks(axis.from + shift, axis.to + shift, Math.max(2, Math.floor(width / 90))).map((tick) => ({
        ...tick,
        value: tick.value - shift,
      })),
    [axis, width, shift],
  )
  const latency = useMemo(() => latencyBounds(timeline), [timeline])
  const most = useMemo(() => mostInColumn(timeline), [timeline])
  useEffect(() => onWidth(width), [onWidth, width])

  const selectMark = {
    time: onBrush,
    call: (call: string) => dispatch({ type: 'select', change: { call } }),
    thread: (pid: number, tid: number) => dispatch({ type: 'select', change: { threads: [{ pid, tid }] } }),
    slower: (from: number) =>
      dispatch({ type: 'select', change: { latency: { from, to: Number.MAX_SAFE_INTEGER } } }),
  }
  const gestures = useLaneGestures({
    surface,
    timeline,
    scale,
    bounds,
    rowHeight: ROW,
    scrolled,
    onAxis,
    onBrush,
    onHover: (found, x, y) => {
      setHovered((last) => (last?.lane === found?.lane && last?.mark === found?.mark ? last : found))
      setTip(found && { ...found, x, y })
      inspect.hover(found && cardAt(found))
    },
    onChoose: (found) => {
      const card = cardAt(found)
      if (card) inspect.keep(card)
    },
  })
  const cardAt = (found: { lane: number; mark: number }) => {
    const lane = timeline.lanes[found.lane]
    if (!lane) return null
    return found.mark >= 0
      ? markCard(timeline, found.mark, lane, selectMark)
      : laneCard(timeline, lane, selectMark)
  }
  const { brush } = gestures
  const draw = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawLanes(
        context,
        {
          timeline,
          answered,
          scale,
          height: view.height,
          rowHeight: ROW,
          scrolled,
          ticks,
          selected: brush ? undefined : selected,
          brush,
          hovered,
          most,
          latency,
        },
        palette,
      ),
    [
      timeline,
      answered,
      scale,
      view.height,
      scrolled,
      ticks,
      selected,
      brush,
      hovered,
      most,
      latency,
      palette,
    ],
  )
  useCanvas(canvas, { width, height: view.height }, draw)

  return (
    <div className="timeline-lanes">
      <div className="timeline-axis">
        <div className="timeline-corner">
          {timeline.streamKind === 'slices' ? 'by time in slow calls' : 'busiest first'}
        </div>
        <AxisTicks ticks={ticks} scale={scale} />
      </div>
      <div
        className="timeline-scroll"
        ref={scroller}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
      >
        <div className="timeline-rows">
          <LaneLabels timeline={timeline} hovered={hovered?.lane ?? -1} />
          <div
            ref={surface}
            className="timeline-surface"
            style={{ height: view.height }}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: zoomed, panned and brushed by keyboard; the table is its text twin
            tabIndex={0}
            role="application"
            aria-label="Timeline. Arrows pan, plus and minus zoom, Home shows all, Enter selects what is in sight, Escape clears it."
            data-panning={gestures.isPanning}
            {...gestures.handlers}
          >
            <canvas ref={canvas} className="view-canvas" />
            <MarkerLines {...markers} scale={scale} isHeadless />
            {tip && !brush && <TimelineTip place={tip} timeline={timeline} scale={scale} />}
          </div>
        </div>
      </div>
    </div>
  )
}

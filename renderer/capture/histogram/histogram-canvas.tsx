/** The histogram drawn, brushed by mouse or by keyboard on its two handles. */
import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Range } from '../../../shared/contract/selection.ts'
import type { BucketScale, HistogramLayer, HistogramResult } from '../../../shared/contract/views.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatExact } from '../../format/number.ts'
import { formatQuantity } from '../../format/quantity.ts'
import { usePalette } from '../canvas/palette.ts'
import { durationLabel } from '../canvas/ticks.ts'
import { type Size, useCanvas, useSize } from '../canvas/use-canvas.ts'
import { useInspect } from '../inspector/inspect-store.ts'
import { useDispatch, useSelection } from '../side.tsx'
import { bucketCard } from './bucket-card.ts'
import { drawHistogram, findBucket, margins } from './draw-histogram.ts'
import { brushLatency, latencyScale, moveEdge, toPixel, toValue } from './latency-scale.ts'
import { QuantileLine } from './quantile-line.tsx'
import './histogram-canvas.css'

export interface HistogramCanvasProps {
  readonly result: HistogramResult
  readonly layers: readonly HistogramLayer[]
  readonly domain: Range
  readonly buckets: BucketScale
  readonly counts: 'linear' | 'log'
  readonly most: number
  readonly onSize: (size: Size) => void
}

export function HistogramCanvas(props: HistogramCanvasProps) {
  const { result, layers, domain, buckets, counts, most, onSize } = props
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(box)
  const palette = usePalette()
  const dispatch = useDispatch()
  const inspect = useInspect()
  const selected = useSelection().latency
  const [brush, setBrush] = useState<Range | null>(null)
  const [hovered, setHovered] = useState<{ layer: number; bucket: number } | null>(null)
  const start = useRef<number | null>(null)
  const unit = layers.find(({ source }) => source === 'events')?.unit ?? layers[0]?.unit ?? 'ns'
  const width = Math.max(size.width - margins.left - margins.right, 1)
  const scale = useMemo(() => latencyScale(domain, width, buckets), [domain, width, buckets])
  const quantiles = result.selected ?? layers.find(({ quantiles: known }) => known)?.quantiles ?? null
  useEffect(() => onSize(size), [onSize, size])

  const { height } = size
  const draw = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawHistogram(
        context,
        {
          layers,
          scale,
          colours: domain,
          height,
          counts,
          most,
          selected: brush ? undefined : selected,
          brush,
          quantiles,
          hovered,
          unit,
          label: unit === 'ns' ? durationLabel : (value) => formatQuantity(value, unit),
        },
        palette,
      ),
    [layers, scale, domain, height, counts, most, selected, brush, quantiles, hovered, unit, palette],
  )
  useCanvas(canvas, size, draw)

  const select = (latency: Range | undefined) => dispatch({ type: 'select', change: { latency } })
  const place = (event: { clientX: number; currentTarget: Element }) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left - margins.left
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = place(event)
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const x = place(event)
    if (start.current !== null) return setBrush(brushLatency(scale, start.current, x))
    const found = x < 0 || x > scale.width ? null : findBucket(layers, toValue(scale, x))
    setHovered((last) => (last?.layer === found?.layer && last?.bucket === found?.bucket ? last : found))
    const layer = found && layers[found.layer]
    inspect.hover(layer ? bucketCard(layer, found.bucket, select) : null)
  }
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    if (start.current === null) return
    const made = brushLatency(scale, start.current, place(event))
    start.current = null
    setBrush(null)
    if (made) select(made)
  }
  const ends = { from: Math.floor(scale.domain.from), to: Math.ceil(scale.domain.to) }
  const edges = selected ?? ends
  const onHandleKey = (event: KeyboardEvent, edge: 'from' | 'to') => {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5 }[
      event.key
    ]
    if (steps !== undefined) select(moveEdge(scale, edges, edge, steps))
    else if (event.key === 'Escape') select(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="histogram-canvas">
      {quantiles && (
        <QuantileLine
          quantiles={quantiles}
          unit={unit}
          of={result.selected ? 'slow call' : 'call'}
          onSlower={(value) =>
            select({ from: Math.floor(value), to: Math.max(Math.ceil(domain.to), value + 1) })
          }
        />
      )}
      <div
        className="histogram-surface"
        role="application"
        aria-label="Latency histogram. The two sliders select a range."
        ref={box}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => {
          setHovered(null)
          inspect.hover(null)
        }}
        onDoubleClick={() => select(undefined)}
        title={selected ? 'Double click clears the latency selection' : undefined}
      >
        <canvas ref={canvas} className="view-canvas" />
        {(['from', 'to'] as const).map((edge) => (
          <div
            key={edge}
            className={selected ? 'histogram-handle' : 'histogram-handle histogram-handle-idle'}
            style={{
              left: margins.left + Math.min(toPixel(scale, edges[edge]), scale.width),
              top: margins.top,
              bottom: margins.bottom,
            }}
            role="slider"
            tabIndex={0}
            aria-label={
              edge === 'from' ? 'Select calls from this latency' : 'Select calls below this latency'
            }
            aria-valuemin={ends.from}
            aria-valuemax={ends.to}
            aria-valuenow={edges[edge]}
            aria-valuetext={unit === 'ns' ? formatDuration(edges[edge]) : formatExact(edges[edge])}
            onKeyDown={(event) => onHandleKey(event, edge)}
          />
        ))}
      </div>
    </div>
  )
}

/** Mouse and keys on the lanes: drag brushes, shift or middle drag pans, the wheel zooms where the pointer is. */
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { Range } from '../../../shared/contract/selection.ts'
import type { TimelineResult } from '../../../shared/contract/views.ts'
import { findMark } from './find-mark.ts'
import { brushRange, type LinearScale, panRange, span, toTime, zoomRange } from './time-range.ts'

export interface Found {
  readonly lane: number
  /** -1: between the marks */
  readonly mark: number
}

export interface LaneGestureOptions {
  readonly surface: RefObject<HTMLElement | null>
  readonly timeline: TimelineResult
  readonly scale: LinearScale
  readonly bounds: Range
  readonly rowHeight: number
  readonly scrolled: number
  readonly onAxis: (axis: Range) => void
  readonly onBrush: (time: Range | undefined) => void
  readonly onHover: (found: Found | null, x: number, y: number) => void
  readonly onChoose: (found: Found) => void
}

/** Pixels that a hand moves without meaning to. */
const SLIP = 4

export function useLaneGestures(options: LaneGestureOptions) {
  const latest = useRef(options)
  latest.current = options
  const drag = useRef<
    { kind: 'brush'; time: number; x: number } | { kind: 'pan'; x: number; axis: Range } | null
  >(null)
  const [brush, setBrush] = useState<Range | null>(null)
  const [isPanning, setPanning] = useState(false)

  const { surface } = options
  useEffect(() => {
    const element = surface.current
    if (!element) return
    // React listens passively to wheels: what zooms must not scroll as well
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { scale, bounds, onAxis } = latest.current
      const x = event.clientX - element.getBoundingClientRect().left
      const sideways = event.shiftKey ? event.deltaY : event.deltaX
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        onAxis(panRange(scale.range, (sideways / scale.width) * span(scale.range), bounds))
      else onAxis(zoomRange(scale.range, toTime(scale, x), 1.0015 ** event.deltaY, bounds))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [surface])

  // what is under a pointer that rests changes with the axis and with each new answer
  const pointer = useRef<{ x: number; y: number } | null>(null)
  const { timeline, scale, scrolled } = options
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are why another mark lies under the pointer
  useEffect(() => {
    if (!pointer.current) return
    const { x, y } = pointer.current
    options.onHover(find(x, y), x, y)
  }, [timeline, scale, scrolled])

  const placeOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const find = (x: number, y: number): Found | null => {
    const { timeline, scale, rowHeight, scrolled } = options
    const lane = Math.floor((y + scrolled) / rowHeight)
    if (lane < 0 || lane >= timeline.lanes.length) return null
    if (timeline.streamKind !== 'slices') return { lane, mark: -1 }
    return {
      lane,
      mark: findMark(timeline, lane, toTime(scale, x), (span(scale.range) / scale.width) * SLIP),
    }
  }
  const brushTo = (x: number, from: { time: number; x: number }) =>
    Math.abs(x - from.x) < SLIP ? null : brushRange(from.time, toTime(options.scale, x), options.bounds, 1)

  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 && event.button !== 1) return
      event.preventDefault()
      event.currentTarget.focus()
      event.currentTarget.setPointerCapture(event.pointerId)
      const { x } = placeOf(event)
      const pans = event.button === 1 || event.shiftKey
      setPanning(pans)
      drag.current = pans
        ? { kind: 'pan', x, axis: options.scale.range }
        : { kind: 'brush', time: toTime(options.scale, x), x }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { x, y } = placeOf(event)
      pointer.current = { x, y }
      const held = drag.current
      if (held?.kind === 'pan') {
        const by = ((held.x - x) / options.scale.width) * span(held.axis)
        options.onAxis(panRange(held.axis, by, options.bounds))
      } else if (held) setBrush(brushTo(x, held))
      else options.onHover(find(x, y), x, y)
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const held = drag.current
      drag.current = null
      setPanning(false)
      setBrush(null)
      if (held?.kind !== 'brush') return
      const { x, y } = placeOf(event)
      const made = brushTo(x, held)
      if (made) return options.onBrush(made)
      const found = find(x, y)
      if (found) options.onChoose(found)
    },
    onPointerCancel: () => {
      drag.current = null
      setPanning(false)
      setBrush(null)
    },
    onPointerLeave: () => {
      pointer.current = null
      options.onHover(null, 0, 0)
    },
    onDoubleClick: () => options.onBrush(undefined),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (!actOn(event.key, options)) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
  return { brush, isPanning, handlers }
}

/** Whether the key means something here. */
function actOn(key: string, { scale, bounds, onAxis, onBrush }: LaneGestureOptions): boolean {
  const { range } = scale
  const middle = (range.from + range.to) / 2
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      onAxis(panRange(range, span(range) * (key === 'ArrowLeft' ? -0.15 : 0.15), bounds))
      return true
    case '+':
    case '=':
      onAxis(zoomRange(range, middle, 0.6, bounds))
      return true
    case '-':
      onAxis(zoomRange(range, middle, 1 / 0.6, bounds))
      return true
    case 'Home':
      onAxis(bounds)
      return true
    case 'Enter':
      onBrush({ from: Math.floor(range.from), to: Math.ceil(range.to) })
      return true
    case 'Escape':
      onBrush(undefined)
      return true
    default:
      return false
  }
}

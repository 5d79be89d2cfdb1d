/** A canvas as large as its element on the device's own pixels, drawn at most once a frame. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

export interface Size {
  /** CSS pixels */
  readonly width: number
  readonly height: number
}

/** The element's content size, kept up to date; zero until it is laid out. */
export function useSize<E extends HTMLElement>(ref: RefObject<E | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = () => {
      const width = Math.floor(element.clientWidth)
      const height = Math.floor(element.clientHeight)
      setSize((last) => (last.width === width && last.height === height ? last : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return size
}

/** `draw` is called before the next frame whenever it, or the size, has changed. */
export function useCanvas(
  ref: RefObject<HTMLCanvasElement | null>,
  { width, height }: Size,
  draw: (context: CanvasRenderingContext2D) => void,
): void {
  const latest = useRef(draw)
  latest.current = draw
  const ratio = useDeviceRatio()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new draw is the reason to draw again
  useEffect(() => {
    const canvas = ref.current
    if (!canvas || width === 0 || height === 0) return
    const frame = requestAnimationFrame(() => {
      const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
      if (canvas.width !== wide) canvas.width = wide
      if (canvas.height !== high) canvas.height = high
      const context = canvas.getContext('2d')
      if (!context) return
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.clearRect(0, 0, width, height)
      latest.current(context)
    })
    return () => cancelAnimationFrame(frame)
  }, [ref, width, height, ratio, draw])
}

function useDeviceRatio(): number {
  const [ratio, setRatio] = useState(() => window.devicePixelRatio || 1)
  useEffect(() => {
    const query = window.matchMedia(`(resolution: ${ratio}dppx)`)
    const listener = () => setRatio(window.devicePixelRatio || 1)
    query.addEventListener('change', listener)
    return () => query.removeEventListener('change', listener)
  }, [ratio])
  return ratio
}

/** Draws something once, off the screen, as the bytes of a PNG. */
export async function paintPng(
  { width, height }: Size,
  draw: (context: CanvasRenderingContext2D) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas')
  const ratio = 2
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser gives no 2d canvas context')
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  draw(context)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error(`A canvas of ${width} by ${height} could not be written as PNG`)
  return new Uint8Array(await blob.arrayBuffer())
}

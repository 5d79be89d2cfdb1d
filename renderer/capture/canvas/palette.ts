/** The colour tokens as a canvas needs them, and again whenever the theme changes. */
import { useEffect, useState } from 'react'
import { onThemeChange, readToken } from '../../theme/theme.ts'
import { mixRamp } from '../timeline/latency-colour.ts'

export interface Palette {
  readonly surface: string
  readonly text: string
  readonly muted: string
  readonly border: string
  readonly grid: string
  readonly hover: string
  readonly accent: string
  readonly selection: string
  readonly veil: string
  /** bars that count, without a latency of their own */
  readonly density: string
  /** the layer behind: all calls */
  readonly backdrop: string
  readonly backdropEdge: string
  readonly smallFont: string
  /** 0..1 on the one sequential scale */
  readonly latency: (share: number) => string
  /** 0..1 on the same scale with its paler steps, which areas can have */
  readonly heat: (share: number) => string
  /** text on it */
  readonly onLatency: (share: number) => string
  /** any token as a colour that SVG outside of this page understands */
  readonly token: (name: string) => string
}

type Rgb = readonly [number, number, number]

export function readPalette(): Palette {
  const probe = document.createElement('canvas')
  probe.width = 1
  probe.height = 1
  const context = probe.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This browser gives no 2d canvas context')
  // painted and read back: the tokens are OKLCH, a report may be opened where that is not understood
  const rgba = (token: string): readonly [number, number, number, number] => {
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = '#000'
    context.fillStyle = readToken(token)
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha]
  }
  const token = (name: string): string => {
    const [red, green, blue, alpha] = rgba(name)
    return alpha === 255
      ? `rgb(${red},${green},${blue})`
      : `rgba(${red},${green},${blue},${(alpha / 255).toFixed(3)})`
  }
  const ramp: Rgb[] = [0, 1, 2, 3, 4, 5, 6].map((step) => {
    const [red, green, blue] = rgba(`--latency-${step}`)
    return [red, green, blue]
  })
  const areas = ramp.slice(1)
  // the paler steps are for areas; a thin bar in it would not be seen against the surface
  const seen = ramp.slice(2)
  const luminance = ([red, green, blue]: Rgb) => 0.299 * red + 0.587 * green + 0.114 * blue
  const [dark, light] = [token('--frame-text'), 'rgb(255,255,255)']
  return {
    surface: token('--surface-1'),
    text: token('--text-1'),
    muted: token('--text-3'),
    border: token('--line'),
    grid: token('--surface-3'),
    hover: token('--surface-2'),
    accent: token('--accent'),
    selection: token('--accent-soft'),
    veil: token('--veil'),
    density: token('--latency-4'),
    backdrop: token('--line'),
    backdropEdge: token('--line-control'),
    smallFont: `${readToken('--text-size-small') || '11px'} system-ui, sans-serif`,
    latency: (share) => mixRamp(seen, share),
    heat: (share) => mixRamp(areas, share),
    onLatency: (share) => {
      const at = seen[Math.round(share * (seen.length - 1))] ?? [0, 0, 0]
      return luminance(at) > 130 ? dark : light
    },
    token,
  }
}

export function usePalette(): Palette {
  const [palette, setPalette] = useState(readPalette)
  useEffect(() => onThemeChange(() => setPalette(readPalette())), [])
  return palette
}

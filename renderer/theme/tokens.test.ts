import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** Tokens of one theme's block that are opaque colours, by name, as [lightness, chroma, hue]. */
function readTheme(theme: string): Map<string, readonly [number, number, number]> {
  const start = css.indexOf(`:root[data-theme="${theme}"]`)
  const block = css.slice(start, css.indexOf('\n}', start))
  const colours = new Map<string, readonly [number, number, number]>()
  for (const [, name, l, c, h] of block.matchAll(/(--[\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)) {
    colours.set(name!, [Number(l), Number(c), Number(h)])
  }
  return colours
}

/** Relative luminance (WCAG 2) of an OKLCH colour, by Björn Ottosson's matrices, clipped to sRGB. */
function luminance([l, c, h]: readonly [number, number, number]): number {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(Math.max(value, 0), 1)
  return (
    0.2126 * clip(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z) +
    0.7152 * clip(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z) +
    0.0722 * clip(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z)
  )
}

function contrast(theme: ReturnType<typeof readTheme>, one: string, other: string): number {
  const [a, b] = [one, other].map((name) => luminance(theme.get(name)!))
  return (Math.max(a!, b!) + 0.05) / (Math.min(a!, b!) + 0.05)
}

const surfaces = ['--surface-1', '--surface-2', '--surface-3']
const texts = ['--text-1', '--text-2', '--text-3', '--accent-text', '--danger', '--warning', '--success']
const frames = ['user', 'kernel', 'jit', 'inlined', 'unknown', 'group'].map((kind) => `--frame-${kind}`)

describe.each(['dark', 'light'])('the %s theme', (name) => {
  const theme = readTheme(name)

  it('has text that can be read on every surface (AA, 4.5:1)', () => {
    const weak = texts.flatMap((text) =>
      surfaces
        .filter((surface) => contrast(theme, text, surface) < 4.5)
        .map((surface) => `${text} on ${surface}`),
    )
    expect(weak).toEqual([])
  })

  it('has text that can be read on the primary action, on frames and on differences', () => {
    const diffs = [...theme.keys()].filter((token) => token.startsWith('--diff-'))
    expect(diffs).toHaveLength(7)
    const pairs = [
      ['--on-accent', '--accent'],
      ['--on-accent', '--accent-hover'],
      ...[...frames, ...diffs].map((frame) => ['--frame-text', frame]),
    ]
    expect(pairs.filter(([text, surface]) => contrast(theme, text!, surface!) < 4.5)).toEqual([])
  })

  it('has controls and a focus that can be seen (3:1)', () => {
    const weak = ['--line-control', '--focus'].filter((line) => contrast(theme, line, '--surface-1') < 3)
    expect(weak).toEqual([])
  })

  it('has frames of equal lightness', () => {
    expect(new Set(frames.map((frame) => theme.get(frame)?.[0])).size).toBe(1)
  })

  it('has the tokens that the other has', () => {
    const other = readTheme(name === 'dark' ? 'light' : 'dark')
    expect([...theme.keys()].sort()).toEqual([...other.keys()].sort())
  })
})

/** A flame graph as one static SVG with its text: what a pin keeps and a report shows with scripts off. */
import { type FlameNode, type FlameTree, layOut } from './flame-tree.ts'

export interface FlamePictureStyle {
  readonly fill: Readonly<Record<FlameNode['kind'], string>>
  /** of a frame's name */
  readonly label: string
  readonly text: string
  readonly muted: string
  readonly background: string
  /** around what the search found */
  readonly match: string
}

/** Fills of another kind than by kind of frame: 'url(#more-3)', with what they refer to, and what they mean. */
export interface FlamePicturePaint {
  /** SVG that goes into <defs> */
  readonly defs: string
  readonly fillOf: (node: FlameNode) => string
  readonly legend: readonly { readonly fill: string; readonly title: string }[]
}

export interface FlamePictureOptions {
  readonly width: number
  readonly icicle: boolean
  readonly title: string
  /** beside each frame on hover: 'read, 12 ms (3.1 %)' */
  readonly describe: (node: FlameNode) => string
  readonly style: FlamePictureStyle
  /** absent: by kind */
  readonly paint?: FlamePicturePaint
  /** rows beyond this are left out, and that is said */
  readonly maxLevels?: number
}

const ROW = 17
const CHARACTER = 6.7
const HEAD = 26
const FOOT = 22
const SWATCH = 28

/** Characters that XML 1.0 cannot hold at all, whatever the escaping. Tool output is hostile: names may hold any. */
const unprintable = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu

export function escapeXml(text: string): string {
  return text
    .replaceAll(unprintable, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** As much of a name as fits in so many pixels; '' when nothing useful does. */
export function fitLabel(name: string, pixels: number): string {
  const room = Math.floor((pixels - 6) / CHARACTER)
  if (room >= name.length) return name
  return room < 3 ? '' : `${name.slice(0, room - 1)}…`
}

const MOST_LEVELS = 80

export const heightOfPicture = (tree: FlameTree, maxLevels = MOST_LEVELS): number =>
  HEAD + Math.min(tree.levels, maxLevels) * ROW + FOOT

export function drawFlamePicture(tree: FlameTree, options: FlamePictureOptions): string {
  const { width, icicle, style, paint } = options
  const levels = Math.min(tree.levels, options.maxLevels ?? MOST_LEVELS)
  const height = heightOfPicture(tree, options.maxLevels)
  const { left, width: share } = layOut(tree)
  const parts: string[] = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, monospace" font-size="11">`,
    `<title>${escapeXml(options.title)}</title>`,
    '<defs><pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">',
    `<rect width="6" height="6" fill="${style.fill.unknown}"/><rect width="2" height="6" fill="${style.background}" fill-opacity="0.45"/></pattern>`,
    `${paint?.defs ?? ''}</defs>`,
    `<rect width="${width}" height="${height}" fill="${style.background}"/>`,
    `<text x="6" y="17" fill="${style.text}">${escapeXml(fitLabel(options.title, width))}</text>`,
  ]
  for (const node of tree.nodes) {
    const pixels = share[node.index]! * width
    if (pixels < 0.3 || node.depth >= levels) continue
    const x = left[node.index]! * width
    const y = HEAD + (icicle ? node.depth : levels - 1 - node.depth) * ROW
    const fill = paint?.fillOf(node) ?? (node.kind === 'unknown' ? 'url(#unknown)' : style.fill[node.kind])
    const outline = node.matches ? ` stroke="${style.match}" stroke-width="1.5"` : ''
    const faded = node.isAncestor ? ' opacity="0.6"' : ''
    // moved there: a fill's marks begin where its frame does, so that a narrow one has them too
    parts.push(
      `<g transform="translate(${pixel(x)} ${y})"${faded}><title>${escapeXml(options.describe(node))}</title>`,
      `<rect width="${pixel(Math.max(pixels - 0.5, 0.3))}" height="${ROW - 1}" fill="${fill}"${outline}/>`,
    )
    const label = fitLabel(node.name, pixels)
    if (label)
      parts.push(
        `<text x="3" y="12" fill="${node.kind === 'rest' ? style.text : style.label}">${escapeXml(label)}</text>`,
      )
    parts.push('</g>')
  }
  const omitted = tree.levels - levels
  const foot = omitted > 0 ? `${omitted} deeper rows are not in this picture` : ''
  let at = 6
  for (const { fill, title } of paint?.legend ?? []) {
    parts.push(
      `<g transform="translate(${pixel(at)} ${height - 19})"><rect width="${SWATCH}" height="${ROW - 1}" fill="${fill}"/>`,
      `<text x="${SWATCH + 4}" y="12" fill="${style.muted}">${escapeXml(title)}</text></g>`,
    )
    at += SWATCH + 18 + title.length * CHARACTER
  }
  parts.push(`<text x="${pixel(at)}" y="${height - 7}" fill="${style.muted}">${foot}</text></svg>`)
  return parts.join('')
}

const pixel = (value: number): string => String(Math.round(value * 100) / 100)

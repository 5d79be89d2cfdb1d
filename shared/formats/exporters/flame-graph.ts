/**
 * A flame graph as one static SVG: text that can be selected and searched, the whole name with its numbers on hover,
 * colours by kind of code, no script and nothing from elsewhere. The root is below. Of the first stream with events;
 * frames narrower than half a pixel are summed into one that says how many they are.
 */
import { everything } from '../../contract/selection.ts'
import { type FlameResult, REST, ROOT } from '../../contract/views.ts'
import { type FrameKind, frameKinds, hasEvents, type Profile } from '../../model/profile.ts'
import { indexProfile } from '../../profile/profile-index.ts'
import { queryFlame } from '../../profile/query-flame.ts'
import type { ExportOptions } from '../exporter.ts'
import { type ByteSink, createByteSink } from './byte-sink.ts'
import { unsupported } from './unsupported.ts'

const WIDTH = 1600
const ROW = 18
const HEAD = 44
const FOOT = 12
/** of the monospaced text, in pixels */
const CHARACTER = 7.25
const NARROWEST = 0.5
const MAX_FRAMES = 50_000

const fills: Readonly<Record<FrameKind | 'root' | 'rest', string>> = {
  user: '#e3bf72',
  kernel: '#9fc9f3',
  jit: '#98daa8',
  inlined: '#ddb6e8',
  unknown: '#c3c5c9',
  group: '#b3cdd2',
  root: '#dcdee1',
  rest: '#eceef0',
}

/** Characters that XML 1.0 cannot hold at all, whatever the escaping. */
const unprintable = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu

const escapeXml = (text: string): string =>
  text
    .replaceAll(unprintable, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const fitLabel = (name: string, pixels: number): string => {
  const characters = Array.from(name)
  const room = Math.floor((pixels - 6) / CHARACTER)
  if (room >= characters.length) return name
  return room < 3 ? '' : `${characters.slice(0, room - 1).join('')}…`
}

const durations = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
] as const

const sayAmount = (value: number, unit: string): string => {
  if (unit !== 'ns') return `${value.toLocaleString('en')} ${unit}`
  const [size, name] = durations.find(([least]) => value >= least) ?? [1, 'ns']
  return `${Number((value / size).toPrecision(3))} ${name}`
}

const sayCount = (count: number, kind: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? kind.slice(0, -1) : kind}`

const nameOf = (flame: FlameResult, node: number): string => {
  const func = flame.func[node]!
  if (func === ROOT) return 'all'
  if (func !== REST) return flame.names[func] ?? ''
  const count = flame.pruned[node]!
  return count === 1 ? '1 frame too narrow' : `${count.toLocaleString('en')} frames too narrow`
}

const kindOf = (flame: FlameResult, node: number): FrameKind | 'root' | 'rest' => {
  const func = flame.func[node]!
  if (func === ROOT) return 'root'
  return func === REST ? 'rest' : (frameKinds[flame.kinds[func]!] ?? 'unknown')
}

const pixel = (value: number): string => String(Math.round(value * 100) / 100)

export const writeFlameGraph = function* (profile: Profile, options: ExportOptions): Generator<Uint8Array> {
  const stream = profile.streams.find(({ kind, length }) => hasEvents(kind) && length > 0)
  if (stream === undefined) throw unsupported('a flame graph', 'samples or slices')
  const flame = queryFlame(indexProfile(profile), {
    ...{ captureId: '', streamId: stream.id, selection: everything, order: 'top-down', group: 'none' },
    ...{ zoom: [], search: '', minShare: NARROWEST / WIDTH, maxNodes: MAX_FRAMES },
  })
  const count = flame.parent.length
  const depth = new Int32Array(count)
  let levels = 1
  for (let node = 1; node < count; node++) {
    depth[node] = depth[flame.parent[node]!]! + 1
    levels = Math.max(levels, depth[node]! + 1)
  }
  const whole = flame.total[0]!
  const height = HEAD + levels * ROW + FOOT
  const title = `${options.name ?? 'Flame graph'}: ${flame.event}, ${sayAmount(whole, flame.unit)} in ${sayCount(flame.streamCount, stream.kind)}`
  const sink = createByteSink()
  sink.text('<?xml version="1.0" encoding="UTF-8"?>\n')
  sink.text(`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}"`)
  sink.text(` viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace"`)
  sink.text(` font-size="12" fill="#1c1e22">\n<title>${escapeXml(title)}</title>\n`)
  sink.text(`<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>\n`)
  sink.text(`<text x="6" y="18" font-size="14">${escapeXml(title)}</text>\n`)
  writeLegend(flame, sink)

  /** where the next child of a node begins, in its weight */
  const next = new Float64Array(count)
  for (let node = 0; node < count; node++) {
    const parent = flame.parent[node]!
    const start = parent < 0 ? 0 : next[parent]!
    const total = flame.total[node]!
    next[node] = start
    if (parent >= 0) next[parent] = start + total
    const pixels = whole > 0 ? (total / whole) * WIDTH : 0
    const name = nameOf(flame, node)
    const module = flame.func[node]! < 0 ? '' : flame.modules[flame.func[node]!]
    const x = whole > 0 ? (start / whole) * WIDTH : 0
    const y = HEAD + (levels - 1 - depth[node]!) * ROW
    const share = whole > 0 ? ((100 * total) / whole).toFixed(2) : '0'
    const told = `${name}${module ? ` (${module})` : ''}: ${sayAmount(total, flame.unit)}, ${share} %, ${sayCount(flame.count[node]!, stream.kind)}`
    sink.text(`<g><title>${escapeXml(told)}</title><rect x="${pixel(x)}" y="${y}"`)
    sink.text(` width="${pixel(Math.max(pixels - 0.5, 0.2))}" height="${ROW - 1}" rx="1"`)
    sink.text(` fill="${fills[kindOf(flame, node)]}"/>`)
    const label = fitLabel(name, pixels)
    if (label !== '') sink.text(`<text x="${pixel(x + 3)}" y="${y + 13}">${escapeXml(label)}</text>`)
    sink.text('</g>\n')
    if (sink.isFull) yield sink.take()
  }
  sink.text('</svg>\n')
  yield sink.take()
}

const legend = {
  user: 'user',
  kernel: 'kernel',
  jit: 'compiled at run time',
  inlined: 'inlined',
  unknown: 'unknown',
}

/** Of the kinds that are there: a colour alone says nothing. */
const writeLegend = (flame: FlameResult, sink: ByteSink) => {
  const kinds = new Set(Array.from(flame.kinds, (code) => frameKinds[code]))
  let x = 6
  for (const kind of Object.keys(legend) as (keyof typeof legend)[]) {
    if (!kinds.has(kind)) continue
    sink.text(`<rect x="${x}" y="26" width="11" height="11" fill="${fills[kind]}"/>`)
    sink.text(`<text x="${x + 16}" y="36">${legend[kind]}</text>\n`)
    x += 16 + Math.ceil((legend[kind].length + 2) * CHARACTER)
  }
}

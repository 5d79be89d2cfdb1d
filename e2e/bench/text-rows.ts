/** How fast the text of other tools than perf becomes columns, beside looking at each byte in the same process. */
import { formatById } from '../../shared/formats/registry.ts'
import { generateText, textInputs } from './generate-text.ts'
import { type Measure, megabytesPerSecond, type Row, round, timed } from './row.ts'

const MUST = 100
const BYTES = 100e6
const NEWLINE = 10

const scanNewlines = (chunks: readonly Uint8Array[]): number => {
  let lines = 0
  for (const chunk of chunks)
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

const parse = (formatId: string, chunks: readonly Uint8Array[]): { events: number; unparsed: number } => {
  const parser = formatById(formatId).createParser()
  for (const chunk of chunks) parser.push(chunk)
  const { streams, losses } = parser.finish()
  return {
    events: streams.reduce((sum, { length }) => sum + length, 0),
    unparsed: losses.reduce((sum, { kind, count }) => sum + (kind === 'unparsed' ? count : 0), 0),
  }
}

/** Of bpftrace's JSON and of tables of slow events the issue of speed is made; the others are for information. */
const isHeld = (name: string, format: string): boolean =>
  (name.startsWith('bpftrace') && name !== 'bpftrace text, maps') ||
  (format === 'bcc-table' && !name.startsWith('offcputime'))

export const measureText = (name: string, format: string, bytes: number): Row => {
  const text = generateText(name, 1, bytes)
  const chunks = [...text.chunks()]
  parse(format, chunks.slice(0, Math.ceil(chunks.length / 20)))
  const scans = [1, 2, 3].map(() => timed(() => scanNewlines(chunks)).ms)
  const parses = [1, 2, 3].map(() => timed(() => parse(format, chunks)))
  const { events, unparsed } = parses[0]!.value
  const rate = megabytesPerSecond(text.bytes, Math.min(...parses.map(({ ms }) => ms)))
  const scanRate = megabytesPerSecond(text.bytes, Math.min(...scans))
  return {
    what: `${name}, ${Math.round(text.bytes / 1e6)} MB`,
    measured: `${Math.round(rate)} MB/s, 1/${(scanRate / rate).toFixed(1)} of a newline scan`,
    must: isHeld(name, format) ? `${MUST} MB/s` : '',
    holds: isHeld(name, format) ? rate >= MUST && unparsed === 0 : null,
    figures: {
      megabytesPerSecond: round(rate),
      scanMegabytesPerSecond: round(scanRate),
      bytes: text.bytes,
      events,
      unparsed,
    },
  }
}

export const textRows: Measure = (scale) =>
  Array.from(textInputs, ([name, { format }]) => measureText(name, format, BYTES * scale))

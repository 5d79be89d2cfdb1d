/** How fast text becomes columns, beside what merely looking at each byte costs in the same process. */
import { formatById } from '../../shared/formats/registry.ts'
import { type GeneratedText, generatePerfScript } from './generate-perf-script.ts'
import { readCppStacks, readDeepStacks, readOrdinaryStacks } from './inputs.ts'
import { type Measure, megabytesPerSecond, type Row, round, timed } from './row.ts'

const NEWLINE = 10

const scanNewlines = (chunks: readonly Uint8Array[]): number => {
  let lines = 0
  for (const chunk of chunks)
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

const parse = (formatId: string, chunks: readonly Uint8Array[]): number => {
  const parser = formatById(formatId).createParser()
  for (const chunk of chunks) parser.push(chunk)
  return parser.finish().streams.reduce((sum, { length }) => sum + length, 0)
}

const measure = (
  what: string,
  formatId: string,
  text: GeneratedText,
  must: { rate: number | null; share: number | null },
): Row => {
  const chunks = [...text.chunks()]
  parse(formatId, chunks.slice(0, Math.ceil(chunks.length / 20)))
  const scans = [1, 2, 3].map(() => timed(() => scanNewlines(chunks)).ms)
  const parses = [1, 2, 3].map(() => timed(() => parse(formatId, chunks)).ms)
  const rate = megabytesPerSecond(text.bytes, Math.min(...parses))
  const scanRate = megabytesPerSecond(text.bytes, Math.min(...scans))
  return {
    what: `${what}, ${Math.round(text.bytes / 1e6)} MB`,
    measured: `${Math.round(rate)} MB/s, 1/${(scanRate / rate).toFixed(1)} of a newline scan`,
    must: must.rate === null ? '' : `${must.rate} MB/s${must.share === null ? '' : `, 1/${must.share}`}`,
    holds:
      must.rate === null ? null : rate >= must.rate && (must.share === null || scanRate / rate <= must.share),
    figures: {
      megabytesPerSecond: round(rate),
      scanMegabytesPerSecond: round(scanRate),
      samples: text.events,
    },
  }
}

/** Each stack comes once, so that nothing is known from the last time: the whole real capture, as it is. */
const deepText = (): GeneratedText => {
  const bytes = readDeepStacks()
  return {
    bytes: bytes.length,
    events: 17_799,
    chunks: function* () {
      for (let at = 0; at < bytes.length; at += 1 << 20)
        yield new Uint8Array(bytes.subarray(at, at + (1 << 20)))
    },
  }
}

export const parseRows: Measure = (scale) => [
  measure(
    'perf script, ordinary stacks',
    'perf-script',
    generatePerfScript(readOrdinaryStacks(), 1, { bytes: 300e6 * scale }),
    { rate: 300, share: 8 },
  ),
  measure(
    'perf script, C++ names',
    'perf-script',
    generatePerfScript(readCppStacks(), 2, { bytes: 100e6 * scale }),
    { rate: null, share: null },
  ),
  measure('perf script, deep recursion', 'perf-script', deepText(), { rate: 180, share: null }),
]

/** Every format that can be written, by id. */
import { SmokejumperError } from '../errors/errors.ts'
import { type ExportId, exportHead, exportHeads, exportIds } from './export-heads.ts'
import type { Exporter } from './exporter.ts'
import { writeChromeTrace } from './exporters/chrome-trace.ts'
import { writeBuckets, writeCounters, writeFunctions, writeSlices, writeThreads } from './exporters/csv.ts'
import { writeFirefox } from './exporters/firefox.ts'
import { writeFlameGraph } from './exporters/flame-graph.ts'
import { writePprof } from './exporters/pprof.ts'
import { writeSpeedscope } from './exporters/speedscope.ts'
import { foldToText } from './folded.ts'

const writers: Readonly<Record<ExportId, Exporter['write']>> = {
  folded: foldToText,
  speedscope: writeSpeedscope,
  pprof: writePprof,
  firefox: writeFirefox,
  'chrome-trace': writeChromeTrace,
  svg: writeFlameGraph,
  'csv-functions': writeFunctions,
  'csv-slices': writeSlices,
  'csv-buckets': writeBuckets,
  'csv-counters': writeCounters,
  'csv-threads': writeThreads,
}

export const exporters: readonly Exporter[] = exportIds.map((id) => ({
  ...exportHead(id),
  write: writers[id],
}))

/** Throws SmokejumperError export.unsupported for an id that no exporter has. */
export const exporterById = (id: string): Exporter => {
  const exporter = exporters.find((one) => one.id === id)
  if (exporter) return exporter
  throw new SmokejumperError({
    code: 'export.unsupported',
    message: `There is no export to "${id}".`,
    remedy: `There are: ${Object.keys(exportHeads).join(', ')}.`,
    facts: { format: id },
  })
}

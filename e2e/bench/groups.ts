/** The rows by group: those of a group share their preparation, and have a process of their own. */
import { exportRows } from './export-rows.ts'
import { ingestRows } from './ingest-rows.ts'
import { libraryListRows } from './library-list-rows.ts'
import { liveRows } from './live-rows.ts'
import { overheadRows } from './overhead-rows.ts'
import { parseRows } from './parse-rows.ts'
import type { Measure } from './row.ts'
import { sliceRows } from './slice-rows.ts'
import { textRows } from './text-rows.ts'
import { transferRows } from './transfer-rows.ts'
import { viewRows } from './view-rows.ts'

export const groups: Readonly<Record<string, Measure>> = {
  parse: parseRows,
  text: textRows,
  ingest: ingestRows,
  views: viewRows,
  slices: sliceRows,
  live: liveRows,
  export: exportRows,
  transfer: transferRows,
  overhead: overheadRows,
  list: libraryListRows,
}

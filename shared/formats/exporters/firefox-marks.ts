/** Instant markers of the Firefox Profiler, in a thread of their own (phase Instant of its own numbering). */
import type { ExportOptions } from '../exporter.ts'
import type { ByteSink } from './byte-sink.ts'
import { cellsOf, writeTable } from './json-table.ts'

const INSTANT = 0

export const markSchema = {
  name: 'mark',
  display: ['marker-chart', 'marker-table', 'timeline-overview'],
  chartLabel: '{marker.name}',
  tooltipLabel: '{marker.name}',
  tableLabel: '{marker.name}',
  fields: [],
}

/** `firstName`: index of the first mark's text in the shared strings, where the texts stand one behind the other. */
export const writeMarksThread = function* (
  marks: NonNullable<ExportOptions['marks']>,
  firstName: number,
  sink: ByteSink,
): Generator<Uint8Array> {
  const { number, milliseconds, always } = cellsOf(sink)
  sink.text('{"processType":"default","processStartupTime":0,"processShutdownTime":null,"registerTime":0')
  sink.text(',"unregisterTime":null,"pausedRanges":[],"showMarkersInTimeline":true')
  sink.text(',"name":"Markers","isMainThread":true,"processName":"Markers","pid":"0","tid":0')
  sink.text(',"samples":{"weightType":"samples","length":0,"stack":[],"time":[],"weight":null},"markers":')
  yield* writeTable(sink, marks.length, {
    name: number((row) => firstName + row),
    startTime: milliseconds((row) => marks[row]?.time ?? 0),
    endTime: always('null'),
    phase: always(String(INSTANT)),
    category: always('0'),
    data: always('{"type":"mark"}'),
  })
  sink.text('}')
}

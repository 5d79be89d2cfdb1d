/**
 * Traces in OTLP's JSON: spans become slices, the service of their resource their process, their status their result.
 * Attributes, events and links but for these are passed over, as are metrics and logs. Times are nanoseconds since the
 * epoch, as strings: no digit is lost. One document, or one a line as the collector's file exporter writes them.
 * Source: opentelemetry-proto, trace/v1/trace.proto and its JSON mapping; the names of older versions and of Tempo.
 */
import { assembleStreams } from '../assemble-streams.ts'
import type { Format } from '../format.ts'
import { createEventClock } from '../json/event-clock.ts'
import { createJsonParser, type JsonContext, type JsonFormatReader } from '../json/json-parser.ts'
import type { JsonVisit } from '../json/json-reader.ts'
import { integerOf, type JsonValue, member, numberOf, scalarText, textOf } from '../json/json-value.ts'
import { outlineJson } from '../json/outline.ts'
import { resultOf } from '../spans/span-result.ts'
import { createSpanTable, type SpanProcess } from '../spans/span-table.ts'

/** Where resources with their spans may stand, and what holds the spans in them. */
const resources = [
  'resourceSpans',
  'resource_spans',
  'batches',
  'trace/resourceSpans',
  'trace/batches',
  'result/resourceSpans',
]
const scopes = ['scopeSpans', 'scope_spans', 'instrumentationLibrarySpans', 'ilSpans']

const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
/** A field in either of protobuf's spellings. */
const field = (value: JsonValue, key: string): JsonValue | undefined =>
  member(value, key) ?? member(value, snakeCase(key))

/** Members of spans that are read, in both spellings. */
const spanFields = [
  ...['traceId', 'spanId', 'parentSpanId', 'name', 'startTimeUnixNano', 'endTimeUnixNano'],
  ...['attributes', 'status'],
].map((name) => `${name}|${snakeCase(name)}`)

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : [])

/** The value of an attribute in `[{key, value: {stringValue | intValue | ...}}]`. */
const attributeOf = (attributes: JsonValue | undefined, key: string): JsonValue | undefined => {
  const value = member(
    listOf(attributes).find((one) => member(one, 'key') === key),
    'value',
  )
  if (value === undefined) return undefined
  return (
    field(value, 'stringValue') ??
    field(value, 'intValue') ??
    field(value, 'boolValue') ??
    field(value, 'doubleValue')
  )
}

const idOf = (value: JsonValue | undefined): number | null => {
  const text = scalarText(value)
  return (text === undefined ? undefined : integerOf(Number(text))) ?? null
}

const isError = (status: JsonValue | undefined): boolean => {
  const code = member(status, 'code')
  return numberOf(code) === 2 || code === 'STATUS_CODE_ERROR'
}

const createReader = ({ builder, leaveOut }: JsonContext): JsonFormatReader => {
  const clock = createEventClock(0)
  const spans = createSpanTable(builder)
  /** of each resource, in the order of the file: it may stand behind its spans */
  const processes: SpanProcess[] = []
  let isOtlp = false

  const noSpan = 'spans without a name, a start or an end'
  const readSpan = (values: readonly (JsonValue | undefined)[]) => {
    const [traceId, spanId, parentSpanId, spanName, startTime, endTime, attributes, status] = values
    const start = clock.relative(startTime)
    const end = clock.relative(endTime)
    const name = textOf(spanName)
    if (name === undefined || Number.isNaN(start) || Number.isNaN(end) || end < start) {
      leaveOut(noSpan)
      return
    }
    const id = textOf(spanId) ?? ''
    const parent = textOf(parentSpanId) ?? ''
    const trace = textOf(traceId) ?? ''
    spans.add({
      key: id === '' ? '' : `${trace} ${id}`,
      parent: parent === '' ? '' : `${trace} ${parent}`,
      ...{ start, duration: end - start, name, process: processes.length - 1 },
      thread: idOf(attributeOf(attributes, 'thread.id')),
      result: resultOf((key) => attributeOf(attributes, key), isError(status)),
    })
  }

  const visits: Record<string, JsonVisit> = {}
  for (const resource of resources) {
    visits[resource] = {
      start() {
        isOtlp = true
      },
    }
    visits[`${resource}/#`] = {
      start: () => processes.push({ service: 'unknown service', pid: null }),
    }
    visits[`${resource}/#/resource`] = {
      value(value) {
        const attributes = member(value, 'attributes')
        const service = scalarText(attributeOf(attributes, 'service.name')) || 'unknown service'
        processes[processes.length - 1] = { service, pid: idOf(attributeOf(attributes, 'process.pid')) }
      },
    }
    for (const scope of scopes)
      visits[`${resource}/#/${scope}/#/spans/#`] = {
        fields: spanFields,
        record: readSpan,
        value: () => leaveOut(noSpan),
      }
  }

  return {
    visits,
    finish: () =>
      isOtlp
        ? assembleStreams(
            spans.finish((process) => processes[process]!),
            clock.absolute,
          )
        : null,
  }
}

const sniff = (head: Uint8Array): number => {
  const { paths } = outlineJson(head)
  if (
    paths.has('resourceSpans') ||
    paths.has('resource_spans') ||
    paths.has('trace/resourceSpans') ||
    paths.has('result/resourceSpans')
  )
    return 1
  if (paths.has('batches/*/resource') || paths.has('trace/batches')) return 0.9
  // one a line: what stands there first may be another signal
  return paths.has('resourceLogs') || paths.has('resourceMetrics') ? 0.3 : 0
}

export const otlp: Format = {
  id: 'otlp',
  title: 'OpenTelemetry traces (OTLP JSON)',
  sniff,
  createParser: () =>
    createJsonParser({
      expected: 'OTLP JSON (resourceSpans with scopeSpans and spans)',
      lines: true,
      createReader,
    }),
}

/**
 * Traces as Jaeger's query service and UI give them: spans become slices, the service their process, the operation
 * their name, the status their result. Tags, logs and links but for these are passed over. Times in microseconds since
 * the epoch. One document, or one a line: traces in `data`, a trace or an array of them, or spans that stand alone, each
 * with its own process, as they are kept in Elasticsearch.
 * Source: jaeger, model/json/model.go and internal/storage/elasticsearch/dbmodel; jaeger-ui, src/types/trace.
 */
import { assembleStreams } from '../assemble-streams.ts'
import type { Format } from '../format.ts'
import { createEventClock, durationOf } from '../json/event-clock.ts'
import { createJsonParser, type JsonContext, type JsonFormatReader } from '../json/json-parser.ts'
import type { JsonVisit, JsonVisits } from '../json/json-reader.ts'
import { integerOf, type JsonValue, member, scalarText, textOf } from '../json/json-value.ts'
import { outlineJson } from '../json/outline.ts'
import { resultOf } from '../spans/span-result.ts'
import { createSpanTable, type SpanProcess } from '../spans/span-table.ts'

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : [])

/** The value of a tag in `[{key, type, value}]`. */
const tagOf = (tags: JsonValue | undefined, key: string): JsonValue | undefined =>
  member(
    listOf(tags).find((tag) => member(tag, 'key') === key),
    'value',
  )

const idOf = (value: JsonValue | undefined): number | null => {
  const text = scalarText(value)
  return (text === undefined ? undefined : integerOf(Number(text))) ?? null
}

const readProcess = (value: JsonValue): SpanProcess => {
  const tags = member(value, 'tags')
  return {
    service: textOf(member(value, 'serviceName')) || 'unknown service',
    pid: idOf(tagOf(tags, 'process.pid') ?? tagOf(tags, 'pid')),
  }
}

/** The parent is the first reference of that kind, or a field in older files. */
const parentOf = (references: JsonValue | undefined, parent: JsonValue | undefined): string => {
  const all = listOf(references)
  const child = all.find((one) => member(one, 'refType') === 'CHILD_OF') ?? all[0]
  return textOf(member(child, 'spanID')) ?? textOf(parent) ?? ''
}

/** Members of spans that are read. */
const spanFields = [
  ...['traceID', 'spanID', 'parentSpanID', 'references', 'operationName', 'startTime', 'duration'],
  ...['tags', 'processID', 'process'],
]
/** Where a span may stand alone. */
const alone = ['', '#/', '_source/', '#/_source/'] as const
const noSpan = 'spans without an operation, a start or a duration'

const createReader = ({ builder, leaveOut }: JsonContext): JsonFormatReader => {
  const clock = createEventClock(3)
  const spans = createSpanTable(builder)
  const processIds = new Map<string, number>()
  const processes: (SpanProcess | undefined)[] = []
  /** names of processes are those of one trace */
  let trace = 0
  let isJaeger = false

  const processOf = (name: string): number => {
    const key = `${trace} ${name}`
    const known = processIds.get(key)
    if (known !== undefined) return known
    processIds.set(key, processes.length)
    return processes.push(undefined) - 1
  }

  const readSpan = (values: readonly (JsonValue | undefined)[]) => {
    const [traceID, span, parent, references, operation, startTime, length, tags, processID, own] = values
    const start = clock.relative(startTime)
    const duration = durationOf(length, 3)
    const name = textOf(operation)
    if (name === undefined || Number.isNaN(start) || Number.isNaN(duration)) {
      leaveOut(noSpan)
      return
    }
    isJaeger = true
    const id = textOf(span) ?? ''
    const traceId = textOf(traceID) ?? ''
    const inTrace = (spanId: string) => (spanId === '' ? '' : `${traceId} ${spanId}`)
    // a span that is kept on its own names its process itself
    const process = processOf(own === undefined ? (textOf(processID) ?? '') : `${traceId} ${id}`)
    if (own !== undefined && own !== null) processes[process] = readProcess(own)
    const error = tagOf(tags, 'error')
    spans.add({
      ...{ key: inTrace(id), parent: inTrace(parentOf(references, parent)), start, duration, name, process },
      thread: idOf(tagOf(tags, 'thread.id')),
      result: resultOf((key) => tagOf(tags, key), error === true || error === 'true'),
    })
  }

  const nextTrace = {
    start() {
      trace++
    },
  }
  /** The span that the document or the element is itself. */
  let own: (JsonValue | undefined)[] = []
  const nextDocument = {
    start() {
      nextTrace.start()
      own = []
    },
    end() {
      const [, span, , , operation] = own
      if (span !== undefined || operation !== undefined) readSpan(own)
      own = []
    },
  }
  const visitOwn: Record<string, JsonVisit> = {}
  for (const at of alone) {
    for (const [number, field] of spanFields.entries()) {
      visitOwn[`${at}${field}`] = {
        value(value) {
          own[number] = value
        },
      }
    }
  }
  /** `at`: where a trace stands */
  const visitTrace = (at: string): JsonVisits => ({
    [`${at}spans/#`]: { fields: spanFields, record: readSpan, value: () => leaveOut(noSpan) },
    [`${at}processes/*`]: {
      value: (value, path) => {
        processes[processOf(String(path[path.length - 1]))] = readProcess(value)
      },
    },
  })

  return {
    visits: {
      '': nextDocument,
      'data/#': nextTrace,
      '#': nextDocument,
      ...visitOwn,
      ...visitTrace('data/#/'),
      ...visitTrace('#/'),
      ...visitTrace(''),
    },
    finish() {
      if (!isJaeger) return null
      const unknown = { service: 'unknown service', pid: null }
      return assembleStreams(
        spans.finish((process) => processes[process] ?? unknown),
        clock.absolute,
      )
    },
  }
}

const sniff = (head: Uint8Array): number => {
  const { paths } = outlineJson(head)
  for (const at of ['data/*/', '*/', '']) {
    if (paths.has(`${at}spans/*/operationName`)) return 1
    if (paths.has(`${at}spans/*/traceID`) || paths.has(`${at}spans/*/spanID`)) return 0.9
    if (paths.has(`${at}traceID`) && paths.has(`${at}spans`)) return 0.8
  }
  const spans = alone.map((at) => at.replace('#', '*'))
  return spans.some((at) => paths.has(`${at}operationName`) && paths.has(`${at}spanID`)) ? 1 : 0
}

export const jaeger: Format = {
  id: 'jaeger',
  title: 'Jaeger JSON traces',
  sniff,
  createParser: () =>
    createJsonParser({
      expected: 'Jaeger JSON (data with traces of spans and processes, or spans)',
      lines: true,
      createReader,
    }),
}

/**
 * Trace event JSON, which Chromium, Node, Perfetto and many others write: an array of events, or an object that has
 * one, and which may lack its end. Calls (B/E, X) become slices, with the time in each path of them as samples for a
 * flame graph; operations (b/e, S/F) slices of their own; instants samples; C counters; `samples` and the CPU profiles
 * in P events samples with stacks. Flows, object snapshots, memory dumps and arguments are passed over.
 * Source: "Trace Event Format", the document of the Catapult project.
 */
import { assembleStreams } from '../assemble-streams.ts'
import type { Format } from '../format.ts'
import { createEventClock } from '../json/event-clock.ts'
import { createJsonParser, type JsonContext, type JsonFormatReader } from '../json/json-parser.ts'
import type { JsonVisit } from '../json/json-reader.ts'
import { type JsonValue, scalarText } from '../json/json-value.ts'
import { outlineJson } from '../json/outline.ts'
import { createStackFrames } from './stack-frames.ts'
import { createTraceEvents, type TraceEvent } from './trace-events.ts'
import { createTraceSamples } from './trace-samples.ts'
import { createTraceThreads } from './trace-threads.ts'

const noEvent = 'values that are no events of a trace'
/** Members of events that are read. */
const fields = ['ph', 'name', 'cat', 'pid', 'tid', 'ts', 'dur', 'id', 'id2', 'scope', 'sf', 'args']

const toEvent = (values: readonly (JsonValue | undefined)[]): TraceEvent => {
  const [ph, name, cat, pid, tid, ts, dur, id, id2, scope, sf, args] = values
  return { ph, name, cat, pid, tid, ts, dur, id, id2, scope, sf, args }
}

const createReader = (context: JsonContext): JsonFormatReader => {
  const { builder, leaveOut } = context
  const clock = createEventClock(3)
  const threads = createTraceThreads()
  const frames = createStackFrames()
  let isOurs = false
  let isTrace = false
  const events = createTraceEvents({ builder, context, clock, threads, frames, isOurs: () => isOurs })
  const samples = createTraceSamples(clock, threads, frames)

  const visitEvent: JsonVisit = {
    fields,
    record(values) {
      if (events.read(toEvent(values))) isTrace = true
      else leaveOut(noEvent)
    },
    value: () => leaveOut(noEvent),
  }

  return {
    visits: {
      '#': visitEvent,
      traceEvents: {
        start() {
          isTrace = true
        },
      },
      'traceEvents/#': visitEvent,
      'stackFrames/*': { value: (value, path) => frames.define(String(path[1]), value) },
      'samples/#': {
        value(value) {
          if (!samples.add(value)) leaveOut('samples without a time (ts)')
        },
      },
      'otherData/producer': {
        value(value) {
          isOurs = scalarText(value) === 'smokejumper'
        },
      },
    },
    finish() {
      if (!isTrace) return null
      const threadOf = threads.resolve(builder)
      const columns = [...events.finish(threadOf), ...samples.finish(builder, threadOf)]
      return assembleStreams(columns, clock.absolute)
    },
  }
}

const sniff = (head: Uint8Array): number => {
  const { paths, texts } = outlineJson(head)
  if (paths.has('traceEvents')) return 1
  const phase = texts.get('*/ph')
  if (phase?.length === 1) return paths.has('*/ts') || paths.has('*/pid') ? 0.95 : 0.6
  if (paths.has('displayTimeUnit') || paths.has('systemTraceEvents')) return 0.8
  return paths.has('stackFrames') ? 0.5 : 0
}

export const chromeTrace: Format = {
  id: 'chrome-trace',
  title: 'Trace event JSON (Chrome, Perfetto)',
  sniff,
  createParser: () =>
    createJsonParser({
      expected: 'trace event JSON (an array of events with ph, ts, pid and tid)',
      mayBeOpen: true,
      createReader,
    }),
}

/** Every format that can be read, by id. */
import { SmokejumperError } from '../errors/errors.ts'
import { bccHistogram } from './bcc-histogram.ts'
import { bccTable } from './bcc-table.ts'
import { bpftrace } from './bpftrace/bpftrace.ts'
import { bpftraceSyscalls } from './bpftrace-syscalls.ts'
import { chromeTrace } from './chrome-trace/chrome-trace.ts'
import { cpuprofile } from './cpuprofile/cpuprofile.ts'
import { firefox } from './firefox/firefox.ts'
import { foldedStacks } from './folded-stacks.ts'
import type { Format } from './format.ts'
import { ftrace } from './ftrace/ftrace.ts'
import { jaeger } from './jaeger/jaeger.ts'
import { otlp } from './otlp/otlp.ts'
import { perfJson } from './perf-json/perf-json.ts'
import { perfSchedTimehist } from './perf-sched-timehist.ts'
import { perfScript } from './perf-script.ts'
import { perfTrace } from './perf-trace/perf-trace.ts'
import { pprof } from './pprof/pprof.ts'
import { speedscope } from './speedscope/speedscope.ts'
import { strace } from './strace/strace.ts'

/** Throws when two formats share an id: that is a bug. */
export const indexFormats = (formats: readonly Format[]): ReadonlyMap<string, Format> => {
  const byId = new Map<string, Format>()
  for (const format of formats) {
    if (byId.has(format.id)) throw new Error(`Two formats have the id "${format.id}"`)
    byId.set(format.id, format)
  }
  return byId
}

export const formats: readonly Format[] = [
  perfScript,
  bpftraceSyscalls,
  bpftrace,
  bccHistogram,
  bccTable,
  strace,
  perfTrace,
  perfSchedTimehist,
  ftrace,
  foldedStacks,
  speedscope,
  chromeTrace,
  cpuprofile,
  pprof,
  jaeger,
  otlp,
  firefox,
  perfJson,
]

const byId = indexFormats(formats)

/** Throws SmokejumperError format.unrecognised for an id that no format has (a recipe of a newer version). */
export const formatById = (id: string): Format => {
  const format = byId.get(id)
  if (format) return format
  throw new SmokejumperError({
    code: 'format.unrecognised',
    message: `No parser is called "${id}". There are: ${[...byId.keys()].join(', ')}.`,
    remedy: 'Use a version of Smokejumper that has this parser; the raw output is kept and can be exported.',
    facts: { parser: id },
  })
}

/** A CPU profile as Chrome DevTools and `node --cpu-prof` save it (.cpuprofile). Times in microseconds. */
import { assembleStreams } from '../assemble-streams.ts'
import type { Format } from '../format.ts'
import { createEventClock } from '../json/event-clock.ts'
import { createJsonParser, type JsonContext, type JsonFormatReader } from '../json/json-parser.ts'
import { member } from '../json/json-value.ts'
import { outlineJson } from '../json/outline.ts'
import { createSampleColumns } from '../stream-columns.ts'
import { createV8Profile } from '../v8-profile.ts'

const createReader = ({ builder, leaveOut }: JsonContext): JsonFormatReader => {
  const clock = createEventClock(3)
  const profile = createV8Profile()
  let start = Number.NaN
  let end = Number.NaN
  let isProfile = false
  return {
    visits: {
      'nodes/#': {
        value(node) {
          if (!profile.addNode(node)) leaveOut('nodes without an id')
          else isProfile ||= member(node, 'callFrame') !== undefined
        },
      },
      startTime: {
        value(value) {
          start = clock.relative(value)
        },
      },
      endTime: {
        value(value) {
          end = clock.relative(value)
        },
      },
      'samples/#': {
        value(value) {
          if (!profile.addSample(value)) leaveOut('samples that name no node')
        },
      },
      'timeDeltas/#': {
        value(value) {
          if (!profile.addDelta(value)) leaveOut('time deltas that are no numbers')
        },
      },
    },
    finish() {
      if (!isProfile) return null
      const head = { id: 0, event: 'v8 cpu profile' } as const
      const samples = createSampleColumns({ ...head, unit: 'ns', title: 'CPU profile (V8)' })
      const untimed = createSampleColumns({ ...head, unit: 'count', title: 'samples without times (V8)' })
      const begin = Number.isNaN(start) ? 0 : start
      const missing = profile.finish({ builder, start: begin, end, thread: -1, samples, untimed })
      if (missing > 0) leaveOut('times of samples, which are counted instead', missing)
      return assembleStreams([samples, untimed], clock.absolute, { start: begin, end })
    },
  }
}

const sniff = (head: Uint8Array): number => {
  const { paths } = outlineJson(head)
  if (paths.has('nodes/*/callFrame')) return 1
  return paths.has('timeDeltas') && paths.has('samples') ? 0.8 : 0
}

export const cpuprofile: Format = {
  id: 'cpuprofile',
  title: 'V8 CPU profile (.cpuprofile)',
  sniff,
  createParser: () =>
    createJsonParser({ expected: 'a CPU profile of V8 (nodes, samples and timeDeltas)', createReader }),
}

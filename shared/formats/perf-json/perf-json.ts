/**
 * What `perf data convert --to-json` writes: a sample an object, with its call chain. It names neither event nor
 * period, so each sample counts one. Source: tools/perf/util/data-convert-json.c.
 */
import { assembleStreams } from '../assemble-streams.ts'
import type { Format } from '../format.ts'
import { createEventClock } from '../json/event-clock.ts'
import { createJsonParser, type JsonContext, type JsonFormatReader } from '../json/json-parser.ts'
import { integerOf, type JsonValue, member, textOf } from '../json/json-value.ts'
import { outlineJson } from '../json/outline.ts'
import { kindOfFrame } from '../perf-script-frame.ts'
import { createSampleColumns } from '../stream-columns.ts'

const fields = ['timestamp', 'pid', 'tid', 'cpu', 'comm', 'callchain']

const createReader = ({ builder, leaveOut }: JsonContext): JsonFormatReader => {
  const clock = createEventClock(0)
  const samples = createSampleColumns({ id: 0, event: 'samples', unit: 'count', title: 'samples' })
  let isPerf = false

  const frameOf = (value: JsonValue): number => {
    const ip = textOf(member(value, 'ip'))
    const address = ip !== undefined && /^0x[\da-f]{1,16}$/i.test(ip) ? BigInt(ip) : 0n
    const high = Number(address >> 32n)
    const name = textOf(member(value, 'symbol')) || '[unknown]'
    const module = textOf(member(value, 'dso')) || null
    const func = builder.func(name, module, kindOfFrame(name, module, high))
    return builder.frame(func, high, Number(address & 0xffffffffn))
  }

  return {
    visits: {
      'linux-perf-json-version': {
        value() {
          isPerf = true
        },
      },
      'samples/#': {
        fields,
        record([timestamp, pid, tid, cpu, comm, callchain]) {
          const time = clock.relative(timestamp)
          if (Number.isNaN(time)) {
            leaveOut('samples without a time')
            return
          }
          const chain = Array.isArray(callchain) ? callchain : []
          let stack = -1
          // the innermost comes first
          for (let depth = chain.length - 1; depth >= 0; depth--)
            stack = builder.stack(stack, frameOf(chain[depth]!))
          const thread = builder.thread(integerOf(pid) ?? -1, integerOf(tid) ?? -1, textOf(comm) ?? '')
          samples.add(time, integerOf(cpu) ?? -1, thread, stack, 1)
        },
        value: () => leaveOut('samples that are no objects'),
      },
    },
    finish: () => (isPerf ? assembleStreams([samples], clock.absolute) : null),
  }
}

const sniff = (head: Uint8Array): number => (outlineJson(head).paths.has('linux-perf-json-version') ? 1 : 0)

export const perfJson: Format = {
  id: 'perf-json',
  title: 'perf data convert --to-json',
  sniff,
  createParser: () =>
    createJsonParser({
      expected: 'the JSON of perf data convert (linux-perf-json-version, samples)',
      createReader,
    }),
}

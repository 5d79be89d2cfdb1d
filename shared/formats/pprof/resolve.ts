/** From the tables of a pprof profile to frames, stacks and streams. */
import type { FrameKind, Unit } from '../../model/profile.ts'
import type { EventColumns } from '../assemble-streams.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { createSampleColumns } from '../stream-columns.ts'
import type { LocationRow, PprofTables } from './pprof-tables.ts'
import { createLabelReader } from './pprof-threads.ts'

interface Scale {
  readonly unit: Unit
  readonly scale: number
}

/** The units that pprof's own tool knows (internal/measurement), and ours. */
const names = (unit: Unit, scale: number, ...spellings: readonly string[]) =>
  spellings.map((name): [string, Scale] => [name, { unit, scale }])

/** The units that pprof's own tool knows (internal/measurement), and ours. */
const scales: ReadonlyMap<string, Scale> = new Map([
  ...names('ns', 1, 'nanoseconds', 'nanosecond', 'ns'),
  ...names('ns', 1e3, 'microseconds', 'microsecond', 'us'),
  ...names('ns', 1e6, 'milliseconds', 'millisecond', 'ms'),
  ...names('ns', 1e9, 'seconds', 'second', 's'),
  ...names('bytes', 1, 'bytes', 'byte', 'b'),
  ...names('bytes', 2 ** 10, 'kilobytes', 'kilobyte', 'kb'),
  ...names('bytes', 2 ** 20, 'megabytes', 'megabyte', 'mb'),
  ...names('cycles', 1, 'cycles'),
])

const kindOf = (module: string): FrameKind => {
  if (/^\[(kernel|guest\.kernel)|\.ko(\.\w+)?$|vmlinux/.test(module)) return 'kernel'
  return module === '' ? 'unknown' : 'user'
}

const halves = (address: bigint) => [Number(address >> 32n), Number(address & 0xffffffffn)] as const

export const resolvePprof = (
  tables: PprofTables,
  builder: ProfileBuilder,
  leaveOut: (what: string) => void,
  /** the profile's own time, of which labels with times are relative */
  started: bigint,
): readonly EventColumns[] => {
  /** Outermost first: what the others are inlined into, then those. */
  const framesOf = (location: LocationRow | undefined): readonly number[] => {
    if (location === undefined) leaveOut('locations that samples name and that are not there')
    const { mapping, address, functions } = location ?? { mapping: 0, address: 0n, functions: [] }
    const module = tables.mappingName(mapping)
    const [high, low] = halves(address)
    if (functions.length === 0) {
      return [builder.frame(builder.func('[unknown]', module || null, kindOf(module)), high, low)]
    }
    const frames: number[] = []
    for (let line = functions.length - 1; line >= 0; line--) {
      const called = tables.functionOf(functions[line]!)
      const name = (called && tables.text(called.name)) || '[unknown]'
      // a runtime without mappings names the source file
      const file = module || (called ? tables.text(called.filename) : '')
      const kind = line === functions.length - 1 ? kindOf(module) : 'inlined'
      frames.push(builder.frame(builder.func(name, file || null, kind), high, low))
    }
    return frames
  }

  const frames = tables.locations.map(framesOf)
  const parents = tables.stacks.column(0)
  const locationOf = tables.stacks.column(1)
  const stacks = new Int32Array(parents.length)
  for (let row = 0; row < stacks.length; row++) {
    let stack = parents[row] === -1 ? -1 : stacks[parents[row]!]!
    for (const frame of frames[locationOf[row]!]!) stack = builder.stack(stack, frame)
    stacks[row] = stack
  }

  const labelsOf = createLabelReader(tables, builder)
  return tables.values.map((values, kind) => {
    const type = tables.types[kind]
    const event = (type && tables.text(type.type)) || `value ${kind + 1}`
    const unitName = type === undefined ? '' : tables.text(type.unit)
    const { unit, scale } = scales.get(unitName.toLowerCase()) ?? { unit: 'count', scale: 1 }
    const title =
      unit === 'count' && unitName !== '' && unitName !== 'count' ? `${event} (${unitName})` : event
    const columns = createSampleColumns({ id: kind, event, unit, title })
    for (let row = 0; row < values.length; row++) {
      const value = values.get(row)
      // a row has a value of each type, and of some nothing
      if (value === 0) continue
      const stack = tables.sampleStack.get(row)
      const { thread, time } = labelsOf(tables.sampleLabels.get(row))
      const relative = time === null ? 0 : Number(time - started)
      columns.add(relative, -1, thread, stack === -1 ? -1 : stacks[stack]!, value * scale)
    }
    return columns
  })
}

/** What a thread of a processed profile recorded, as rows of the streams of all threads. */
import type { Unit } from '../../model/profile.ts'
import type { Nanoseconds, ThreadIndex } from '../../units/units.ts'
import type { EventColumns } from '../assemble-streams.ts'
import type { Float64Column } from '../growable-columns.ts'
import type { JsonContext } from '../json/json-parser.ts'
import {
  createSampleColumns,
  createSliceColumns,
  type SampleColumns,
  type SliceColumns,
} from '../stream-columns.ts'
import type { RawTables } from './raw-tables.ts'

const MILLISECOND = 1e6
/** what is further away cannot be meant */
const FURTHEST = 2 ** 63
const phases = { instant: 0, interval: 1, start: 2, end: 3 } as const

export interface MarkerMore {
  /** row of the stack table, -1 for none */
  readonly stack: number
  readonly result: number
}

export interface ThreadEvents {
  readonly tables: RawTables
  readonly strings: readonly string[]
  readonly thread: ThreadIndex
  /** by row of the stack table */
  readonly stacks: Int32Array
  readonly weightType: string
  readonly markers: readonly (MarkerMore | undefined)[]
  /** of its samples and markers */
  readonly event: string | null
}

const units: Readonly<Record<string, { unit: Unit; scale: number; title: string }>> = {
  samples: { unit: 'count', scale: 1, title: 'samples' },
  'tracing-ms': { unit: 'ns', scale: MILLISECOND, title: 'time' },
  bytes: { unit: 'bytes', scale: 1, title: 'bytes' },
}

const toTime = (milliseconds: number): Nanoseconds => {
  const time = Math.round(milliseconds * MILLISECOND)
  return Math.abs(time) < FURTHEST ? time : Number.NaN
}

/** Times of rows, out of the column of times or that of differences. */
const timesOf = (tables: RawTables, table: string): Float64Array => {
  const times = tables.column(table, 'time').toArray()
  if (times.length > 0) return times.map(toTime)
  const deltas = tables.column(table, 'timeDeltas').toArray()
  let passed = 0
  return deltas.map((delta) => {
    passed += delta
    return toTime(passed)
  })
}

export const createThreadStreams = ({ builder, leaveOut }: JsonContext) => {
  const samples = new Map<string, SampleColumns>()
  const slices = new Map<string, SliceColumns>()
  const instants = createSampleColumns({ id: 0, event: 'instants', unit: 'count', title: 'instant markers' })

  const samplesOf = (event: string, unit: Unit, title: string): SampleColumns => {
    const known = samples.get(`${unit} ${event}`)
    if (known) return known
    const added = createSampleColumns({ id: 0, event, unit, title })
    samples.set(`${unit} ${event}`, added)
    return added
  }
  const slicesOf = (event: string): SliceColumns => {
    const known = slices.get(event)
    if (known) return known
    const added = createSliceColumns({ id: 0, event, unit: 'ns', title: event })
    slices.set(event, added)
    return added
  }

  const addSamples = (events: ThreadEvents, table: string, event: string, weightType: string) => {
    const { tables, stacks, thread } = events
    const stackOf = tables.column(table, 'stack')
    if (stackOf.length === 0) return
    const { unit, scale, title } = units[weightType] ?? units.samples!
    const weights: Float64Column = tables.column(table, 'weight')
    const times = timesOf(tables, table)
    // what has no weights counts one a row; when they end before the rows do, the file is cut
    const columns = weights.length > 0 ? samplesOf(event, unit, title) : samplesOf(event, 'count', 'samples')
    const rows = Math.min(stackOf.length, times.length, weights.length > 0 ? weights.length : stackOf.length)
    if (rows < stackOf.length) leaveOut('samples whose time or weight is missing', stackOf.length - rows)
    for (let row = 0; row < rows; row++) {
      const time = times[row]!
      const weight = weights.length > 0 ? weights.get(row) * scale : 1
      if (Number.isNaN(time) || !Number.isFinite(weight)) {
        leaveOut('samples without a time or a weight')
        continue
      }
      // weights in ms have decimals that only the division made
      columns.add(
        time,
        -1,
        thread,
        stacks[stackOf.get(row)] ?? -1,
        unit === 'ns' ? Math.round(weight) : weight,
      )
    }
  }

  const addMarkers = ({ tables, strings, thread, stacks, markers, event }: ThreadEvents) => {
    const [nameOf, startOf, endOf, phaseOf] = [
      tables.column('markers', 'name'),
      tables.column('markers', 'startTime'),
      tables.column('markers', 'endTime'),
      tables.column('markers', 'phase'),
    ]
    const into = slicesOf(event ?? 'markers')
    const open = new Map<string, { start: Nanoseconds; row: number }[]>()
    const rows = Math.min(nameOf.length, startOf.length, endOf.length, phaseOf.length)
    if (rows < nameOf.length) leaveOut('markers whose times are missing', nameOf.length - rows)
    const add = (row: number, start: Nanoseconds, end: Nanoseconds, name: string) => {
      const more = markers[row]
      const stack = more === undefined ? -1 : (stacks[more.stack] ?? -1)
      const result = more?.result ?? Number.NaN
      into.add(start, Math.max(0, end - start), thread, builder.string(name), result, stack)
    }
    for (let row = 0; row < rows; row++) {
      const name = strings[nameOf.get(row)] ?? '[unknown]'
      const [start, end] = [toTime(startOf.get(row)), toTime(endOf.get(row))]
      const phase = phaseOf.get(row)
      if (phase === phases.interval && start <= end) add(row, start, end, name)
      else if (phase === phases.instant && !Number.isNaN(start)) {
        const frame = builder.frame(builder.func(name, null, 'group'), 0, 0)
        instants.add(start, -1, thread, builder.stack(-1, frame), 1)
      } else if (phase === phases.start && !Number.isNaN(start)) {
        const begun = open.get(name)
        if (begun) begun.push({ start, row })
        else open.set(name, [{ start, row }])
      } else if (phase === phases.end && !Number.isNaN(end)) {
        const begun = open.get(name)?.pop()
        if (begun) add(begun.row, begun.start, end, name)
        else leaveOut('ends of markers that had not begun')
      } else leaveOut('markers without their times')
    }
    for (const begun of open.values()) leaveOut('markers that had not ended', begun.length)
  }

  return {
    add(events: ThreadEvents) {
      addSamples(events, 'samples', events.event ?? 'samples', events.weightType)
      addSamples(events, 'nativeAllocations', 'native allocations', 'bytes')
      addSamples(events, 'jsAllocations', 'JavaScript allocations', 'bytes')
      addMarkers(events)
    },
    columns: (): readonly EventColumns[] => [...samples.values(), ...slices.values(), instants],
  }
}

/**
 * Reads tables of events: a row with a latency is a slice that ends at the row's time, one without is a sample; a
 * row with a count or a total is a sample of that weight. What a row is about stands as a frame.
 */
import type { Stream, Unit } from '../../model/profile.ts'
import type { StackIndex } from '../../units/units.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { createSampleColumns, createSliceColumns } from '../stream-columns.ts'
import { createQuickRowReader, MOST_PID, type QuickRowReader } from './quick-rows.ts'
import { emptyRow, type Row, subjectOf } from './row.ts'
import { type ColumnRole, mayBeHeader, readTableHeader, type TableShape } from './table-header.ts'
import { createTimeReader } from './table-time.ts'

export interface TableReader {
  /** A header or a row, without its line end. False when it is neither. */
  line(text: string): boolean
  /**
   * Reads the row that begins at `start` from its bytes, for `take`, and gives where its newline is. -1 when it is none,
   * or is to be read as text: nothing has happened. There must be a newline somewhere behind `start`.
   */
  read(bytes: Uint8Array, start: number): number
  /** Takes the row that `read` has read. */
  take(): void
  /** The row that was read last has this stack. False when there is none that could have one. */
  setStack(stack: StackIndex): boolean
  /** ids count from firstId; times count from clockOrigin, which is 0 where the tables have none */
  finish(firstId: number): { streams: Stream[]; clockOrigin: number; duration: number }
}

/** tool: stands as the event of the streams */
export const createTableReader = (builder: ProfileBuilder, tool: string): TableReader => {
  const clock = createTimeReader()
  const head = { id: 0, event: tool, unit: 'ns', title: '' } as const
  const slices = createSliceColumns(head)
  const events = createSampleColumns(head)
  const counts = createSampleColumns(head)
  const totals = createSampleColumns(head)
  let shape: TableShape | null = null
  let traced = ''
  let lastLabel = ''
  let lastName = -1
  let readQuickRow: QuickRowReader | null = null
  /** the row that was read last: its stack may follow */
  let pending: Row | null = null
  /** it was a slice, and is added already */
  let isSliceLast = false
  /** rows of bytes are read into these two in turn: the one before is still pending */
  let spare = emptyRow()
  let next = emptyRow()

  /** Values that are no stack stand as a frame, so that views can sum and rank them. */
  const stackOf = ({ subject, stack }: Row): StackIndex =>
    stack === -1 && subject !== ''
      ? builder.stack(-1, builder.frame(builder.func(subject, null, 'group'), 0, 0))
      : stack

  const add = (row: Row) => {
    const { time, latency, count, total, thread, cpu, result } = row
    const at = Number.isNaN(time) ? 0 : time
    if (!Number.isNaN(latency)) {
      const label = row.subject || traced || 'calls'
      // a row is often about what the one before was
      if (label !== lastLabel) lastName = builder.string(label)
      lastLabel = label
      // of a table without times only the latencies are known
      slices.add(Number.isNaN(time) ? 0 : time - latency, latency, thread, lastName, result, row.stack)
    } else if (Number.isNaN(count) && Number.isNaN(total)) events.add(at, cpu, thread, stackOf(row), 1)
    else {
      if (count > 0) counts.add(at, cpu, thread, stackOf(row), count)
      if (total > 0) totals.add(at, cpu, thread, stackOf(row), total)
    }
  }

  const flush = () => {
    if (pending !== null) add(pending)
    pending = null
  }

  const keep = (row: Row) => {
    flush()
    isSliceLast = !Number.isNaN(row.latency)
    // a slice is added at once: a stack that follows has nothing to do with its other columns
    if (isSliceLast) add(row)
    else pending = row
  }

  /** Null when a number is none, or a column that must be a number is missing. */
  const readRow = ({ columns }: TableShape, fields: readonly (string | undefined)[]): Row | null => {
    const indexOf = (role: ColumnRole) => columns.findIndex((column) => column.role === role)
    const text = (role: ColumnRole): string | undefined => fields[indexOf(role)]
    const numberOf = (role: ColumnRole): number => {
      const value = text(role)
      return value === undefined || value === '' ? Number.NaN : Number(value)
    }
    const scaled = (role: 'latency' | 'total'): number =>
      Math.round(numberOf(role) * (columns[indexOf(role)]?.scale ?? 1))
    const pidOf = (role: 'pid' | 'tid'): number => {
      const value = numberOf(role)
      return Number.isInteger(value) && Math.abs(value) <= MOST_PID ? value : Number.NaN
    }
    const time =
      indexOf('time') === -1 ? Number.NaN : clock.read(text('time')!, columns[indexOf('time')]!.scale)
    const row = { latency: scaled('latency'), count: numberOf('count'), total: scaled('total') }
    const isMissing = (role: ColumnRole, value: number) =>
      indexOf(role) !== -1 && !(value >= 0 && value < 2 ** 63)
    if (isMissing('time', Number.isNaN(time) ? -1 : 0)) return null
    if (isMissing('latency', row.latency) || isMissing('count', row.count) || isMissing('total', row.total)) {
      return null
    }
    const pid = pidOf('pid')
    const tid = pidOf('tid')
    if ((indexOf('pid') !== -1 && Number.isNaN(pid)) || (indexOf('tid') !== -1 && Number.isNaN(tid)))
      return null
    const [process, thread] = [Number.isNaN(pid) ? tid : pid, Number.isNaN(tid) ? pid : tid]
    const hasThread = !Number.isNaN(process)
    return {
      ...row,
      time,
      thread: builder.thread(hasThread ? process : -1, hasThread ? thread : -1, (text('comm') ?? '').trim()),
      cpu: numberOf('cpu') < 2 ** 20 ? numberOf('cpu') : -1,
      subject: subjectOf(columns, fields, !Number.isNaN(row.latency)),
      result: numberOf('result'),
      stack: -1,
    }
  }

  return {
    line(text) {
      const header = mayBeHeader(text) ? readTableHeader(text) : null
      if (header !== null) {
        shape = header
        readQuickRow = createQuickRowReader(header, builder, clock)
        return true
      }
      const fields = shape?.row.exec(text)
      const row = shape === null || !fields ? null : readRow(shape, fields.slice(1))
      if (row !== null) {
        keep(row)
        return true
      }
      const announced =
        /^Tracing (.{1,200}?)\.{0,3}(?: +(?:Hit|Output|Ctrl|slower|higher|printing).*|, .*)?$/.exec(text)
      if (announced) traced = announced[1]!
      return announced !== null
    },
    read: (bytes, start) => (readQuickRow === null ? -1 : readQuickRow(next, bytes, start)),
    take() {
      keep(next)
      if (isSliceLast) return
      next = spare
      spare = pending!
    },
    setStack(stack) {
      if (pending !== null) pending.stack = stack
      else if (isSliceLast) slices.setStack(stack)
      else return false
      return true
    },
    finish(firstId) {
      flush()
      const first = Math.min(slices.firstStart(), events.firstTime(), counts.firstTime(), totals.firstTime())
      const origin = Number.isFinite(first) ? first : 0
      const finished: { stream: Stream; unit: Unit; title: string }[] = [
        { stream: slices.finish(origin), unit: 'ns', title: `Latency: ${traced || tool}` },
        { stream: events.finish(origin), unit: 'count', title: `Events: ${traced || tool}` },
        { stream: counts.finish(origin), unit: 'count', title: `Counts: ${traced || tool}` },
        { stream: totals.finish(origin), unit: 'ns', title: `Time: ${traced || tool}` },
      ]
      const streams = finished
        .filter(({ stream }) => stream.length > 0)
        .map(({ stream, unit, title }, index) => ({ ...stream, unit, title, id: firstId + index }))
      let duration = 0
      for (const stream of streams) {
        if (stream.kind === 'slices') {
          const { start, duration: own } = stream
          for (let row = 0; row < start.length; row++) duration = Math.max(duration, start[row]! + own[row]!)
        } else if (stream.kind === 'samples') duration = Math.max(duration, stream.time[stream.length - 1]!)
      }
      return { streams, clockOrigin: clock.absolute(origin), duration }
    },
  }
}

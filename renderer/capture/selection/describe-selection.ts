/** The selection in words: one chip for each part. */
import type { Selection, ThreadRef } from '../../../shared/contract/selection.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { nameProcesses } from '../../../shared/profile/process-names.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatExact } from '../../format/number.ts'

export interface Chip {
  readonly part: keyof Selection
  readonly name: string
  readonly text: string
  readonly exact: string
}

/** A range up to here has no upper end: 'and slower'. */
const ENDLESS = 2 ** 52

export function describeSelection(selection: Selection, threads: CaptureDetail['threads']): Chip[] {
  const { time, threads: chosen, function: func, latency, call } = selection
  const chips: Chip[] = []
  if (time)
    chips.push({
      part: 'time',
      name: 'time',
      text: describeTime(time.from, time.to),
      exact: `${formatExact(time.from)} to ${formatExact(time.to)} ns since the capture's start`,
    })
  if (chosen)
    chips.push({
      part: 'threads',
      name: chosen.every(({ tid }) => tid === null) ? 'process' : 'thread',
      text: describeThreads(chosen, threads),
      exact: chosen.map((ref) => describeThreads([ref], threads)).join(', '),
    })
  if (func)
    chips.push({ part: 'function', name: 'function', text: func.name, exact: `${func.name} ${func.module}` })
  if (call !== undefined) chips.push({ part: 'call', name: 'call', text: call, exact: call })
  if (latency)
    chips.push({
      part: 'latency',
      name: 'latency',
      text:
        latency.to >= ENDLESS
          ? `≥ ${formatDuration(latency.from)}`
          : `${formatDuration(latency.from)} to ${formatDuration(latency.to)}`,
      exact: `${formatExact(latency.from)} to ${latency.to >= ENDLESS ? 'no end' : formatExact(latency.to)} ns`,
    })
  return chips
}

/** Both ends in one unit, with digits enough for the span: '2.1 to 3.42 s'. */
export function describeTime(from: number, to: number): string {
  const [size, unit] = to >= 1e9 ? [1e9, 's'] : to >= 1e6 ? [1e6, 'ms'] : [1e3, 'µs']
  const digits = Math.min(Math.max(Math.ceil(-Math.log10((to - from) / size)) + 2, 0), 6)
  const round = (value: number) => String(Number((value / size).toFixed(digits)))
  return `${round(from)} to ${round(to)} ${unit}`
}

function describeThreads(chosen: readonly ThreadRef[], threads: CaptureDetail['threads']): string {
  const first = chosen[0]
  if (!first) return 'none'
  if (chosen.length > 1) return `${chosen.length} chosen`
  if (first.tid === null) return `${nameProcesses(threads).get(first.pid) ?? ''} ${first.pid}`.trim()
  const known = threads.find(({ pid, tid }) => pid === first.pid && tid === first.tid)
  return `${known?.name ?? ''} ${first.tid}`.trim()
}

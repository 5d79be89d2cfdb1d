/** The selection in words: one chip for each part, and for each transform. */
import type { Selection, ThreadRef } from '../../../shared/contract/selection.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { describeTransform } from '../../../shared/profile/describe-transform.ts'
import { nameProcesses } from '../../../shared/profile/process-names.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatExact } from '../../format/number.ts'
import { asPart, withoutTransform } from './transform-list.ts'

export interface Chip {
  readonly key: string
  readonly name: string
  readonly text: string
  /** the text is a name of the code's own */
  readonly isCode: boolean
  readonly exact: string
  /** what is selected without it, as a change */
  readonly without: { readonly [Part in keyof Selection]?: Selection[Part] | undefined }
}

/** A range up to here has no upper end: 'and slower'. */
const ENDLESS = 2 ** 52

/** In the order in which they are applied: transforms first name what the function is chosen by. */
export function describeSelection(selection: Selection, threads: CaptureDetail['threads']): Chip[] {
  const { time, threads: chosen, cpus, function: func, latency, call, transforms = [] } = selection
  const chips: Chip[] = []
  const say = (part: keyof Selection, name: string, text: string, exact: string) =>
    chips.push({
      key: part,
      name,
      text,
      isCode: part === 'function' || part === 'call',
      exact,
      without: { [part]: undefined },
    })
  if (time)
    say(
      'time',
      'time',
      describeTime(time.from, time.to),
      `${formatExact(time.from)} to ${formatExact(time.to)} ns since the capture's start`,
    )
  if (chosen)
    say(
      'threads',
      chosen.every(({ tid }) => tid === null) ? 'process' : 'thread',
      describeThreads(chosen, threads),
      chosen.map((ref) => describeThreads([ref], threads)).join(', '),
    )
  if (cpus) say('cpus', cpus.length === 1 ? 'CPU' : 'CPUs', cpus.join(', '), 'Samples taken on it')
  transforms.forEach((transform, index) => {
    const { verb, object, isCode, meaning } = describeTransform(transform)
    chips.push({
      key: `transform ${index}`,
      name: verb,
      text: object,
      isCode,
      exact: meaning,
      without: asPart(withoutTransform(transforms, index)),
    })
  })
  if (func) say('function', 'function', func.name, `${func.name} ${func.module}`)
  if (call !== undefined) say('call', 'call', call, call)
  if (latency)
    say(
      'latency',
      'latency',
      latency.to >= ENDLESS
        ? `≥ ${formatDuration(latency.from)}`
        : `${formatDuration(latency.from)} to ${formatDuration(latency.to)}`,
      `${formatExact(latency.from)} to ${latency.to >= ENDLESS ? 'no end' : formatExact(latency.to)} ns`,
    )
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

/** What a pin showed, in words. */
import type { FunctionRef, Selection } from '../../../shared/contract/selection.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { Pin, ViewState } from '../../../shared/model/finding.ts'
import { describeTransform } from '../../../shared/profile/describe-transform.ts'
import { sayDuration } from './report-numbers.ts'

/** A range up to here has no upper end: 'and slower'. */
const ENDLESS = 2 ** 52

const sayRange = (from: number, to: number, none: string): string => {
  if (to >= ENDLESS) return from <= 0 ? none : `${sayDuration(from)} and more`
  return `${sayDuration(from)} to ${sayDuration(to)}`
}

const sayFunction = ({ name, module }: FunctionRef): string => (module === '' ? name : `${name} (${module})`)

const sayThread = (pid: number, tid: number | null, threads: CaptureDetail['threads']): string => {
  const known = threads.find((thread) => thread.pid === pid && (tid === null || thread.tid === tid))
  if (tid === null) return `process ${known === undefined ? pid : `${known.process} ${pid}`}`
  return `thread ${known === undefined ? `${pid}/${tid}` : `${known.name} ${pid}/${tid}`}`
}

/** Each part of the selection; [] when everything is selected. */
export const saySelection = (selection: Selection, threads: CaptureDetail['threads']): string[] => {
  const said: string[] = []
  const { time, latency, call } = selection
  if (time) said.push(`time ${sayRange(time.from, time.to, 'all')}`)
  if (selection.threads) {
    said.push(selection.threads.map(({ pid, tid }) => sayThread(pid, tid, threads)).join(' or '))
  }
  if (selection.cpus) said.push(`on CPU ${selection.cpus.join(' or ')}`)
  for (const transform of selection.transforms ?? []) {
    const { verb, object } = describeTransform(transform)
    said.push(`${verb} ${object}`)
  }
  if (selection.function) said.push(`with function ${sayFunction(selection.function)}`)
  if (call !== undefined) said.push(`call ${call}`)
  if (latency) said.push(`latency ${sayRange(latency.from, latency.to, 'any')}`)
  return said
}

const sayFlame = (flame: ViewState['flame']): string[] => {
  const measured = flame.measure === 'events' ? ['widths by number of events'] : []
  return [...measured, ...(flame.form === 'sandwich' ? saySandwich(flame.sandwich) : sayWhole(flame))]
}

const saySandwich = (sandwich: ViewState['flame']['sandwich']): string[] => {
  if (sandwich === undefined) return []
  const said = [sayFunction(sandwich.function)]
  for (const side of ['callers', 'callees'] as const) {
    const zoomed = sandwich[side].at(-1)
    if (zoomed) said.push(`${side} zoomed to ${sayFunction(zoomed)}`)
  }
  return said
}

const sayWhole = ({ order, group, zoom, search }: ViewState['flame']): string[] => {
  const said = [order === 'inverted' ? 'leaves first' : 'callers first']
  if (group !== 'none') said.push(`grouped by ${group}`)
  const zoomed = zoom.at(-1)
  if (zoomed) said.push(`zoomed to ${sayFunction(zoomed)}`)
  if (search !== '') said.push(`searched for ${search}`)
  return said
}

const viewNames = { flame: 'Flame graph', histogram: 'Latency histogram', timeline: 'Timeline' } as const

const normWords = { samples: 'events', cpu: 'weight', wall: 'weight a second' } as const
const widthWords = { both: 'both', a: 'A', b: 'B' } as const

const sayDiff = ({ norm, width }: NonNullable<ViewState['diff']>): string[] => [
  `sides compared by ${normWords[norm]}`,
  `widths of ${widthWords[width]}`,
]

const nameView = (view: Pin['view'], { diff, flame, histogram }: ViewState): string => {
  if (view === 'flame' && diff) return 'Flame graph of the differences'
  if (view === 'flame' && flame.form === 'sandwich') return 'Callers and callees'
  if (view === 'histogram' && histogram.form === 'heatmap') return 'Latency heatmap'
  return viewNames[view]
}

/** 'Flame graph, callers first, zoomed to main' */
export const sayView = (view: Pin['view'], state: ViewState): string => {
  const said: string[] = [nameView(view, state)]
  if (view === 'flame' && state.diff) said.push(...sayDiff(state.diff))
  if (view === 'flame') said.push(...(state.diff ? sayWhole(state.flame) : sayFlame(state.flame)))
  const { range } = state.timeline
  if (view === 'timeline' && range) said.push(`showing ${sayRange(range.from, range.to, 'all')}`)
  return said.join(', ')
}

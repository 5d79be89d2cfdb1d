/**
 * What a capture page shows, as one value (ViewState, the same that a pin keeps), the way back through its selections,
 * and every change that can be made to it. Pure: the store around it is in view-store.ts.
 */
import type { Selection } from '../../../shared/contract/selection.ts'
import { everything } from '../../../shared/contract/selection.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { ViewState } from '../../../shared/model/finding.ts'
import { hasEvents } from '../../../shared/model/profile.ts'

export interface PageState {
  readonly view: ViewState
  /** selections before and after this one, nearest last */
  readonly past: readonly Selection[]
  readonly future: readonly Selection[]
}

type Part<Name extends 'flame' | 'histogram' | 'timeline'> = Partial<ViewState[Name]>

type Sandwich = NonNullable<ViewState['flame']['sandwich']>

export type PageAction =
  /** adds to the selection; a key that is undefined takes that part away */
  | {
      readonly type: 'select'
      readonly change: { readonly [K in keyof Selection]?: Selection[K] | undefined }
    }
  | { readonly type: 'clear' }
  | { readonly type: 'back' }
  | { readonly type: 'forward' }
  | { readonly type: 'flame'; readonly change: Part<'flame'> }
  /** how far a side of the sandwich is zoomed; without one nothing changes */
  | { readonly type: 'sandwich'; readonly zoom: Partial<Pick<Sandwich, 'callers' | 'callees'>> }
  | { readonly type: 'histogram'; readonly change: Part<'histogram'> }
  | { readonly type: 'timeline'; readonly change: Part<'timeline'> }
  /** null: one graph for each side */
  | { readonly type: 'diff'; readonly diff: NonNullable<ViewState['diff']> | null }
  | { readonly type: 'stream'; readonly streamId: number }
  | { readonly type: 'restore'; readonly view: ViewState }

/** More than a person goes back; a bound for a page that stays open for a week. */
const HISTORY = 100

export const startState = (view: ViewState): PageState => ({ view, past: [], future: [] })

/** The page as it opens: everything selected, on the first stream that has events of its own. */
export function firstView(streams: CaptureDetail['streams']): ViewState {
  const stream =
    streams.find(({ kind, length }) => hasEvents(kind) && length > 0) ??
    streams.find(({ kind }) => hasEvents(kind)) ??
    streams[0]
  return {
    selection: everything,
    streamId: stream?.id ?? 0,
    flame: {
      order: 'top-down',
      // slow calls have no stacks to tell who made them
      group: stream?.kind === 'slices' ? 'thread' : 'none',
      zoom: [],
      search: '',
      icicle: true,
      shown: 'graph',
    },
    histogram: { shown: 'graph' },
    timeline: { range: null, shown: 'graph' },
  }
}

export function changePage(state: PageState, action: PageAction): PageState {
  const { view } = state
  switch (action.type) {
    case 'select':
      return select(state, mergeSelection(view.selection, action.change))
    case 'clear':
      return select(state, everything)
    case 'back': {
      const selection = state.past.at(-1)
      if (!selection) return state
      return {
        view: withSelection(view, selection),
        past: state.past.slice(0, -1),
        future: [...state.future, view.selection],
      }
    }
    case 'forward': {
      const selection = state.future.at(-1)
      if (!selection) return state
      return {
        view: withSelection(view, selection),
        past: [...state.past, view.selection],
        future: state.future.slice(0, -1),
      }
    }
    case 'flame': {
      const flame = { ...view.flame, ...action.change }
      const turned = flame.order !== view.flame.order || flame.group !== view.flame.group
      // a path from the root means nothing in a tree with other roots
      return { ...state, view: { ...view, flame: turned ? { ...flame, zoom: [] } : flame } }
    }
    case 'sandwich': {
      const { sandwich } = view.flame
      if (!sandwich) return state
      const flame = { ...view.flame, sandwich: { ...sandwich, ...action.zoom } }
      return { ...state, view: { ...view, flame } }
    }
    case 'histogram':
      return { ...state, view: { ...view, histogram: { ...view.histogram, ...action.change } } }
    case 'timeline':
      return { ...state, view: { ...view, timeline: { ...view.timeline, ...action.change } } }
    case 'diff': {
      const { diff: _, ...rest } = view
      return { ...state, view: action.diff ? { ...rest, diff: action.diff } : rest }
    }
    case 'stream':
      return {
        ...state,
        view: { ...view, streamId: action.streamId, flame: zoomedOut(view.flame) },
      }
    case 'restore': {
      const changed = !sameSelection(view.selection, action.view.selection)
      return changed
        ? { view: action.view, past: [...state.past, view.selection].slice(-HISTORY), future: [] }
        : { ...state, view: action.view }
    }
  }
}

function select(state: PageState, selection: Selection): PageState {
  if (sameSelection(state.view.selection, selection)) return state
  return {
    view: withSelection(state.view, selection),
    past: [...state.past, state.view.selection].slice(-HISTORY),
    future: [],
  }
}

/** The zoomed frame may not be in the new selection at all: zoom out rather than show nothing. */
function withSelection(view: ViewState, selection: Selection): ViewState {
  return { ...view, selection, flame: zoomedOut(view.flame) }
}

function zoomedOut(flame: ViewState['flame']): ViewState['flame'] {
  const { sandwich } = flame
  const out = { ...flame, zoom: [] }
  return sandwich ? { ...out, sandwich: { ...sandwich, callers: [], callees: [] } } : out
}

export function mergeSelection(
  selection: Selection,
  change: { readonly [K in keyof Selection]?: Selection[K] | undefined },
): Selection {
  const merged = { ...selection, ...change }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined))
}

/** By value, whatever the order of keys. */
export function sameSelection(a: Selection, b: Selection): boolean {
  return selectionKey(a) === selectionKey(b)
}

export function selectionKey(selection: Selection): string {
  const { time, threads, function: func, latency, call, cpus, transforms } = selection
  return JSON.stringify([
    time && [time.from, time.to],
    threads?.map(({ pid, tid }) => [pid, tid]),
    func && [func.name, func.module],
    latency && [latency.from, latency.to],
    call,
    cpus,
    transforms,
  ])
}

export const isEverything = (selection: Selection): boolean => sameSelection(selection, everything)

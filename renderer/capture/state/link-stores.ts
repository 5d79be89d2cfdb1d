/** In Compare, what is selected in one capture is selected in the other as far as it means the same there. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { PageAction } from './view-state.ts'
import type { ViewStore } from './view-store.ts'

/**
 * What the other side does. Functions, calls and latencies have the same name there, times are offsets from each
 * capture's own start, `later` ns more there where both are on one clock; process and thread numbers, streams and zoom paths belong to one capture only.
 */
export function mirrorAction(action: PageAction, later = 0): PageAction | null {
  switch (action.type) {
    case 'select': {
      const { threads: _, ...change } = action.change
      if (Object.keys(change).length === 0) return null
      const { time } = change
      return { type: 'select', change: time ? { ...change, time: delay(time, later) } : change }
    }
    case 'flame': {
      const { zoom: _, ...change } = action.change
      return Object.keys(change).length === 0 ? null : { type: 'flame', change }
    }
    case 'clear':
    case 'back':
    case 'forward':
    case 'histogram':
      return action
    case 'timeline': {
      const { range } = action.change
      return range ? { ...action, change: { ...action.change, range: delay(range, later) } } : action
    }
    case 'stream':
    case 'restore':
    case 'sandwich':
    // one for the page, kept with A
    case 'diff':
      return null
  }
}

const delay = ({ from, to }: Range, by: number): Range => ({ from: from + by, to: to + by })

/** A store that tells the other side too, while `isLinked` says so. `later`: ns that times there are more than here. */
export function linkStore(
  store: ViewStore,
  other: ViewStore,
  isLinked: () => boolean,
  later: () => number = () => 0,
): ViewStore {
  return {
    ...store,
    dispatch: (action) => {
      store.dispatch(action)
      const mirrored = isLinked() ? mirrorAction(action, later()) : null
      if (mirrored) other.dispatch(mirrored)
    },
  }
}

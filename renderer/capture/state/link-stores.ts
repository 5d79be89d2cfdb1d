/** In Compare, what is selected in one capture is selected in the other as far as it means the same there. */
import type { PageAction } from './view-state.ts'
import type { ViewStore } from './view-store.ts'

/**
 * What the other side does. Functions, calls and latencies have the same name there, times are offsets from each
 * capture's own start; process and thread numbers, streams and zoom paths belong to one capture only.
 */
export function mirrorAction(action: PageAction): PageAction | null {
  switch (action.type) {
    case 'select': {
      const { threads: _, ...change } = action.change
      return Object.keys(change).length === 0 ? null : { type: 'select', change }
    }
    case 'flame': {
      const { zoom: _, ...change } = action.change
      return Object.keys(change).length === 0 ? null : { type: 'flame', change }
    }
    case 'clear':
    case 'back':
    case 'forward':
    case 'histogram':
    case 'timeline':
      return action
    case 'stream':
    case 'restore':
    case 'sandwich':
    // one for the page, kept with A
    case 'diff':
      return null
  }
}

/** A store that tells the other side too, while `isLinked` says so. */
export function linkStore(store: ViewStore, other: ViewStore, isLinked: () => boolean): ViewStore {
  return {
    ...store,
    dispatch: (action) => {
      store.dispatch(action)
      const mirrored = isLinked() ? mirrorAction(action) : null
      if (mirrored) other.dispatch(mirrored)
    },
  }
}

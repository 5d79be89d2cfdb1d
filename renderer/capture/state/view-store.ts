/** A page's state in one place: every view reads it from here and changes it through `dispatch`. */
import { useSyncExternalStore } from 'react'
import { changePage, type PageAction, type PageState } from './view-state.ts'

export interface ViewStore {
  readonly state: () => PageState
  readonly dispatch: (action: PageAction) => void
  readonly subscribe: (listener: () => void) => () => void
}

export function createViewStore(initial: PageState): ViewStore {
  let current = initial
  const listeners = new Set<() => void>()
  return {
    state: () => current,
    dispatch: (action) => {
      const next = changePage(current, action)
      if (next === current) return
      current = next
      for (const listener of [...listeners]) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** `read` must give the same object while nothing it reads has changed: take parts, do not build them. */
export const usePage = <Part>(store: ViewStore, read: (state: PageState) => Part): Part =>
  useSyncExternalStore(store.subscribe, () => read(store.state()))

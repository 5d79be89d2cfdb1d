/** What the inspector shows: the thing under the pointer or the focus, as facts and what to do next. */
import { createContext, useContext, useSyncExternalStore } from 'react'

export interface Fact {
  readonly label: string
  readonly text: string
  readonly exact?: string
}

export interface Card {
  readonly title: string
  /** 'Function', 'Slow call', 'Bucket', ... */
  readonly kind: string
  readonly detail?: string
  readonly facts: readonly Fact[]
  readonly actions: readonly { readonly title: string; readonly run: () => void; readonly hint?: string }[]
}

export interface InspectStore {
  readonly card: () => Card | null
  /** under the pointer: shown until the pointer leaves, and after it while nothing was kept */
  readonly hover: (card: Card | null) => void
  /** focused or clicked: stays */
  readonly keep: (card: Card) => void
  /** its numbers are of a selection that is no more */
  readonly forget: () => void
  readonly subscribe: (listener: () => void) => () => void
}

export function createInspectStore(): InspectStore {
  let hovered: Card | null = null
  let kept: Card | null = null
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  return {
    card: () => hovered ?? kept,
    hover: (card) => {
      if (card === null && kept === null) kept = hovered
      hovered = card
      tell()
    },
    keep: (card) => {
      kept = card
      hovered = null
      tell()
    },
    forget: () => {
      kept = null
      hovered = null
      tell()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The same inspector for one side of a comparison: says which side it is. */
export const inspectSide = (store: InspectStore, side: string): InspectStore => {
  const name = (card: Card): Card => ({ ...card, kind: `${side}: ${card.kind.toLowerCase()}` })
  return {
    ...store,
    hover: (card) => store.hover(card && name(card)),
    keep: (card) => store.keep(name(card)),
  }
}

const InspectContext = createContext<InspectStore>(createInspectStore())
export const InspectProvider = InspectContext.Provider
export const useInspect = (): InspectStore => useContext(InspectContext)
export function useInspected(): Card | null {
  const store = useInspect()
  return useSyncExternalStore(store.subscribe, store.card)
}

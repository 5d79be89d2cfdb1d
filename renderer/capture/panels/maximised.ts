/** Which view has the whole page. */
import { createContext, useContext } from 'react'

export type ViewName = 'flame' | 'histogram' | 'timeline'

export interface Maximised {
  readonly maximised: ViewName | null
  readonly setMaximised: (view: ViewName | null) => void
}

const MaximisedContext = createContext<Maximised>({ maximised: null, setMaximised: () => {} })
export const MaximisedProvider = MaximisedContext.Provider
export const useMaximised = (): Maximised => useContext(MaximisedContext)

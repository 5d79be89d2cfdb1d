/** Which state of a capture that is still coming the views show: they ask again when it is another one. */
import { createContext, useContext } from 'react'

const LiveVersion = createContext(0)
export const LiveVersionProvider = LiveVersion.Provider
/** 0: the capture has ended, and nothing more comes. */
export const useLiveVersion = (): number => useContext(LiveVersion)

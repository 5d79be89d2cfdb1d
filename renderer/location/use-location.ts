/** The location store: the URL's hash is the state, this only reads and writes it. */
import { useSyncExternalStore } from 'react'
import { formatLocation, type Location, parseLocation } from './location.ts'

let lastHash = ''
let lastLocation: Location = parseLocation('')

/** The same object for as long as the hash is the same. */
function read(): Location {
  if (window.location.hash !== lastHash) {
    lastHash = window.location.hash
    lastLocation = parseLocation(lastHash)
  }
  return lastLocation
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export const useLocation = (): Location => useSyncExternalStore(subscribe, read)

/** Goes there; Back returns. */
export function goTo(location: Location): void {
  window.location.hash = formatLocation(location)
}

/** Goes there without a step in the history. */
export function replaceLocation(location: Location): void {
  window.location.replace(formatLocation(location))
}

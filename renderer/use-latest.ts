import { type RefObject, useRef } from 'react'

/** The value of the last render, for what runs later (timers, listeners). */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value)
  latest.current = value
  return latest
}

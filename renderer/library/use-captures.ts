import { useCallback, useRef, useState } from 'react'
import type { CaptureSummary } from '../../shared/model/capture.ts'
import { useCall } from '../engine-context.tsx'
import { type LibraryQuery, offsetOf, PAGE } from './library-query.ts'

interface Loaded {
  readonly offset: number
  readonly rows: readonly CaptureSummary[]
  readonly total: number
}

const nothing: Loaded = { offset: 0, rows: [], total: 0 }

/** The library's rows around those in sight; asked for again when a capture changes. */
export function useCaptures(query: LibraryQuery) {
  const [offset, setOffset] = useState(0)
  const call = useCall(
    'captures.list',
    { ...query, offset, limit: 2 * PAGE },
    { refetchOn: { 'captures.changed': () => true, 'findings.changed': () => true } },
  )
  const loaded = useRef<Loaded>(nothing)
  if (call.value !== undefined) loaded.current = { offset, ...call.value }
  const onSight = useCallback((from: number) => setOffset(offsetOf(from)), [])
  const { rows, total, offset: start } = loaded.current
  return { call, total, rowAt: (index: number) => rows[index - start], rows, onSight }
}

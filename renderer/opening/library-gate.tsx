/** What stands before the workbench: a library that is checked, damaged, recovered, or open. */
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { LibraryStatus } from '../../shared/contract/library-status.ts'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { useEngine, useEngineEvent } from '../engine-context.tsx'
import { useEngineLost } from '../frame/engine-lost.tsx'
import { CheckingPage } from './checking-page.tsx'
import { DamagedPage } from './damaged-page.tsx'
import { EndedPage } from './ended-page.tsx'
import { RecoveredPage } from './recovered-page.tsx'
import { RecoveringPage } from './recovering-page.tsx'
import { toError } from './stored-error.ts'

export type OpenLibrary = Extract<LibraryStatus, { state: 'open' }>

const OpenLibraryContext = createContext<OpenLibrary | null>(null)

/** Of the library that is open, as it was last told. */
export function useOpenLibrary(): OpenLibrary {
  const library = useContext(OpenLibraryContext)
  if (library === null) throw new Error('useOpenLibrary outside of LibraryGate')
  return library
}

/** The children are there once the library is open and what a recovery has lost was read. */
export function LibraryGate({ children }: { children: ReactNode }) {
  const { status, error } = useLibraryStatus()
  const lost = useEngineLost()
  const [seen, setSeen] = useState(false)
  if (error !== undefined) return <ErrorState error={error} onRetry={() => window.location.reload()} />
  if (status === null) return <LoadingState step="Opening the library" shown={false} />
  if (status.state === 'open') {
    if (status.recovered !== null && !seen)
      return <RecoveredPage report={status.recovered} onSeen={() => setSeen(true)} />
    return <OpenLibraryContext value={status}>{children}</OpenLibraryContext>
  }
  return lost ? <EndedPage /> : <ClosedLibrary status={status} />
}

const ClosedLibrary = ({ status }: { status: Exclude<LibraryStatus, { state: 'open' }> }) => {
  switch (status.state) {
    case 'checking':
      return <CheckingPage status={status} />
    case 'damaged':
      return <DamagedPage status={status} />
    case 'recovering':
      return <RecoveringPage step={status.step} />
    case 'failed':
      return <ErrorState error={toError(status.error)} onRetry={() => window.location.reload()} />
  }
}

function useLibraryStatus(): { status: LibraryStatus | null; error: unknown } {
  const engine = useEngine()
  const [status, setStatus] = useState<LibraryStatus | null>(null)
  const [error, setError] = useState<unknown>()
  useEngineEvent('library.changed', setStatus)
  useEffect(() => {
    // an event that came meanwhile is newer
    engine.call('library.status', {}).then((now) => setStatus((told) => told ?? now), setError)
  }, [engine])
  return { status, error }
}

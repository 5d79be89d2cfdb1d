import { ScanSearch } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { LibraryStatus } from '../../shared/contract/library-status.ts'
import { Button } from '../components/button.tsx'
import { ErrorState } from '../components/states.tsx'
import { useAction } from '../engine-context.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { OpeningPage } from './opening-page.tsx'

/** Every page is read because the last run did not end properly; nobody has to wait for it. */
export function CheckingPage({ status }: { status: Extract<LibraryStatus, { state: 'checking' }> }) {
  const skip = useAction('library.skipCheck')
  const seconds = useSecondsSince(status.startedAt)
  return (
    <OpeningPage icon={ScanSearch} title="Looking for damage in the library">
      <p className="opening-text" title={formatExactBytes(status.bytes)}>
        The last run did not end properly, so all {formatBytes(status.bytes)} of the library are read before
        it is used: {seconds} s so far.
      </p>
      <p className="opening-text">
        You need not wait: opened now, it is read on in the background, and what is found is said then.
      </p>
      {skip.error !== undefined && <ErrorState inline error={skip.error} />}
      <div className="opening-actions">
        <Button disabled={skip.running} onClick={() => void skip.run({})}>
          Open without waiting
        </Button>
      </div>
    </OpeningPage>
  )
}

function useSecondsSince(startedAt: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.round((now - startedAt) / 1000))
}
